/**
 * `npm run eval -- faults`: ways of misbehaving, and what comes of each: the real core and the real
 * turns, with scripted words in place of a model. No key, no network. `--sample N` plays every
 * so-manieth, so that N are played; `--only WORDS` those whose name has the words. Ends with 1
 * where anything is not as it is expected.
 */
import { parseArgs } from 'node:util';
import { contentTable, groupTable, MODES, type Row, rowsOf } from './faults/run.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { sample: { type: 'string' }, only: { type: 'string' } },
});
const matching = MODES.filter(({ id }) => id.includes(values.only ?? ''));
const size = values.sample === undefined ? matching.length : Number(values.sample);
if (!Number.isInteger(size) || size < 1) throw new Error('--sample takes a whole number from 1 on');
const every = Math.max(1, Math.ceil(matching.length / size));

const shown = (cell: string) => (cell.length > 160 ? `${cell.slice(0, 159)}…` : cell);
const rows: Row[] = [];
for (const [index, mode] of matching.entries())
  if (index % every === 0) rows.push(...(await rowsOf(mode)));

process.stdout.write('| | mode | expected | got | first line |\n|---|---|---|---|---|\n');
for (const { id, expected, got, line, wrong } of rows) {
  const cells = [wrong === '' ? 'ok' : 'NOT', id, expected, got, shown(line.replaceAll('|', '/'))];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
const bad = rows.filter(({ wrong }) => wrong !== '');
for (const { id, wrong } of bad) process.stdout.write(`\nNOT ${id}: ${wrong}\n`);
const nodded = rows.filter(({ seenOnlyBy, got }) => seenOnlyBy !== '' && got === 'ready');
process.stdout.write(
  `\n${rows.length} played, ${rows.length - bad.length} as expected, ${bad.length} not. ${nodded.length} pass where the turn that should see them nods: ${nodded.map(({ id, seenOnlyBy }) => `${id} (${seenOnlyBy})`).join(', ') || 'none'}.\n`,
);
process.stdout.write(
  `\nWrong content, and who can see it:\n\n${contentTable()}\n\n${groupTable()}\n`,
);
if (bad.length > 0) process.exitCode = 1;
