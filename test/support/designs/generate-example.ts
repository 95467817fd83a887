import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playWrittenExample, RECORD_NOTE } from './written-example.ts';

/** `npm run generate:example` plays the written example at the pace that people see, and keeps its files, with a note in place of the record. */
const folder = join(import.meta.dirname, '../../../docs/example');
mkdirSync(folder, { recursive: true });
const { files } = await playWrittenExample(null);
for (const [name, text] of files) writeFileSync(join(folder, name), text);
writeFileSync(join(folder, 'record.md'), RECORD_NOTE);
process.stdout.write(`${[...files.keys()].join(', ')} written to docs/example\n`);
