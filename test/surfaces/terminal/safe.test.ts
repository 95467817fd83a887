import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText, escapeJson } from '#surfaces/terminal/safe.ts';

const CONTROLS = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter(
  (sign) => /\p{Cc}/u.test(sign) && !'\t\n'.includes(sign),
);
const TURNING = ['\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069', '\ufeff'];

describe('what others wrote, as a terminal shows it', () => {
  test.each(
    [...CONTROLS, ...TURNING].map((sign) => [`U+${sign.charCodeAt(0).toString(16)}`, sign]),
  )('%s is taken out where it begins no sequence', (_, sign) => {
    expect(cleanText(`caf${sign}é`)).toBe('café');
    expect(cleanText(`end${sign}`)).toBe('end');
  });

  test('a sequence that colours, moves or names the window leaves only the words', () => {
    expect(cleanText('\u001b[31mred\u001b[0m \u001b]0;title\u0007and \u001b[2Jgone')).toBe(
      'red and gone',
    );
  });

  test('lines stay lines, a tab becomes two spaces, and on one line all of it is one space', () => {
    expect(cleanText('one\r\ntwo\n\tthree')).toBe('one\ntwo\n  three');
    expect(cleanLine(' one\r\ntwo\n\tthree ')).toBe('one two three');
  });

  test('JSON has none of them either, and reads back as it was', () => {
    const value = {
      [`a${CONTROLS.join('')}`]: [`b\n\t${CONTROLS.join('')}${TURNING.join('')}`, 'café'],
    };
    const text = escapeJson(value);
    expect(JSON.parse(text)).toEqual(value);
    for (const sign of [...CONTROLS, ...TURNING]) expect(text).not.toContain(sign);
  });
});
