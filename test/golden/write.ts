/** `npm run golden`: writes the golden prompts anew. What has changed is then read in the diff, before it is kept. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FOLDER, goldenPrompts } from './golden-prompts.ts';

const files = goldenPrompts();
await rm(FOLDER, { recursive: true, force: true });
for (const [name, text] of files) {
  const path = join(FOLDER, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
process.stdout.write(`${files.size} golden prompts written to ${FOLDER}\n`);
