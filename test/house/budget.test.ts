import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import { expect, test } from 'vitest';
import { ROOT } from './source.ts';

/** Words and signs that `src` may have, without comments and imports. Lowered by what takes something out; raised only for a reason. */
const MOST_TOKENS = 744_100;

/** A word, or a sign that stands for itself. */
const TOKEN = /\w+|[^\s\w]/g;

function tokensOf(text: string): number {
  const { program, comments } = parse(text, { sourceType: 'module', plugins: ['typescript'] });
  const imports = program.body.filter(({ type }) => type === 'ImportDeclaration');
  const left = [...(comments ?? []), ...imports]
    .map(({ start, end }) => [start ?? 0, end ?? 0] as const)
    .toSorted(([one], [other]) => one - other)
    .reduce(
      ({ kept, from }, [start, end]) => ({
        kept: kept + text.slice(from, Math.max(from, start)),
        from: Math.max(from, end),
      }),
      { kept: '', from: 0 },
    );
  return (left.kept + text.slice(left.from)).match(TOKEN)?.length ?? 0;
}

test('a word and a sign count one each, comments and imports nothing', () => {
  const text = "import { a } from './a.ts';\n/** Of two. */\nconst sum = a + 12; // three\n";
  expect(tokensOf(text)).toBe(['const', 'sum', '=', 'a', '+', '12', ';'].length);
});

test('the source says no more than it may', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const tokens = files
    .filter((name) => /\.(ts|mjs|js)$/.test(name))
    .reduce((sum, name) => sum + tokensOf(readFileSync(join(ROOT, 'src', name), 'utf8')), 0);
  expect(tokens).toBeGreaterThan(MOST_TOKENS / 2);
  expect(tokens).toBeLessThanOrEqual(MOST_TOKENS);
});
