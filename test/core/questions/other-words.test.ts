import { describe, expect, test } from 'vitest';
import { otherWords } from '../../../src/core/questions/left-over.ts';
import type { Answer } from '../../../src/core/vocabulary/design.ts';

describe('J10: what a reply says beside its answers', () => {
  test.each([
    ['Only the warehouse, plus the alert.', ['Only the warehouse'], ', plus the alert.'],
    ['Q1: never ever\nQ9: what', ['never ever'], 'Q9: what'],
    ['Nobody.\n\nDue in March.', ['Nobody.'], 'Due in March.'],
    ['None of it.\nQ1: no', ['no'], 'None of it.'],
    ['About 900. Nobody else, I think. Thanks!', ['About 900.', 'Nobody else'], ', I think. Thanks!'],
    ['About\n900.\n\nMind the freeze.\nAnd the thaw.', ['About\n900.'], 'Mind the freeze.\nAnd the thaw.'],
    ['About 900.', ['words that are not there'], 'About 900.'],
    ['Thanks, all!', [], 'Thanks, all!'],
    ['Q1: 500\n \nMind the freeze.', ['500\n \nMind the freeze.'], ''],
  ])('%j with %j: %j', (text, answers, expected) => {
    const given = answers.map((each) => ({ questionId: 'Q1' as const, text: each }));
    expect(otherWords({ text, answers: given })).toBe(expected);
  });

  test('J10: the same words under another number are others', () => {
    const [one, two] = (['Q1', 'Q2'] as const).map((questionId) => ({ questionId, text: 'yes' }));
    const said = (...answers: Answer[]) => otherWords({ text: 'Q1: yes\nQ2: yes', answers });
    if (one === undefined || two === undefined) throw new Error('two answers are given');
    expect([said(one), said(two), said(one, two)]).toEqual(['Q2: yes', 'Q1: yes', '']);
  });
});
