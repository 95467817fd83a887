/**
 * `npm run golden`: writes the golden prompts and documents anew. What has changed is then read in
 * the diff, before it is kept.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DOCUMENTS, goldenDocuments } from './golden-documents.ts';
import { FOLDER, goldenPrompts } from './golden-prompts.ts';

for (const [folder, files] of [
  [FOLDER, goldenPrompts()],
  [DOCUMENTS, goldenDocuments()],
] as const) {
  await rm(folder, { recursive: true, force: true });
  for (const [name, text] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  process.stdout.write(`${files.size} golden files written to ${folder}\n`);
}
