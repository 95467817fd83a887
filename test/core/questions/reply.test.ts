import { describe, expect, it, test } from 'vitest';
import type { ShownText } from '#core/questions/quoting/shown.ts';
import { readReply } from '#core/questions/replies/reply.ts';
import { code, quotation, saying } from '../../support/designs/shown.ts';
import { processorMs } from '../../support/runner/processor-time.ts';

const ASKED = [{ id: 'Q1' }, { id: 'Q2' }, { id: 'Q3' }, { id: 'Q12' }] as const;

/** Words by question; those of one question that is answered twice stand in one text. */
function under(said: string | ShownText, pinnedTo: 'Q2' | null = null): Record<string, string> {
  const { answers } = readReply(saying(said), ASKED, pinnedTo);
  const byQuestion = Map.groupBy(answers, ({ questionId }) => questionId);
  return Object.fromEntries(
    [...byQuestion].map(([id, those]) => [id, those.map(({ text: words }) => words).join(' | ')]),
  );
}

describe('A17: the number of a question at the beginning of a line says which question, and no more', () => {
  test.each([
    ['Q1: none', { Q1: 'none' }],
    ['q1: none', { Q1: 'none' }],
    ['Q1. none', { Q1: 'none' }],
    ['Q1) none', { Q1: 'none' }],
    ['Q1 : none', { Q1: 'none' }],
    ['Q1\t) none', { Q1: 'none' }],
    ['  Q1: none', { Q1: 'none' }],
    ['Q1:none', { Q1: 'none' }],
    ['Q1：はい', { Q1: 'はい' }],
    ['Q1）はい', { Q1: 'はい' }],
    ['*Q1:* none', { Q1: 'none' }],
    ['*Q1*: none', { Q1: 'none' }],
    ['**Q1:** none', { Q1: 'none' }],
    ['__Q1__: *none*', { Q1: '*none*' }],
    ['`Q1:` none', { Q1: 'none' }],
    ['• Q1: none', { Q1: 'none' }],
    ['- Q1: none', { Q1: 'none' }],
    ['* Q1: none', { Q1: 'none' }],
    ['2. **Q1**: none', { Q1: 'none' }],
    ['Ｑ１：はい', { Q1: 'はい' }],
    ['Q1\u00a0: none', { Q1: 'none' }],
    ['\u200bQ1: none', { Q1: 'none' }],
    ['Q1 — none', { Q1: 'none' }],
    ['Q1 - none', { Q1: 'none' }],
    ['Q1 – 5 or 6', { Q1: '5 or 6' }],
    ['- Q1: 500\n- *Q2:* nobody', { Q1: '500', Q2: 'nobody' }],
    ['• Q3: 500 — at most\n• Q1: no', { Q1: 'no', Q3: '500 — at most' }],
    ['Q01: none', { Q1: 'none' }],
    ['Q12: a dozen', { Q12: 'a dozen' }],
    ['Q1: 500 a second\nQ3: nobody else', { Q1: '500 a second', Q3: 'nobody else' }],
    ['Q3: last\nQ1: first', { Q1: 'first', Q3: 'last' }],
    [
      'Q1: it depends\non the day\n\nand the hour\nQ2: no',
      { Q1: 'it depends\non the day\n\nand the hour', Q2: 'no' },
    ],
    ['Hello all,\nQ2: yes', { Q2: 'yes' }],
    ['Q1:\n\nbelow the number', { Q1: 'below the number' }],
    ['Q1: yes\nQ1: no, wait', { Q1: 'yes | no, wait' }],
    ['Q1: one\nQ9: is not asked\neither\nQ2: two', { Q1: 'one', Q2: 'two' }],
    ['Q1: 你好 👋', { Q1: '你好 👋' }],
    ['Q1: a\r\nQ2: b', { Q1: 'a', Q2: 'b' }],
    ['Q1: a\rQ2: b\u2028Q3: c', { Q1: 'a', Q2: 'b', Q3: 'c' }],
    ['Q1: a\r\nor b', { Q1: 'a\nor b' }],
    ['Q1: -5', { Q1: '-5' }],
    ['Q1: 900, q2: two, Q3: sí', { Q1: '900, q2: two, Q3: sí' }],
    ['Q1: as I wrote in Q2: yes', { Q1: 'as I wrote in Q2: yes' }],
    ['Q2: Who reads the keys? Nobody.', { Q2: 'Who reads the keys? Nobody.' }],
    ['Q1: keine Ahnung', { Q1: 'keine Ahnung' }],
    ['Q1: 知らない\nQ2: ?', { Q1: '知らない', Q2: '?' }],
    ['Q٢: نعم', { Q2: 'نعم' }],
    ['Q१: हाँ', { Q1: 'हाँ' }],
    ['Q１２． 十二', { Q12: '十二' }],
    ['Q1。没有', { Q1: '没有' }],
    ['Q1、没有', { Q1: '没有' }],
    ['Q1﹕没有', { Q1: '没有' }],
    ['Q1꞉ none', { Q1: 'none' }],
    ['Q1∶没有', { Q1: '没有' }],
    ['Q1] none', { Q1: 'none' }],
    ['Q1】没有', { Q1: '没有' }],
    ['Q۱۔ نہیں', { Q1: 'نہیں' }],
    ['Q1։ ոչ', { Q1: 'ոչ' }],
    ['Q፩ none', {}],
    ['\u200fQ٢: نعم', { Q2: 'نعم' }],
    ['\u2067\u200fQ1: none\u2069', { Q1: 'none\u2069' }],
    ['Q1: see the plan\n\n[attached: plan.pdf, 12 kB, not read]', { Q1: 'see the plan' }],
  ])('%j', (text, expected) => {
    expect(under(text)).toEqual(expected);
  });

  test.each([
    'no number at all',
    'Q1',
    'Q1 none',
    'Q1 -> none',
    'Q1 = none',
    '- Q1 none',
    'Q1 - Q3: all',
    'Q1-none',
    'Q: none',
    'Q9: unknown',
    'Q0: nought',
    'Q-1: negative',
    'Q1, Q2: both',
    'Q1、Q2：都没有',
    'Q1? none',
    'Q1-3: all',
    'We go live in Q1: the contract fixes the date.',
    'Hello all. Q1: yes',
    'FAQ1: none',
    '__proto__: x',
  ])('a turn alone reads %j', (text) => {
    expect(readReply({ text }, ASKED)).toEqual({ answers: [], unmatched: true });
  });

  test.each(['', ' \n\t', 'Q1:', 'Q1:   \n  \n', '[attached: plan.pdf, not read]'])(
    '%j has no words',
    (text) => {
      expect(readReply({ text }, ASKED)).toEqual({ answers: [], unmatched: false });
    },
  );

  test.each([
    ['Q1: yes\n\nand always', false],
    ['Hello all,\nQ1: yes', true],
    ['Q1: never ever\nQ9: what', true],
    ['Q1: yes\nQ2: no', false],
  ])('J10: %j has words under no question: %s', (text, expected) => {
    expect(readReply({ text }, ASKED).unmatched).toBe(expected);
  });

  it('words before the first number belong to the question that was answered with the reply', () => {
    expect(under('fast, I think\nQ1: 500', 'Q2')).toEqual({ Q2: 'fast, I think', Q1: '500' });
    expect(under('Q1: 900\n\nNobody.', 'Q2')).toEqual({ Q1: '900\n\nNobody.' });
    expect(readReply({ text: 'fast\nQ9: none' }, ASKED, 'Q2')).toEqual({
      answers: [{ questionId: 'Q2', text: 'fast', spans: [{ from: 0, to: 4 }] }],
      unmatched: true,
    });
  });

  it('a number names nothing before questions are asked', () => {
    expect(readReply({ text: 'Q1: none' }, [])).toEqual({ answers: [], unmatched: true });
  });

  it('P7: at most sixty answers of one reply are kept, and a turn reads the rest', () => {
    const asked = Array.from({ length: 61 }, (_, index) => ({ id: `Q${index + 1}` as const }));
    const { answers, unmatched } = readReply(
      { text: asked.map(({ id }) => `${id}: yes`).join('\n') },
      asked,
    );
    expect([answers.length, unmatched]).toEqual([60, true]);
  });
});

describe('J10: a quotation is nobody’s answer, and code is one', () => {
  test.each<[string, ShownText, Record<string, string>]>([
    ['a number in a quotation', saying(quotation('> Q1: none'), '\nHm.'), {}],
    [
      'words below a quotation',
      saying('On Monday Cleo wrote:\n', quotation('> Q1: none\n> Q2: two'), '\n\nQ2: three'),
      { Q2: 'three' },
    ],
    [
      'a quotation between their own words',
      saying('Q1: Cleo wrote\n', quotation('> Q2: two'), '\nand I agree'),
      { Q1: 'Cleo wrote\n> Q2: two\nand I agree' },
    ],
    [
      'a quotation under a number',
      saying('Q2: three\nQ1:\n', quotation('> none')),
      { Q2: 'three' },
    ],
    ['a quotation and nothing else', saying('Q1:\n', quotation('> 500')), {}],
    ['a quotation without a mark', saying('Q1:\n', quotation('500'), '\nQ2: two'), { Q2: 'two' }],
    ['a number in code', saying('See\n', code('```\nQ1: none\n```'), '\nQ2: two'), { Q2: 'two' }],
    [
      'a number in code on one line',
      saying('See ', code('```Q1: x\nQ3: none```'), '\nQ2: two'),
      { Q2: 'two' },
    ],
    ['a number as code', saying(code('`Q1:`'), ' none'), {}],
    ['code under a number', saying('Q1:\n', code('```\n500\n```')), { Q1: '```\n500\n```' }],
    [
      'code right behind a number',
      saying('Q1:', code('```500```'), '\nQ2: two'),
      { Q1: '```500```', Q2: 'two' },
    ],
    [
      'code within words',
      saying('Q1: is ', code('`a`'), ' it\nQ2: two'),
      { Q1: 'is `a` it', Q2: 'two' },
    ],
    [
      'code behind words',
      saying('Q1: like this\n', code('```\nQ2: x\n```'), '\nQ3: no'),
      { Q1: 'like this\n```\nQ2: x\n```', Q3: 'no' },
    ],
    // A turn reads it, and its quotation is marked as code.
    ['a number in code and nothing else', code('```\nQ1: 5\n```'), {}],
  ])('J10: %s', (_, said, expected) => {
    expect(under(said)).toEqual(expected);
  });

  test.each([
    ['Q1: that took ages ~~~\nQ2: nobody tried', { Q1: 'that took ages ~~~', Q2: 'nobody tried' }],
    ['Q1: ```\nQ2: nobody tried', { Q1: '```', Q2: 'nobody tried' }],
    ['Q1: 很久～～\nQ2: 没人试过~~~', { Q1: '很久～～', Q2: '没人试过~~~' }],
    ['~~~\nQ1: five\n~~~', { Q1: 'five\n~~~' }],
    ['> Q1: none', {}],
    ['Q1: > 500', { Q1: '> 500' }],
    ['Q1: >500', { Q1: '>500' }],
    ['Q1: `five\nQ2: two`', { Q1: '`five', Q2: 'two`' }],
  ])(
    'J10: what a platform showed as words is words, whatever signs are in it: %j',
    (text, expected) => {
      expect(under(text)).toEqual(expected);
    },
  );
});

test.each([
  ['blanks', `${' '.repeat(40_000)}Q1: x`],
  ['blanks behind a number', `Q1${' '.repeat(40_000)}x`],
  ['many lines', 'Q1: x\n'.repeat(6_000)],
  ['lines of nothing', '\n'.repeat(40_000)],
  ['lines of blanks', ' \t\n'.repeat(13_000)],
  ['digits', `Q${'1'.repeat(40_000)}: x`],
  ['numbers', 'Q1, '.repeat(10_000)],
  ['quotations', '>'.repeat(40_000)],
  ['fences', '```~~~'.repeat(6_600)],
  ['lines of fences', '```\n~~~\n'.repeat(5_000)],
  ['marks', '[attached: a, not read]\n'.repeat(1_600)],
])('A15: the largest reply of %s is read in linear time', (_, text) => {
  expect(processorMs(() => readReply({ text }, ASKED).answers)).toBeLessThan(1_000);
});
