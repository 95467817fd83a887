import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FOLDER, goldenPrompts } from './golden-prompts.ts';

test('each prompt of two whole designs is the one that was read and kept, and no other is (npm run golden writes them anew)', async () => {
  const expected = goldenPrompts();
  const entries = await readdir(FOLDER, { recursive: true });
  expect(entries.filter((name) => name.endsWith('.txt')).toSorted()).toEqual([...expected.keys()].toSorted());
  const now: Record<string, string> = {};
  const kept: Record<string, string> = {};
  for (const [name, text] of expected) {
    const before = await readFile(join(FOLDER, name), 'utf8');
    // Only those that differ are shown.
    if (text === before) continue;
    now[name] = text;
    kept[name] = before;
  }
  expect(now).toEqual(kept);
});

test('no prompt of one persona has another’s notes or title', () => {
  const expected = goldenPrompts();
  const own = [...expected].filter(([name]) => name.includes('/') && !name.endsWith('/shared.txt'));
  expect(own.length).toBeGreaterThan(20);
  for (const [name, text] of own) expect([name, text.match(/^You are the /gm)?.length]).toEqual([name, 1]);
});
