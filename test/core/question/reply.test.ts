import { describe, expect, it, test } from 'vitest';
import { readReply } from '../../../src/core/question/reply.ts';
import { processorMs } from '../../support/processor-time.ts';

const KNOWN = [
  { id: 'Q1', text: 'How many *jobs* a minute at peak, and how long may one wait?' },
  { id: 'Q2', text: 'Who besides the web app reads the keys?' },
  { id: 'Q3', text: 'Why?' },
  { id: 'Q12', text: 'Since when?' },
] as const;

describe('answers that one message pins to questions', () => {
  test.each([
    ['Q1: none', { Q1: 'none' }],
    ['q1: none', { Q1: 'none' }],
    ['Q1. none', { Q1: 'none' }],
    ['Q1) none', { Q1: 'none' }],
    ['Q1 - none', { Q1: 'none' }],
    ['Q1 – none', { Q1: 'none' }],
    ['Q1 -> none', { Q1: 'none' }],
    ['Q1 = none', { Q1: 'none' }],
    ['**Q1**: none', { Q1: 'none' }],
    ['**Q1:** none', { Q1: 'none' }],
    ['*Q1:* none', { Q1: 'none' }],
    ['- Q1: none', { Q1: 'none' }],
    ['Q01: none', { Q1: 'none' }],
    ['Q12: a dozen', { Q12: 'a dozen' }],
    ['Q1: 500 a second\nQ3: nobody else', { Q1: '500 a second', Q3: 'nobody else' }],
    ['Q3: last\nQ1: first', { Q1: 'first', Q3: 'last' }],
    [
      'Q1: it depends\non the day\n\nand the hour\nQ2: no',
      { Q1: 'it depends\non the day\n\nand the hour', Q2: 'no' },
    ],
    ['Hello all,\nQ2: yes', { Q2: 'yes' }],
    ['Q1:\nbelow the pin', { Q1: 'below the pin' }],
    ['Q1: see `Q9: x`', { Q1: 'see `Q9: x`' }],
    ['Q1: one\nQ9: is not asked', { Q1: 'one' }],
    ['Q1: one\nQ1000: is not asked\neither\nQ2: two', { Q1: 'one', Q2: 'two' }],
    ['Q1: 你好 👋', { Q1: '你好 👋' }],
    ['Q1: a\r\nQ2: b', { Q1: 'a', Q2: 'b' }],
    ['Q1: a\rQ2: b\u2028Q3: c', { Q1: 'a', Q2: 'b', Q3: 'c' }],
    ['Q1：はい', { Q1: 'はい' }],
    ['Q1, Q2: both the same', { Q1: 'both the same', Q2: 'both the same' }],
    ['**Q1**, q2 and Q3: yes', { Q1: 'yes', Q2: 'yes', Q3: 'yes' }],
    ['Q1 & Q12) yes', { Q1: 'yes', Q12: 'yes' }],
    ['Q1, Q9: yes', { Q1: 'yes' }],
    ['Q2: My own. Q3: next week step.', { Q2: 'My own.', Q3: 'next week step.' }],
    ['Q1: Really? **Q2:** yes; q3: no', { Q1: 'Really?', Q2: 'yes;', Q3: 'no' }],
    ['Q1: He said “yes.” Q2: no', { Q1: 'He said “yes.”', Q2: 'no' }],
    ['Hello all. Q1, Q2: yes', { Q1: 'yes', Q2: 'yes' }],
    ['Q1: yes. Q9: is not asked', { Q1: 'yes.' }],
    ['Q1: 5" wide. Q2: no', { Q1: '5" wide.', Q2: 'no' }],
    ['Q1-10:30 in the morning', { Q1: '10:30 in the morning' }],
    ['Q1-Q3: all the same', { Q1: 'all the same', Q2: 'all the same', Q3: 'all the same' }],
    ['Q1–3: the same', { Q1: 'the same', Q2: 'the same', Q3: 'the same' }],
    ['Q2 to Q3: the same', { Q2: 'the same', Q3: 'the same' }],
    ['Q1 - 3 of them', { Q1: '3 of them' }],
    ['Q3-Q1: odd', { Q1: 'odd', Q3: 'odd' }],
    ['q1: 900, q2: two, Q3：sí', { Q1: '900,', Q2: 'two,', Q3: 'sí' }],
    ['• Q1: 900\n• Q2: two', { Q1: '900', Q2: 'two' }],
    ['Q1: see the plan\n\n[attached: plan.pdf, 12 kB, not read]', { Q1: 'see the plan' }],
    ['Q1: 900 Q2: two', { Q1: '900', Q2: 'two' }],
    ['**Q1:** 900 **Q2:** 2 ms Q3： 三', { Q1: '900', Q2: '2 ms', Q3: '三' }],
    ['Q1: about 900 Q2: Yes Q3: €5', { Q1: 'about 900', Q2: 'Yes', Q3: '€5' }],
    ['Q1: 900 a minute Q2: two', { Q1: '900 a minute', Q2: 'two' }],
    ['Q1 -> 900 Q2 -> 800', { Q1: '900', Q2: '800' }],
    ['Q1=900, Q2 == 800 q3 => 5', { Q1: '900,', Q2: '800', Q3: '5' }],
    ['Q1 --> 900', { Q1: '900' }],
    ['Q1==900', { Q1: '900' }],
    ['Q1: Postgres Q2: Kafka', { Q1: 'Postgres', Q2: 'Kafka' }],
    ['Q1: 900 as in Q2: two', { Q1: '900 as in Q2: two' }],
    ['Q1: see Q2: two', { Q1: 'see Q2: two' }],
    ['Q1: We ship before Q2: maybe', { Q1: 'We ship before Q2: maybe' }],
    ['Q1: revenue grew since Q2: 12 %', { Q1: 'revenue grew since Q2: 12 %' }],
    ['Q1: because Q2: is wrong', { Q1: 'because Q2: is wrong' }],
    ['Q1: we launch Q3: 2026', { Q1: 'we launch Q3: 2026' }],
    ['Q1: als Antwort auf Q2: nein', { Q1: 'als Antwort auf Q2: nein' }],
    ['Q1: cela dépend de Q2: oui', { Q1: 'cela dépend de Q2: oui' }],
    ['Q1: 12 of 15 in Q2: no', { Q1: '12 of 15 in Q2: no' }],
    ['Q1: 900 Q4: is the last quarter', { Q1: '900 Q4: is the last quarter' }],
    ['Q1: see Q2 and Q3: both', { Q1: 'see Q2 and Q3: both' }],
    ['Q1, Q2: both', { Q1: 'both', Q2: 'both' }],
    ['Q1: `900 Q2: two`', { Q1: '`900 Q2: two`' }],
    ['Q1: as I wrote in Q2: yes', { Q1: 'as I wrote in Q2: yes' }],
    ['Q1: no. Q2 is a good one', { Q1: 'no. Q2 is a good one' }],
    ['Q1: it is v1.Q2: no', { Q1: 'it is v1.Q2: no' }],
    ['Q1: see the FAQ. FAQ2: no', { Q1: 'see the FAQ. FAQ2: no' }],
    ['Q1: `yes. Q2: no`', { Q1: '`yes. Q2: no`' }],
    ['Q1: ``a ` b. Q2: no`` c. Q3: d', { Q1: '``a ` b. Q2: no`` c.', Q3: 'd' }],
    ['Q1: she wrote "yes. Q2: no"', { Q1: 'she wrote "yes. Q2: no"' }],
    ['Q1: she wrote “yes. Q2: no” there', { Q1: 'she wrote “yes. Q2: no” there' }],
    ['Q1: she wrote\n> yes. Q2: no', { Q1: 'she wrote\n> yes. Q2: no' }],
  ])('%j', (text, expected) => {
    const found = readReply(text, KNOWN).answers;
    expect(Object.fromEntries(found.map((answer) => [answer.questionId, answer.text]))).toEqual(expected);
    expect(found).toHaveLength(Object.keys(expected).length);
  });

  test.each([
    '',
    'no pin at all',
    'Q1',
    'Q1:',
    'Q1:   \n  \n',
    'Q: none',
    'Q9: unknown',
    'Q1000: too many digits',
    'Q-1: negative',
    'Q0: nought',
    'as I said in Q1: none',
    'we use Q1: none',
    'FAQ1: none',
    'Q1none',
    '__proto__: x',
  ])('nothing is pinned by %j', (text) => {
    expect(readReply(text, KNOWN).answers).toEqual([]);
  });

  test.each([
    ['> Q2 Who besides the web app reads the keys?\nNobody.', { Q2: 'Nobody.' }],
    ['> *Q2* Who besides the web app reads the keys?\n\nNobody.', { Q2: 'Nobody.' }],
    ['> Q2: Who besides the web app reads the keys?\nNobody.', { Q2: 'Nobody.' }],
    ['> Q2 Who besides the web app\n> reads the keys?\nNobody.', { Q2: 'Nobody.' }],
    ['> Q2 who besides the web app…\nNobody.', { Q2: 'Nobody.' }],
    [
      '> Q2 Who besides the web app reads the keys? — Contract keeper: they would break\nNobody.',
      { Q2: 'Nobody.' },
    ],
    [
      '> Q1 How many jobs a minute at peak, and how long may one wait?\n500\n> Q3 Why?\nLoad.',
      { Q1: '500', Q3: 'Load.' },
    ],
    [
      '> Q2 Who besides the web app reads the keys?\nWe know:\n> only cron\nsays Ben',
      { Q2: 'We know:\n> only cron\nsays Ben' },
    ],
    ['Q2: Who besides the web app reads the keys?\nNobody.', { Q2: 'Nobody.' }],
    [
      '> Q2 Who besides the web app reads the keys?\n\nNobody,\nI think.\n\nAlso: it is due in March.',
      { Q2: 'Nobody,\nI think.' },
    ],
    ['Q1: 500\n> Who looks at the\n> alert?\nAna does.', { Q1: '500' }],
    ['## Who besides the web app reads the keys?\nNobody.\n## Who looks?\nAna does.', { Q2: 'Nobody.' }],
    ['> “Who besides the web app reads the keys?”\n\nNobody.', { Q2: 'Nobody.' }],
    ['> "Who besides the web app reads the keys?"\nNobody.', { Q2: 'Nobody.' }],
  ])('a question that is quoted is not part of its answer: %j', (text, expected) => {
    const found = readReply(text, KNOWN).answers;
    expect(Object.fromEntries(found.map((answer) => [answer.questionId, answer.text]))).toEqual(expected);
  });

  test.each([
    '> Q2 Who besides the web app reads the keys?',
    '> Q2 nobody that I know of\nreally',
    '> Q2 Who\nNobody.',
    'Q2 Who besides the web app reads the keys?\nNobody.',
  ])('nothing is pinned by a quote alone, by other words, or without a sign of a quote: %j', (text) => {
    expect(readReply(text, KNOWN).answers).toEqual([]);
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['Q1: no idea', {}, false],
    ['Q1: I don’t know.\nQ2: nobody', { Q2: 'nobody' }, false],
    ['no idea!', {}, false],
    ['Q1: skip this\n\nQ2: **dunno**', {}, false],
    ['Q1: skip. Q2: pass', { Q1: 'skip.', Q2: 'pass' }, false],
    ['Q1: no idea, but Ben knows', { Q1: 'no idea, but Ben knows' }, false],
    ['Q1: none. Q2: not sure', { Q1: 'none.' }, false],
    ['We skip it', {}, true],
    ['Q1: ?\nQ2: 🤷🏽‍♀️\nQ3: 👍', { Q3: '👍' }, false],
    ['Q1: not sure yet', {}, false],
    ['Q1: 知らない', { Q1: '知らない' }, false],
  ])('that somebody does not know is no answer, and nothing to be read: %j', (text, expected, unmatched) => {
    const found = readReply(text, KNOWN);
    expect(Object.fromEntries(found.answers.map((answer) => [answer.questionId, answer.text]))).toEqual(
      expected,
    );
    expect(found.unmatched).toBe(unmatched);
  });

  test.each<[string, Record<string, string>]>([
    ['> Q1: none', {}],
    ['> Q1: none\n> Q2: two', {}],
    ['>> Q1: none', {}],
    ['> Q2: nobody\nand cron', {}],
    ['On Monday Cleo wrote:\n> Q1: none\n> Q2: two\n\nQ2: three', { Q2: 'three' }],
    ['Q1: Cleo wrote\n> Q2: two\nand I agree', { Q1: 'Cleo wrote\n> Q2: two\nand I agree' }],
    ['```\nQ1: none\n```', {}],
    ['```yaml\nQ1: none\n```\nQ2: two', { Q2: 'two' }],
    ['See ```Q1: none\nQ2: two```\nQ3: load', { Q3: 'load' }],
    ['~~~\nQ1: none\n```\nQ2: two\n~~~\nQ3: load', { Q3: 'load' }],
    ['````\n```\nQ1: none\n```\n````\nQ2: two', { Q2: 'two' }],
    ['```\nQ1: none', {}],
    ['```one line``` and more\nQ1: none', { Q1: 'none' }],
    ['> ```\n> Q1: none\nQ2: two', { Q2: 'two' }],
    ['Q1: ```\nQ2: two\n# Is it on?\nyes\n```', { Q1: '```\nQ2: two\n# Is it on?\nyes\n```' }],
    ['```\n> Q2 Who besides the web app reads the keys?\nNobody.\n```', {}],
  ])('J10: a number in quoted words or a code block pins nothing: %j', (text, expected) => {
    const { answers, unmatched } = readReply(text, KNOWN);
    expect(Object.fromEntries(answers.map((answer) => [answer.questionId, answer.text]))).toEqual(expected);
    expect(unmatched).toBe(!text.startsWith('Q1: '));
  });

  test.each([
    ['Q1: never ever\nQ9: what', true],
    ['Q9: what', true],
    ['Q1: yes\n\nand always', false],
    ['> Q2 Who besides the web app reads the keys?\nNobody.\n\nAlso: it is due in March.', true],
    ['> Q2 Who besides the web app reads the keys?\n\nNobody.\n\n', false],
    ['> Who looks at the alert?\nAna does.', true],
    ['> Who looks at the alert?', false],
  ])('J10: whether %j has words under no question: %s', (text, expected) => {
    expect(readReply(text, KNOWN).unmatched).toBe(expected);
  });

  it('a question that is answered twice in one message keeps both answers, in order', () => {
    expect(readReply('Q1: yes\nQ1: no, wait', KNOWN).answers).toEqual([
      { questionId: 'Q1', text: 'yes' },
      { questionId: 'Q1', text: 'no, wait' },
    ]);
  });

  it('without questions nothing is pinned', () => {
    expect(readReply('Q1: none', []).answers).toEqual([]);
  });

  test.each([
    ['blanks', `${' '.repeat(40_000)}Q1: x`],
    ['markers', '*'.repeat(40_000)],
    ['a pin that never ends', `Q1${'*'.repeat(40_000)}`],
    ['blanks behind a pin', `Q1:${' '.repeat(40_000)}x`],
    ['many lines', 'Q1: x\n'.repeat(6_000)],
    ['lines of nothing', '\n'.repeat(40_000)],
    ['digits', `Q${'1'.repeat(40_000)}: x`],
    ['numbers', 'Q1, '.repeat(10_000)],
    ['ranges', 'Q1-'.repeat(13_000)],
    ['answers on one line', 'Q1: x. '.repeat(5_700)],
    ['answers without a sign between them', 'Q1: 9 Q2: 2 '.repeat(3_300)],
    ['values of many words', `Q1: ${'9 a '.repeat(10_000)}Q2: x`],
    ['signs', 'Q1 ==>-->'.repeat(4_400)],
    ['numbers with commas', `${'Q1, '.repeat(9_900)}:`],
    ['sentences that end', '. '.repeat(20_000)],
    ['blanks behind a sentence', `x.${' '.repeat(39_000)}Q1: x`],
    ['quotations', '“”"'.repeat(13_000)],
    ['digits behind a sentence', `. Q${'1'.repeat(39_000)}`],
    ['quotes', '>'.repeat(40_000)],
    ['code blocks', '```'.repeat(13_333)],
    ['tildes', '~'.repeat(40_000)],
    ['a quoted pin that never ends', `> Q2${' '.repeat(40_000)}`],
    ['quoted lines', '> Q2 Who besides the web app\n'.repeat(1_300)],
  ])('A15: the largest reply of %s is read in linear time', (_, text) => {
    expect(processorMs(() => readReply(text, KNOWN).answers)).toBeLessThan(1_000);
  });
});
