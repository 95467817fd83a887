import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './source.ts';

const FOLDER = 'docs/decisions';
/** As people write it and as the product does. */
const STATUS =
  /^status: "?(proposed|rejected|accepted(?:, superseded in part by (\d{4}))?|superseded by (?:ADR-)?(\d{4}))"?$/m;
const DATE = /^date: (20\d\d-[01]\d-[0-3]\d)$/m;
/** A field that the product writes into each record that it publishes. */
const PUBLISHED = /^charrette-/m;

interface Entry {
  readonly name: string;
  readonly number: number;
  readonly title: string;
  readonly date: string;
  readonly status: string;
  /** Number of the record that replaced it, or a part of it. */
  readonly successor: string | null;
  readonly isMadeWithCharrette: boolean;
}

const index = readFileSync(join(ROOT, FOLDER, 'README.md'), 'utf8');
const [table = '', decidedWithCharrette = ''] = index.split(/^## .*$/m);
const names = globSync(`${FOLDER}/*.md`, { cwd: ROOT })
  .map((path) => basename(path))
  .filter((name) => name !== 'README.md')
  .toSorted();
const entries = names.map(entryOf);

describe('the decisions', () => {
  test('each has a number, a title, a status and a date', () => {
    expect(entries.length).toBeGreaterThan(0);
    const incomplete = entries.filter(
      ({ number, title, date, status }) =>
        Number.isNaN(number) || title === '' || date === '' || status === '',
    );
    expect(incomplete.map(({ name }) => name)).toEqual([]);
  });

  test('the index has a line for each, which says what the record says', () => {
    const lines = entries.map(
      ({ number, title, name, date, status }) =>
        `| ${number} | [${title}](${name}) | ${date} | ${status} |`,
    );
    expect(rowsIn(table)).toEqual(lines);
  });

  test('each number is given once', () => {
    const given = entries.map(({ number }) => number);
    expect(given).toEqual([...new Set(given)]);
  });

  test('what no longer holds names the record that replaced it', () => {
    const given = entries.map(({ name }) => name.slice(0, 4));
    const unknown = entries.filter(
      ({ successor }) => successor !== null && !given.includes(successor),
    );
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  test('only decisions that the product made stand under Decided with Charrette', () => {
    const made = entries
      .filter(({ isMadeWithCharrette }) => isMadeWithCharrette)
      .map(({ name }) => name);
    const listed = [...decidedWithCharrette.matchAll(/^- \[[^\]]+\]\((\d[^)]+)\)/gm)].map(
      ([, name]) => name,
    );
    expect(listed).toEqual(made);
    expect(/^None yet\b/m.test(decidedWithCharrette)).toBe(made.length === 0);
  });
});

function entryOf(name: string): Entry {
  const text = readFileSync(join(ROOT, FOLDER, name), 'utf8');
  const [, matter = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  const [, status = '', inPart, whole] = STATUS.exec(matter) ?? [];
  return {
    name,
    number: Number(/^\d{4}(?=-)/.exec(name)?.[0]),
    title: /^# (.+)$/m.exec(body)?.[1] ?? '',
    date: DATE.exec(matter)?.[1] ?? '',
    status,
    successor: inPart ?? whole ?? null,
    isMadeWithCharrette: PUBLISHED.test(matter),
  };
}

/** Rows of the tables in a text, without heads. */
function rowsIn(text: string): string[] {
  return text.split('\n').filter((line) => /^\| \d/.test(line));
}
