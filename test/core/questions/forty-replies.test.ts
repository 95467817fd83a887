import { describe, expect, test } from 'vitest';
import { cutInside } from '#foundation/cut-text.ts';
import { outcomeOf, REPLIES } from './forty-replies.ts';

const STORED_CHARACTERS = 2_000;

describe('J10: nobody’s words are turned round by cutting them', () => {
  test('J10: the examples are forty replies', () => {
    expect(REPLIES).toHaveLength(46);
  });

  test.each(REPLIES.map((each) => [each.what, each] as const))('J10: %s', (_, each) => {
    const { answers, left, refusal } = outcomeOf(each);
    expect(answers.map(({ text }) => text)).toEqual(
      each.shown.map((text) => cutInside(text, STORED_CHARACTERS)),
    );
    expect(answers.map(({ author }) => author)).toEqual(
      each.differs ? each.replies.map(({ by }) => by) : each.shown.map(() => 'Ben'),
    );
    if (each.shown.length === 0) expect(refusal).toContain('is a quotation in');
    else expect(refusal).toBe('');
    // What is shown as an answer is not left over as well.
    for (const { text } of answers) expect(left.join('\n').includes(text)).toBe(false);
  });
});
