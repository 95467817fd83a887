import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type RepositoryRecord, readRecord } from '../../src/record/decisions/read-record.ts';
import { writeSuperseded } from '../../src/record/decisions/superseded.ts';
import { ROOT } from './source.ts';

const FOLDER = 'docs/decisions';
/** As people write it and as the product does. */
const STATUS =
  /^status: "?(proposed|rejected|accepted(?:, superseded in part by (\d{4}))?|superseded by (?:ADR-)?(\d{4}))"?$/m;
const DATE = /^date: (20\d\d-[01]\d-[0-3]\d)$/m;

interface Entry {
  readonly record: RepositoryRecord;
  readonly name: string;
  readonly text: string;
  readonly number: number;
  readonly date: string;
  readonly status: string;
  /** Number of the record that replaced it, or a part of it. */
  readonly successor: string | null;
}

const index = readFileSync(join(ROOT, FOLDER, 'README.md'), 'utf8');
const [table = '', decidedWithCharrette = '', missing = ''] = index.split(/^## .*$/m);
const names = globSync(`${FOLDER}/*.md`, { cwd: ROOT })
  .map((path) => basename(path))
  .filter((name) => name !== 'README.md')
  .toSorted();
const entries = names.map(entryOf);

describe('the decisions', () => {
  test('each is a record that the product reads: a title, a status, a date and a sentence', () => {
    expect(entries.length).toBeGreaterThan(40);
    const unread = entries.filter(
      ({ record, date, status }) =>
        date === '' || status === '' || /^(?:\W*|Context\W*)$/.test(record.sentence),
    );
    expect(unread.map(({ name }) => name)).toEqual([]);
  });

  test('the product can mark each as superseded, in its own style', () => {
    const successor = { number: '9999', path: `${FOLDER}/9999-successor.md` };
    const unmarked = entries.filter(
      ({ name, text }) => writeSuperseded(`${FOLDER}/${name}`, text, successor) === null,
    );
    expect(unmarked.map(({ name }) => name)).toEqual([]);
  });

  test('the index has a line for each, which says what the record says', () => {
    const lines = entries.map(
      ({ number, record, name, date, status }) =>
        `| ${number} | [${record.title}](${name}) | ${date} | ${status} |`,
    );
    expect(rowsIn(table)).toEqual(lines);
  });

  test('each number is given once, or is told as missing', () => {
    const told = rowsIn(missing).map((row) => Number(/^\| (\d+) \| [^|]+ \| [^|]+ \|$/.exec(row)?.[1]));
    const given = entries.map(({ number }) => number);
    const all = Array.from({ length: Math.max(...given) }, (_, at) => at + 1);
    expect([...given, ...told].toSorted((one, other) => one - other)).toEqual(all);
  });

  test('what no longer holds names the record that replaced it, and above all else for what part', () => {
    const given = entries.map(({ name }) => name.slice(0, 4));
    const unknown = entries.filter(({ successor }) => successor !== null && !given.includes(successor));
    expect(unknown.map(({ name }) => name)).toEqual([]);
    const inPart = entries.filter(({ status }) => status.includes('in part'));
    expect(inPart.length).toBeGreaterThan(0);
    const unsaid = inPart.filter(({ text, successor }) => {
      const [, led = ''] = /^# .+\n\n\*Superseded in part by \[\d+\]\(([^)]+)\)\*: \S/m.exec(text) ?? [];
      return !led.startsWith(`${successor}-`) || !names.includes(led);
    });
    expect(unsaid.map(({ name }) => name)).toEqual([]);
  });

  test('only decisions that the product made stand under Decided with Charrette', () => {
    const made = entries.filter(({ record }) => record.designId !== null).map(({ name }) => name);
    const listed = [...decidedWithCharrette.matchAll(/^- \[[^\]]+\]\((\d[^)]+)\)/gm)].map(([, name]) => name);
    expect(listed).toEqual(made);
    expect(/^None yet\b/m.test(decidedWithCharrette)).toBe(made.length === 0);
  });
});

function entryOf(name: string): Entry {
  const text = readFileSync(join(ROOT, FOLDER, name), 'utf8');
  const record = readRecord(`${FOLDER}/${name}`, text);
  if ('why' in record) throw new Error(`${name}: ${record.why}`);
  const [, status = '', inPart, whole] = STATUS.exec(text) ?? [];
  const successor = inPart ?? whole ?? null;
  return {
    record,
    name,
    text,
    number: Number(record.number),
    date: DATE.exec(text)?.[1] ?? '',
    status,
    successor,
  };
}

/** Rows of the tables in a text, without heads. */
function rowsIn(text: string): string[] {
  return text.split('\n').filter((line) => /^\| \d/.test(line));
}
