import { describe, expect, it, test } from 'vitest';
import { cutWords } from '#foundation/cut-text.ts';
import {
  clickable,
  document,
  lines,
  moment,
  type Section,
  untrusted,
} from '#presentation/format/document.ts';
import { draw, drawPost, LIMITS } from '#surfaces/slack/drawing/draw.ts';
import { DESIGN_ID } from '#test/support/designs/given-start.ts';
import { id } from '#test/support/designs/sample-design.ts';
import { withTwentyCaveats } from '#test/support/designs/twenty-caveats.ts';
import { expectTaken } from './taken.ts';

describe('cutting a text', () => {
  test.each([
    'plain words of a sentence that goes on',
    'onelongwordwithoutanyplacetocut',
    'emoji 👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿 flags 🇩🇪🇫🇷',
    'e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301',
    'line one\nline two\nline three',
  ])('%j keeps within every bound, and is the start of the text and a mark', (text) => {
    for (let most = 1; most <= text.length + 2; most++) {
      const short = cutWords(text, most);
      expect(short.length).toBeLessThanOrEqual(most);
      expect(short.isWellFormed()).toBe(true);
      if (text.length <= most) expect(short).toBe(text);
      else expect([short.endsWith('…'), text.startsWith(short.slice(0, -1))]).toEqual([true, true]);
    }
  });

  it('a cut text ends between two words, and never within one sign', () => {
    expect(cutWords('the load was measured', 15)).toBe('the load was…');
    expect(cutWords('a👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 14)).toBe('a👩‍👩‍👧‍👦…');
  });
});

describe('fitting a message', { timeout: 60_000 }, () => {
  const wordy = (texts: number, characters: number): Section[] =>
    Array.from({ length: texts }, () => [lines(untrusted('word '.repeat(characters / 5)))]);

  it('a message takes any number of texts of any length, at each side of each limit', () => {
    for (const texts of [1, 3, 49, 50, 51, 120])
      for (const characters of [5, 2_995, 3_000, 3_005, 40_000])
        expectTaken(draw(document('x', wordy(texts, characters))), `${texts} × ${characters}`);
  });

  it('a message shows all that fits', () => {
    expect(JSON.stringify(draw(document('x', wordy(2, 2_900))).blocks)).not.toContain('…');
  });

  it('a notification has any length, and says something when there is nothing to say', () => {
    for (const length of [0, 1, 299, 300, 301, 40_000]) {
      const { text } = draw(document('<'.repeat(length), wordy(1, 5)));
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(4_000);
    }
    expect(draw(document(' ', wordy(1, 5))).text).toBe('…');
  });

  it('a message takes a menu of any number of people with names of any length', () => {
    for (const count of [1, 20, 24, 25, 26, 200])
      for (const length of [1, 74, 75, 76, 500]) {
        const people = Array.from({ length: count }, () => ({
          id: id('p'.repeat(31)),
          title: 'n'.repeat(length),
          emoji: '🏺',
        }));
        const menu = clickable(DESIGN_ID, [{ kind: 'peek', people }]);
        expectTaken(draw(document('x', wordy(1, 5), { clickable: menu })), `${count} × ${length}`);
      }
  });

  it('a time is shown with its day only when it is far away', () => {
    const at = Date.UTC(2026, 10, 20, 8, 10);
    const drawn = (from: number) => JSON.stringify(draw(document('x', [lines(moment(at, from))])));
    expect(drawn(at - 60_000)).toContain('"format":"{time}","fallback":"08:10 UTC"');
    expect(drawn(at - LIMITS.blocks * 3_600_000)).toContain('"fallback":"20 Nov 2026, 08:10 UTC"');
  });
});

it('J11: twenty caveats stand in the messages of the result, each whole', () => {
  const { design, posts, lines } = withTwentyCaveats('slack');
  const text = posts.map((post) => JSON.stringify(drawPost(post, design).blocks)).join('\n');
  expect(lines).toHaveLength(20);
  for (const line of lines) expect(text).toContain(line);
});
