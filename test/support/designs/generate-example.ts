import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playAtTerminal } from './example-at-terminal.ts';
import { playWrittenExample, READ, RECORD_NOTE } from './written-example.ts';

/**
 * `npm run generate:example` plays the written example at the pace that people see, and keeps the
 * files to read, with a note in place of the record; then once more at a terminal, where somebody
 * takes the written answers.
 */
const folder = join(import.meta.dirname, '../../../docs/example');
mkdirSync(folder, { recursive: true });
const { files } = await playWrittenExample(null);
const all = new Map([...files, ['terminal.txt', await playAtTerminal(null)]]);
for (const name of READ) writeFileSync(join(folder, name), all.get(name) ?? '');
writeFileSync(join(folder, 'record.md'), RECORD_NOTE);
process.stdout.write(`${READ.join(', ')} written to docs/example\n`);
