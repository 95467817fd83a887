import { test } from 'vitest';
import { DOCUMENTS, goldenDocuments } from './golden-documents.ts';
import { expectKept } from './kept.ts';

test('A19: what people read of eight designs is what was read and kept (npm run golden writes it anew)', async () => {
  await expectKept(DOCUMENTS, '.md', goldenDocuments());
});
