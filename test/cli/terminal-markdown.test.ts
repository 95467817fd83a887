import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { drawMarkdown, harmless, type Outlet } from '#cli/terminal-markdown.ts';
import { blocks, bullets, code, lines, Markdown, md, numbered, person, time } from '#words/md.ts';

const pipe = new PassThrough() as unknown as Outlet;
const terminal = (columns: number) =>
  Object.assign(new PassThrough(), {
    isTTY: true,
    columns,
    hasColors: () => true,
    getColorDepth: () => 8,
  }) as unknown as Outlet;

const MESSAGE = blocks(
  md`## Why`,
  md`**Move ${'2*3 [now]'}** the *queue*, says ${person('Ana', 'U1')}: ${code('ops/2026-03.md:41')}`,
  lines(md`one`, md`two`),
  bullets([md`first`, md`second`]),
  numbered([md`see it`, md`move it`]),
);

test('prints Markdown to a pipe, without escapes and without a width', () => {
  expect(drawMarkdown(MESSAGE.text, pipe)).toBe(
    [
      '## Why',
      '',
      '**Move 2*3 [now]** the *queue*, says Ana: `ops/2026-03.md:41`',
      '',
      'one',
      'two',
      '',
      '- first',
      '- second',
      '',
      '1. see it',
      '2. move it',
    ].join('\n'),
  );
});

test('wraps at blanks for a terminal, with bold and slanted words', () => {
  const drawn = drawMarkdown(md`**Alpha** beta *gamma delta* epsilon`.text, terminal(20));
  expect(drawn).toContain('\u001b[1mAlpha');
  expect(drawn).toContain('\u001b[3mgamma');
  expect(stripVTControlCharacters(drawn)).toBe('Alpha beta\ngamma delta\nepsilon');
});

test('shows a moment in the reader’s own time', () => {
  const at = new Date(2026, 10, 30, 11, 12).getTime();
  expect(drawMarkdown(md`At ${time(at)}`.text, pipe)).toMatch(/^At Mon 11:12$/);
});

const HOSTILE = {
  'a colour': '\u001b[31mred',
  'a cleared screen': '\u001b[2J\u001b[H',
  'a window title': '\u001b]0;owned\u0007',
  'a hyperlink': '\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007',
  'a C1 sequence': '\u009b31mred',
  'a carriage return': 'safe\rEVIL',
  'a backspace': 'abc\b\b\bxyz',
  'a bell': 'ding\u0007',
  'an overridden direction': 'user\u202etxt.exe',
  'an isolate': '\u2066abc\u2069',
  'a mark of direction': '\u061c\u200fabc',
};
const COMMANDING = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

test.each(Object.entries(HOSTILE))('A23: %s of others does nothing in a terminal', (_, words) => {
  for (const text of [md`${words}`.text, new Markdown(words).text, md`${code(words)}`.text])
    expect(drawMarkdown(text, pipe)).not.toMatch(COMMANDING);
  expect(harmless(words)).not.toMatch(COMMANDING);
});
