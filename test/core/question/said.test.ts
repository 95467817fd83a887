import { describe, expect, it, test } from 'vitest';
import { otherWords } from '../../../src/core/question/said.ts';
import { processorMs } from '../../support/processor-time.ts';

const KNOWN = [
  { id: 'Q1', text: 'How many jobs a minute at peak?' },
  { id: 'Q2', text: 'Who besides the web app reads the keys?' },
] as const;

function beside(text: string, ...answers: string[]): string {
  return otherWords({ text, answers: answers.map((each) => ({ questionId: 'Q1', text: each })) }, KNOWN);
}

describe('J10: what a reply says beside its answers', () => {
  test.each([
    ['Only the warehouse, plus the alert.', ['Only the warehouse'], '…, plus the alert.'],
    ['Only the\n  warehouse. Mind the freeze.', ['Only the warehouse.'], '… Mind the freeze.'],
    ['Q1: never ever\nQ9: what', ['never ever'], 'Q9: what'],
    ['Q1: yes\nQ2: yes', ['yes', 'yes'], ''],
    ['In 1900 it was 900 a day.', ['900'], 'In 1900 it was … a day.'],
    ['It is 900, and about 60.', ['It is 900', 'about 60'], ''],
    ['> Who besides the web app reads the keys?\nNobody.\n\nDue in March.', ['Nobody.'], 'Due in March.'],
    ['About 900.', ['About 900.', 'About 900.', '900'], ''],
    ['About 900.', ['words of an earlier version'], 'About 900.'],
    ['Thanks, all!', [], 'Thanks, all!'],
    ['Q1: My own. Q2: next week.', ['My own.', 'next week.'], ''],
    ['Q1: My own. Q9: into the void', ['My own.'], 'Q9: into the void'],
    ['Mind the freeze. Q1: 500', ['500'], 'Mind the freeze.'],
    ['Q1, Q2: the same', ['the same', 'the same'], ''],
  ])('%j with %j: %j', (text, answers, expected) => {
    expect(beside(text, ...answers)).toBe(expected);
  });

  it('A15: an answer that stands in hundreds of other words is not looked for any further', () => {
    expect(beside(`${'awesome '.repeat(400)}some`, 'some')).toBe(`${'awesome '.repeat(400)}…`);
    expect(beside(`${'awesome '.repeat(600)}some`, 'some')).toMatch(/awesome some$/);
  });

  it('A15: is found in linear time', () => {
    const words = Array.from({ length: 60 }, (_, index) => `a${' a'.repeat(index)}`);
    const reading = () => {
      beside('a '.repeat(20_000), ...words);
      beside(`${' '.repeat(39_999)}a`, 'a');
    };
    expect(processorMs(reading)).toBeLessThan(1_000);
  });
});
