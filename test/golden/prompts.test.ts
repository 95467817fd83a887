import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FOLDER, goldenPrompts } from './golden-prompts.ts';

const expected = goldenPrompts();

test('every prompt of one whole design is kept, and no other', async () => {
  const entries = await readdir(FOLDER, { recursive: true });
  expect(entries.filter((name) => name.endsWith('.txt')).toSorted()).toEqual([...expected.keys()].toSorted());
});

test.each([...expected])(
  'the prompt %s is the one that was read and kept (npm run golden writes them anew)',
  async (name, text) => {
    expect(text).toBe(await readFile(join(FOLDER, name), 'utf8'));
  },
);

test('no prompt of one persona has another’s notes or title', () => {
  const own = [...expected].filter(([name]) => name.includes('/') && !name.endsWith('/shared.txt'));
  expect(own.length).toBeGreaterThan(20);
  for (const [name, text] of own) expect([name, text.match(/^You are the /gm)?.length]).toEqual([name, 1]);
});
