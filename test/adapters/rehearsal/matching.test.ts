import { describe, expect, it, test } from 'vitest';
import { matchByWords, matchSentences } from '#adapters/rehearsal/matching.ts';
import { isQuoted } from '#core/questions/quoting/quotes.ts';
import { limitShown } from '#core/questions/quoting/shown.ts';
import { readMarkdown } from '#surfaces/discord/incoming/marks.ts';

const QUESTIONS = [
  { id: 'Q1', text: 'How many jobs a minute at peak, and how long may one wait?' },
  { id: 'Q2', text: 'Who besides the web app reads the Redis keys?' },
  { id: 'Q3', text: 'What is the deadline, and who set it?' },
] as const;

function matched(text: string): string[] {
  return matchSentences(text, QUESTIONS).map(({ question, quote }) => `${question.id} ${quote}`);
}

describe('J10: without a model replies are matched by the words that they share with a question', () => {
  test.each<[string, string[]]>([
    ['how long may one wait? About a minute.', ['Q1 About a minute.']],
    ['Only the web app, and about 900 a minute', ['Q1 Only the web app, and about 900 a minute']],
    ['As for jobs, please never lose one. Bye!', ['Q1 As for jobs, please never lose one.']],
    [
      'The deadline is in March.\nNobody can wait.',
      ['Q3 The deadline is in March.', 'Q1 Nobody can wait.'],
    ],
    [
      '- the deadline: March\n- jobs: 900\n\nkeys',
      ['Q3 - the deadline: March', 'Q1 - jobs: 900', 'Q2 keys'],
    ],
    ['Thanks, I will have a look!', []],
    ['Jobs. Keys.', ['Q1 Jobs.', 'Q2 Keys.']],
    ['A job has keys', ['Q2 A job has keys']],
    ['Jobs have keys', []],
    ['', []],
  ])('%j', (text, expected) => {
    expect(matched(text)).toEqual(expected);
  });

  it('J10: each sentence is a quote that code finds in the reply', () => {
    const text = '  Only the web app,\n  and about 900 jobs a minute. The deadline: none.';
    for (const { quote } of matchSentences(text, QUESTIONS))
      expect(isQuoted(quote, text)).toBe(true);
    expect(matched(text)).toHaveLength(2);
  });

  it('J10: what code refuses as an answer is not matched', () => {
    const text = 'Do you know who reads the Redis keys, Ana or Ben?';
    const questions = [{ id: 'Q1' as const, text, answers: [] }];
    const matchedIn = (typed: string) => {
      const { text, shown } = limitShown(readMarkdown(typed));
      const replies = [{ name: 'R1', author: 'Ana', text, shown, answers: [] }];
      return matchByWords({ matching: { questions, replies }, kind: 'matching' }).matches.map(
        ({ quote }) => quote,
      );
    };
    expect(
      matchedIn('Do you know it?\n> Cleo reads keys. Nobody reads Redis.\nWell. Ben reads.'),
    ).toEqual(['Ben reads.']);
    expect(matchedIn('> Ben reads keys.\nThanks')).toEqual([]);
  });
});
