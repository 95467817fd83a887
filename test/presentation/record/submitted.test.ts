import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/presentation/format/plain-document.ts';
import { submittedSection } from '../../../src/presentation/submitted.ts';

const SUBMISSION = {
  decision: {
    sentence: 'It moves, “all” of it: {now}, [later].',
    steps: [{ title: 'Look', rests: ['A-1', 'B-2'] }],
  },
  confidence: 0.7,
  note: '',
  open: [],
};
const WHOLE = JSON.stringify(SUBMISSION);
const text = (input: string) => plainOf(submittedSection(input));

describe('what a turn has answered', () => {
  test('T4: it is told by the names of its fields, without what is empty and without confidence', () => {
    const told = text(WHOLE);
    for (const words of [
      'sentence: It moves, “all” of it: {now}, [later].',
      '1. title: Look',
      'rests: A-1, B-2',
    ])
      expect(told).toContain(words);
    expect(told).not.toMatch(/note|open|confidence|"/);
  });

  test('T4: of one that was cut its beginning is told, wherever it was cut, and that there was more', () => {
    for (let at = 1; at < WHOLE.length; at++) {
      const told = text(`${WHOLE.slice(0, at)}… [cut]`);
      expect(told, WHOLE.slice(0, at)).toContain('The rest is not in the turn’s record');
    }
    expect(text(`${WHOLE.slice(0, 60)}… [cut]`)).toContain('sentence: It moves');
  });

  test('T4: what is no JSON stands letter by letter', () => {
    expect(text('it is "free"')).toContain('it is "free"');
    expect(text('it is free… [cut]')).toContain('it is free… [cut]');
  });
});
