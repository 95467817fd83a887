import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DOCUMENTS, goldenDocuments } from './golden-documents.ts';

test('A19: what people read of eight designs is what was read and kept (npm run golden writes it anew)', async () => {
  const expected = goldenDocuments();
  const entries = await readdir(DOCUMENTS, { recursive: true });
  expect(entries.filter((name) => name.endsWith('.md')).toSorted()).toEqual([...expected.keys()].toSorted());
  const now: Record<string, string> = {};
  const kept: Record<string, string> = {};
  for (const [name, text] of expected) {
    const before = await readFile(join(DOCUMENTS, name), 'utf8');
    // Only those that differ are shown.
    if (text === before) continue;
    now[name] = text;
    kept[name] = before;
  }
  expect(now).toEqual(kept);
});
