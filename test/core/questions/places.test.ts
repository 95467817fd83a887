import { describe, expect, it, test } from 'vitest';
import { placesOf } from '#core/questions/quoting/places.ts';
import { widen } from '#core/questions/quoting/widen-quote.ts';

/** What a person wrote, what a turn quotes of it, and the person's letters that are recorded. */
const FOLDED: readonly [kind: string, written: string, quote: string, found: string][] = [
  ['a curly apostrophe', 'We don’t move.', "We don't move", 'We don’t move'],
  ['a straight apostrophe', "We don't move.", 'We don’t move', "We don't move"],
  ['an acute accent as an apostrophe', 'We don´t move.', "We don't move", 'We don´t move'],
  [
    'single marks for double ones',
    'Ben says "never" again.',
    "says 'never' again",
    'says "never" again',
  ],
  ['low and high marks', 'Er sagt „nie“ dazu.', 'sagt "nie" dazu', 'sagt „nie“ dazu'],
  ['angled marks', 'Elle dit « jamais » ici.', 'dit “ jamais ” ici', 'dit « jamais » ici'],
  ['a long dash', 'Never — not in June.', 'Never - not in June', 'Never — not in June'],
  [
    'two hyphens for a dash',
    'Never -- not in June.',
    'Never – not in June',
    'Never -- not in June',
  ],
  ['a minus', 'At −5 it stops.', 'At -5 it', 'At −5 it'],
  ['an ellipsis', 'Well… never.', 'Well... never', 'Well… never'],
  ['three full stops', 'Well... never.', 'Well… never', 'Well... never'],
  ['a decomposed accent', 'Le cafe\u0301 ferme.', 'café ferme', 'cafe\u0301 ferme'],
  ['a composed accent', 'Le café ferme.', 'cafe\u0301 ferme', 'café ferme'],
  ['two accents in another order', 'Vi\u00ea\u0323t Nam only.', 'Việt Nam', 'Vi\u00ea\u0323t Nam'],
  [
    'decomposed Korean',
    '\u1112\u1161\u11ab\u1100\u1173\u11af only.',
    '한글 only',
    '\u1112\u1161\u11ab\u1100\u1173\u11af only',
  ],
  ['full width', '最大９００件です。', '最大900件', '最大９００件'],
  ['half-width kana', 'ｶﾞｽ only.', 'ガス only', 'ｶﾞｽ only'],
  ['a space of no width', 'nine\u200b hundred.', 'nine hundred', 'nine\u200b hundred'],
  ['a soft hyphen', 'the ware\u00adhouse app.', 'the warehouse app', 'the ware\u00adhouse app'],
  ['a mark of byte order', '\ufeffnine hundred.', 'nine hundred', 'nine hundred'],
  [
    'a mark of direction',
    'call \u200fBen\u200e first.',
    'call Ben first',
    'call \u200fBen\u200e first',
  ],
  [
    'a blank that keeps words together',
    'at most 900\u00a0jobs.',
    'most 900 jobs',
    'most 900\u00a0jobs',
  ],
  ['a line break', 'Only the web app,\r\n  and 900.', 'app, and 900', 'app,\r\n  and 900'],
  ['bold', 'It is *never* read.', 'is never read', 'is *never* read'],
  ['bold of two marks', 'It is **never** read.', 'is never read', 'is **never** read'],
  ['italics', 'It is _never_ read.', 'is never read', 'is _never_ read'],
  ['struck words', 'It is ~never~ read.', 'is never read', 'is ~never~ read'],
  ['code', 'Only `jobs` reads it.', 'Only jobs reads', 'Only `jobs` reads'],
  ['style that a turn adds', 'Only jobs reads it.', 'Only **`jobs`** reads', 'Only jobs reads'],
];

describe('J10: people are quoted folded', () => {
  test.each(FOLDED)('J10: %s is found, in the person’s letters', (_, written, quote, words) => {
    expect(placesOf(quote, written).map(({ from, to }) => written.slice(from, to))).toEqual([
      words,
    ]);
    expect(widen(quote, { text: written })?.quote).toBe(written.replace('\ufeff', ''));
  });

  test.each([
    ['another case', 'Ask SHE, not IT.', 'ask she'],
    ['a word without its accent', 'Le café ferme.', 'cafe ferme'],
    ['a dash without the accent on it', 'no-\u0301 never', 'no- never'],
    ['a name without its underscore', 'max_age is read.', 'maxage'],
    ['a product without its sign', '2*3 jobs.', '23 jobs'],
    ['another figure', 'About 1,683 a day.', '683 a day'],
  ])('J10: %s is not', (_, written, quote) => {
    expect(placesOf(quote, written)).toEqual([]);
  });

  it('A15: a long reply of nothing but marks is read in linear time', () => {
    const marks = `a${'*_~`'.repeat(25_000)}b`;
    expect(placesOf('a b', marks)).toEqual([]);
  });
});
