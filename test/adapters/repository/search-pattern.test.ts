import { describe, expect, it } from 'vitest';
import { findInLine, grepArguments, parsePattern } from '#adapters/repository/search-pattern.ts';
import { No } from '#foundation/no.ts';
import { makeRepository, pin, refusal, search, text } from './repository-on-disk.ts';

function alternatives(pattern: string) {
  const parsed = parsePattern(pattern, false);
  return parsed instanceof No ? parsed.why : parsed.alternatives;
}

describe('patterns', () => {
  it.each([
    ['plain text', [['plain text']]],
    ['a|b', [['a'], ['b']]],
    ['class .*Queue', [['class ', 'Queue']]],
    ['.*a.*', [['a']]],
    ['if (a \\|\\| b)', [['if (a || b)']]],
    ['a\\.\\*b', [['a.*b']]],
    ['a.b*c', [['a.b*c']]],
    ['\\\\n', [['\\n']]],
    ['--and', [['--and']]],
  ])('%j is read as pieces of plain text', (pattern, expected) => {
    expect(alternatives(pattern)).toEqual(expected);
  });

  it.each([
    ['\\w+', 'plain text'],
    ['a\\1', 'plain text'],
    ['ends with \\', 'plain text'],
    ['a || b', 'Each alternative'],
    ['.*', 'Each alternative'],
    ['a\nb', 'one line'],
    ['a\0b', 'one line'],
  ])('%j is refused with what to write instead', (pattern, reason) => {
    expect(alternatives(pattern)).toContain(reason);
  });

  it('pieces never stand where git reads options', () => {
    const parsed = parsePattern('--open-files-in-pager=x|-O.*--no-index', false);
    if (parsed instanceof No) throw new Error(parsed.why);
    expect(grepArguments(parsed)).toEqual([
      '--fixed-strings',
      '-e',
      '--open-files-in-pager=x',
      '--or',
      '-e',
      '-O',
      '--and',
      '-e',
      '--no-index',
    ]);
  });

  it('pieces have to follow one another', () => {
    const pattern = { alternatives: [['one', 'two']], ignoreCase: true };
    expect(findInLine(pattern, 'then One and TWO')).toBe(5);
    expect(findInLine(pattern, 'two and one')).toBe(-1);
    expect(findInLine({ alternatives: [['aa', 'aa']], ignoreCase: false }, 'aaa')).toBe(-1);
  });

  it.each([
    '(a+)+$',
    '(a|b)*a(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)c',
    '((a{1,100}){1,100}){1,100}',
    '[[:alpha:]',
    '(((((',
    'a.*a.*a.*a.*a.*a.*a.*a.*a.*a.*b',
    '--open-files-in-pager=touch stolen',
    '-f/etc/passwd',
    "'; touch stolen; '",
    '日本',
    'é',
  ])(
    'A15: the pattern %j is an ordinary search, also through a line of two megabytes',
    async (pattern) => {
      const folder = makeRepository({
        'a.txt': `${'a'.repeat(2_000_000)}\nsays ${pattern} here\n`,
      });
      const pinned = await pin(folder);
      const found = await text(pinned, ...search(pattern, '', true));
      expect(found).toContain('a.txt:2: says ');
    },
  );

  it('a refused pattern comes back to the model', async () => {
    const pinned = await pin(makeRepository({ 'a.txt': 'x' }));
    expect(await refusal(pinned, ...search('\\d+'))).toContain('search for the words themselves');
  });
});
