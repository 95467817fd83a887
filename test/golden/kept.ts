import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Fails unless a folder has these files with this ending, and no other, each with these words. */
export async function expectKept(
  folder: string,
  ending: string,
  expected: ReadonlyMap<string, string>,
): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  expect(entries.filter((name) => name.endsWith(ending)).toSorted()).toEqual(
    [...expected.keys()].toSorted(),
  );
  const now: Record<string, string> = {};
  const kept: Record<string, string> = {};
  for (const [name, text] of expected) {
    const before = await readFile(join(folder, name), 'utf8');
    // Only those that differ are shown.
    if (text === before) continue;
    now[name] = text;
    kept[name] = before;
  }
  expect(now, `npm run golden, then read ${Object.keys(now).join(', ')}`).toEqual(kept);
}
