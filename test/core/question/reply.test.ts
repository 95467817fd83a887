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
    ['Q1: it depends\non the day\n\nand the hour\nQ2: no', { Q1: 'it depends\non the day', Q2: 'no' }],
    ['Hello all,\nQ2: yes', { Q2: 'yes' }],
    ['Q1:\nbelow the pin', { Q1: 'below the pin' }],
    ['Q1: see `Q9: x`', { Q1: 'see `Q9: x`' }],
    ['Q1: one\nQ9: is not asked', { Q1: 'one' }],
    ['Q1: one\nQ1000: is not asked\neither\nQ2: two', { Q1: 'one', Q2: 'two' }],
    ['Q1: 你好 👋', { Q1: '你好 👋' }],
    ['Q1: a\r\nQ2: b', { Q1: 'a', Q2: 'b' }],
    ['Q1: a\rQ2: b\u2028Q3: c', { Q1: 'a', Q2: 'b', Q3: 'c' }],
    ['Q1：はい', { Q1: 'はい' }],
    ['Q2: My own. Q3: next week step.', { Q2: 'My own.', Q3: 'next week step.' }],
    ['Q1: Really? **Q2:** yes; q3: no', { Q1: 'Really?', Q2: 'yes;', Q3: 'no' }],
    ['Hello all. Q1: yes', { Q1: 'yes' }],
    ['We go live in Q1: the contract fixes the date.', {}],
    ['Budgets (and Q1: the worst) are due.', {}],
    ['Q1: yes. Q9: is not asked', { Q1: 'yes. Q9: is not asked' }],
    ['q1: 900, q2: two, Q3：sí', { Q1: '900,', Q2: 'two,', Q3: 'sí' }],
    ['• Q1: 900\n• Q2: two', { Q1: '900', Q2: 'two' }],
    ['  - **Q1:** 900\n  - **Q2:** two', { Q1: '900', Q2: 'two' }],
    ['Q1: see the plan\n\n[attached: plan.pdf, 12 kB, not read]', { Q1: 'see the plan' }],
    ['**Q1:** 900 **Q2:** 2 ms Q3： 三', { Q1: '900', Q2: '2 ms', Q3: '三' }],
    ['Q1=900', { Q1: '900' }],
    ['Q1: -5', { Q1: '-5' }],
    ['Q1 --> 900', { Q1: '900' }],
    ['Q1: as I wrote in Q2: yes', { Q1: 'as I wrote in', Q2: 'yes' }],
    ['Q1: see the FAQ. FAQ2: no', { Q1: 'see the FAQ. FAQ2: no' }],
    ['Q1: she wrote\n> yes. Q2: no', { Q1: 'she wrote\n> yes. Q2: no' }],
    ['Q1: 900\nQ2, Q3: ask Cleo', { Q1: '900' }],
    ['Q1: 900\n- **Q2** and **Q3**: ask Cleo. Q12: since 2019', { Q1: '900', Q12: 'since 2019' }],
    ['Q1: 900\nQ2/Q3) ask Cleo\nor Ben\nQ12: no', { Q1: '900', Q12: 'no' }],
    ['Q1: 900\nQ2 / Q3, and Q12: ask Cleo', { Q1: '900' }],
    ['Q1: 900\nQ2,Q3 -> ask Cleo', { Q1: '900' }],
    ['Q1: 900\nQ2, Q3 are for Cleo', { Q1: '900' }],
    ['Q1: 900\nQ2 nobody', { Q1: '900' }],
    ['Q1: 900\nQ2 - Q3: nobody. Q12: no', { Q1: '900', Q12: 'no' }],
    ['Q1: 900\nQ9 is not asked', { Q1: '900\nQ9 is not asked' }],
    ['Q1: 900\nQ2: as for Q1', { Q1: '900', Q2: 'as for Q1' }],
    ['Q1: of Q1, Q7 and FAQ2', { Q1: 'of Q1, Q7 and FAQ2' }],
    ['Q1:\n\n\nbelow the pin\n \nand more', { Q1: 'below the pin' }],
    ['Q1 - 3 a day', { Q1: '3 a day' }],
    ['Q1 - 3.', { Q1: '3.' }],
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
    'Q1, Q2: both',
    '**Q1** and **Q2**: both',
    'Q1-Q2: both',
    'Q1–Q2: both',
    'Q1 to Q3: all',
    'Q1-3: all',
    'Q1 – 3) all',
    '**Q1** - **Q9**: all',
    'Q1 - 900 a minute, Q2 - only the web app',
    'Q1. 900 Q2. nobody',
    'Q1) 900; Q2) nobody',
    'Q1: 900;Q2: nobody',
    'Q1: 900 (Q2: nobody)',
    'Q1: 900, and nobody for q2',
    'Q1: as for Q2, Q3: no',
    'Q1: no. Q2 is a good one',
    'Q1: we could do that\nonly if Q2 is yes',
    'Q1 900\nQ2 nobody',
    'FAQ1: none',
    'Q1none',
    '__proto__: x',
  ])('nothing is pinned by %j', (text) => {
    const isEmpty = /^(?:Q1:)?\s*$/.test(text);
    expect(readReply(text, KNOWN)).toEqual({ answers: [], unmatched: !isEmpty });
  });

  test.each([
    ['> Q2 Who besides the web app reads the keys?\nNobody.', { Q2: 'Nobody.' }],
    ['> *Q2* Who besides the web app reads the keys?\n\nNobody.', { Q2: 'Nobody.' }],
    ['> Q2: Who besides the web app reads the keys?\nNobody.', { Q2: 'Nobody.' }],
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
    ['> Q2 Who besides the web app reads the keys?\n> They would break.\n\nNobody.', { Q2: 'Nobody.' }],
    [
      '> Q2 Who besides the web app reads the keys?\n\nNobody,\nI think.\n\nAlso: it is due in March.',
      { Q2: 'Nobody,\nI think.' },
    ],
    ['## Who besides the web app reads the keys?\nNobody.\n\n## Who looks?\nAna does.', { Q2: 'Nobody.' }],
    ['> “Who besides the web app reads the keys?”\n\nNobody.', { Q2: 'Nobody.' }],
    ['> "Who besides the web app reads the keys?"\nNobody.', { Q2: 'Nobody.' }],
    ['> Who besides the web app\nNobody.', { Q2: 'Nobody.' }],
    ['> **Q2** Who besides the *web* a…\nNobody.', { Q2: 'Nobody.' }],
    ['>> “Who besides ...”\n\nNobody.\n\nThanks', { Q2: 'Nobody.' }],
    ['> Q2 Who besides the web app\n> reads the keys?\nNobody.', { Q2: 'Nobody.' }],
    [
      '> Q2 Who besides the web app reads the keys?\n\nNobody.\n\n> Why?\n\nLoad.',
      { Q2: 'Nobody.', Q3: 'Load.' },
    ],
  ])('a question that is quoted is not part of its answer: %j', (text, expected) => {
    const found = readReply(text, KNOWN).answers;
    expect(Object.fromEntries(found.map((answer) => [answer.questionId, answer.text]))).toEqual(expected);
  });

  test.each([
    '> Q2 Who besides the web app reads the keys?',
    '> Q2 nobody that I know of\nreally',
    '> Q2 Who\nNobody.',
    '> Q2 How many…\n900.',
    '> besides the web app\nNobody.',
    '> Who besides the mobile app\nNobody.',
    '> Q2 Who besides the web app reads the keys?\n> Q3 Why?\n\nNobody, for load.',
    '> Q2 Who besides the web app reads the keys?\n\n> Q3 Why?\n \n\n> Q12 Since when?\n\nNobody, for load.',
    '> Who besides the web app reads the keys? Why?\nNobody, for load.',
    '> Q2 Who besides the web app reads the keys?\n> They would break.\n> Q12 Since when?\nNobody.',
    '> Q2 Who besides the web app reads the keys?\nNobody, as for Q3.',
    'Q2 Who besides the web app reads the keys?\nNobody.',
  ])('nothing is pinned by a quote alone, by other words, or without a sign of a quote: %j', (text) => {
    expect(readReply(text, KNOWN).answers).toEqual([]);
  });

  it('a question within another that is quoted is not quoted', () => {
    const known = [...KNOWN, { id: 'Q13', text: 'Reads the keys?' }] as const;
    expect(readReply('> Who besides the web app reads the keys?\nNobody.', known).answers).toEqual([
      { questionId: 'Q2', text: 'Nobody.' },
    ]);
  });

  it('what comes behind a blank line is for the question that was answered with the message', () => {
    expect(readReply('Q1: 900\n\nNobody.', KNOWN, false, 'Q2').answers).toEqual([
      { questionId: 'Q1', text: '900' },
      { questionId: 'Q2', text: 'Nobody.' },
    ]);
  });

  it('the beginning of a quoted question that several have pins nothing', () => {
    const known = [...KNOWN, { id: 'Q13', text: 'Who besides the web app writes them?' }] as const;
    expect(readReply('> Who besides the web app\nNobody.', known)).toEqual({ answers: [], unmatched: true });
    expect(readReply('> Who besides the web app w…\nNobody.', known).answers).toEqual([
      { questionId: 'Q13', text: 'Nobody.' },
    ]);
  });

  test.each([
    ['Q2: Who besides the web app reads the keys? Nobody.', { Q2: 'Nobody.' }],
    ['Q2: Who besides the web app reads the keys?\nNobody.', { Q2: 'Nobody.' }],
    ['Q2: **Who besides the web app reads the keys?**\n\nNobody.', { Q2: 'Nobody.' }],
    ['Q2. who besides\nthe `web app` reads the keys? *Nobody.*', { Q2: '*Nobody.*' }],
    ['Q1: How many jobs a minute at peak, and how long may one wait? -5', { Q1: '-5' }],
    ['Q3: Why? Load.\nQ12: “Since when?”', { Q3: 'Load.' }],
    ['Q3: Why? No idea.', {}],
    ['Q3: Whyever not?', { Q3: 'Whyever not?' }],
    ['Q2: Who besides the web app? Nobody.', { Q2: 'Who besides the web app? Nobody.' }],
    ['Q2: Nobody. Why?', { Q2: 'Nobody. Why?' }],
    ['Q2: Why? Nobody.', { Q2: 'Why? Nobody.' }],
  ])('a question that is copied after its number is not part of its answer: %j', (text, expected) => {
    const found = readReply(text, KNOWN);
    expect(Object.fromEntries(found.answers.map((answer) => [answer.questionId, answer.text]))).toEqual(
      expected,
    );
    expect(found.unmatched).toBe(false);
  });

  it('a question without a mark at its end is only dropped with its last word', () => {
    const known = [{ id: 'Q1', text: 'Say who owns it' }] as const;
    const answerTo = (text: string) => readReply(text, known).answers[0]?.text;
    expect(answerTo('Q1: Say who owns it\nAna')).toBe('Ana');
    expect(answerTo('Q1: Say who owns its keys')).toBe('Say who owns its keys');
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
    ['# Q1: none', {}],
  ])('J10: a number in a quotation pins nothing: %j', (text, expected) => {
    const { answers, unmatched } = readReply(text, KNOWN);
    expect(Object.fromEntries(answers.map((answer) => [answer.questionId, answer.text]))).toEqual(expected);
    expect(unmatched).toBe(!text.startsWith('Q1: '));
  });

  test.each([
    ['Q1: never ever\nQ9: what', true],
    ['Q9: what', true],
    ['Q1: never ever\nQ2, Q3: ask Cleo', true],
    ['> Who besides the web app …\nNobody.', false],
    ['Q1: yes\n\nand always', true],
    ['Q1: yes\n\nno idea', false],
    ['> Q2 Who besides the web app reads the keys?\n> Q3 Why?\n\nNobody, for load.', true],
    ['> Q2 Who besides the web app reads the keys?\nNobody.\n\nAlso: it is due in March.', true],
    ['> Q2 Who besides the web app reads the keys?\n\nNobody.\n\n', false],
    ['> Who looks at the alert?\nAna does.', true],
    ['> Who looks at the alert?', true],
    ['> Q2 Who besides the web app reads the keys?', false],
  ])('J10: whether %j has words under no question: %s', (text, expected) => {
    expect(readReply(text, KNOWN).unmatched).toBe(expected);
  });

  test.each<[string, readonly string[]]>([
    ['Q1: yes\n\nbut not in June\n\nor July', ['Q1: yes\n\nbut not in June\n\nor July']],
    ['Q1: see Q2', ['Q1: see Q2']],
    ['Q1: yes\n\nbut\nQ2: no', ['Q1: yes\n\nbut', 'Q2: no']],
    ['Q1: yes\nQ1: no idea\n\nbut Ben has', ['Q1: yes', 'Q1: but Ben has']],
    ['> Since when?\nMay.\n\nBut slowly.', ['Q12: May.\n\nBut slowly.']],
  ])('where no other question is open, nothing of an answer can be for another: %j', (text, expected) => {
    const known = KNOWN.map((question) => ({
      ...question,
      status: ['Q1', 'Q12'].includes(question.id) ? ('open' as const) : ('answered' as const),
    }));
    const others = known.filter(({ id }) => id !== (expected[0]?.startsWith('Q12') ? 'Q1' : 'Q12'));
    const { answers, unmatched } = readReply(text, others);
    expect(answers.map(({ questionId, text: words }) => `${questionId}: ${words}`)).toEqual(expected);
    expect(unmatched).toBe(false);
  });

  it('what comes behind a blank line goes on with the answer above it where the message answers that question', () => {
    expect(readReply('Q1: yes\n\nbut not in June', KNOWN, false, 'Q1').answers).toEqual([
      { questionId: 'Q1', text: 'yes\n\nbut not in June' },
    ]);
  });

  test.each([
    [40, 40, false],
    [61, 60, true],
  ])('of %i answers of two paragraphs %i are kept, and that is all: %s', (count, kept, unmatched) => {
    const known = Array.from({ length: count }, (_, index) => ({
      id: `Q${index + 1}` as const,
      text: `Of ${index}?`,
    }));
    const read = readReply(known.map(({ id }) => `${id}: this\n\nand that`).join('\n\n'), known);
    const all = known.map(({ id }) => ({ questionId: id, text: 'this\n\nand that' }));
    expect(read).toEqual({ answers: all.slice(0, kept), unmatched });
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
    ['answers on one line', 'Q1: x. '.repeat(5_700)],
    ['signs', 'Q1 ==>-->'.repeat(4_400)],
    ['blanks behind a sentence', `x.${' '.repeat(39_000)}Q1: x`],
    ['digits behind a sentence', `. Q${'1'.repeat(39_000)}`],
    ['quotes', '>'.repeat(40_000)],
    ['a quoted pin that never ends', `> Q2${' '.repeat(40_000)}`],
    ['numbers of one answer', `${'Q1, '.repeat(9_000)}Q1`],
    ['numbers in an answer', `Q1: ${'Q2 '.repeat(12_000)}`],
    ['numbers with blanks between them', `Q1${' '.repeat(20_000)}Q2${' - '.repeat(6_000)}Q3: x`],
    ['blank lines under a number', `Q3: Why?${'\n \n*'.repeat(9_000)}`],
    ['a question under its number', `Q3: ${'*'.repeat(30_000)}Why?${'*'.repeat(9_000)}`],
    ['a quote that breaks off', `> ${'who … '.repeat(6_000)}`],
    ['quoted lines', '> Q2 Who besides the web app reads the keys?\n'.repeat(850)],
  ])('A15: the largest reply of %s is read in linear time', (_, text) => {
    expect(processorMs(() => readReply(text, KNOWN).answers)).toBeLessThan(1_000);
  });
});
