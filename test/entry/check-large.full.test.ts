import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commit, makeRepository } from '../adapters/repository/repository-on-disk.ts';
import { citeLines, recordOn } from '../support/designs/repository-records.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { charrette } from './cli.ts';

const FILES = 600;
const LINES = 400;
const CHANGED = 300;
const PLACES_EACH = 10;

const pathOf = (at: number) => `src/part-${at % 20}/file-${at}.ts`;
const textOf = (at: number) =>
  Array.from({ length: LINES }, (_, line) => `export const name${line} = ${at * LINES + line};\n`).join('');

/** Records on places all over the files: those with the places of each tenth place in a changed line. */
function recordsOf(count: number, files: Readonly<Record<string, string>>): Record<string, string> {
  const numbers = Array.from({ length: count }, (_, at) => at);
  return Object.fromEntries(
    numbers.map((at) => {
      const cited = Array.from({ length: PLACES_EACH }, (_, place) => {
        const path = pathOf((at * PLACES_EACH + place) % FILES);
        const from = ((at * 37 + place * 11) % (LINES - 10)) + 1;
        return citeLines(path, files[path] ?? '', from, from + (place % 8));
      });
      return [`docs/decisions/${String(at + 1).padStart(4, '0')}-a.md`, recordOn(cited)];
    }),
  );
}

test.each([200, 2_000])('a change of 300 files is checked against %i records', async (count) => {
  const files = Object.fromEntries(Array.from({ length: FILES }, (_, at) => [pathOf(at), textOf(at)]));
  const shop = makeRepository({ ...files, ...recordsOf(count, files) });
  // A line above all others, and one altered: every place of the file moves, and some are touched.
  const changed = Array.from({ length: CHANGED }, (_, at) => [
    pathOf(at),
    `// new\n${files[pathOf(at)]?.replace('name100 ', 'other ')}`,
  ]);
  commit(shop, 'Change', Object.fromEntries(changed));
  const started = performance.now();
  const { code, stdout, stderr } = await charrette(temporaryFolder(), [
    'check',
    join(shop, 'docs/decisions'),
    '--json',
  ]);
  expect(code, stderr).toBe(3);
  expect(JSON.parse(stdout).accepted).toBe(count);
  process.stderr.write(`${count} records: ${((performance.now() - started) / 1_000).toFixed(2)} s\n`);
});
