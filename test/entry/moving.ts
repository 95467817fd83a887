import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import type { OwnDatabase } from '../adapters/store/on-postgres.ts';
import { storeWithDesigns } from '../support/designs/old-designs.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

export const PASSWORD = 'a-word-that-nobody-sees';

export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

export const fileOf = (dataDir: string) => join(dataDir, 'store.sqlite');

/** A folder with a store of two designs that have ended. */
export async function newStore(
  change: (file: DatabaseSync) => void = () => undefined,
): Promise<string> {
  const dataDir = join(temporaryFolder(), 'data');
  await mkdir(dataDir, { mode: 0o700 });
  await storeWithDesigns(dataDir);
  withFile(dataDir, change);
  return dataDir;
}

export function withFile<Result>(dataDir: string, work: (file: DatabaseSync) => Result): Result {
  const file = new DatabaseSync(fileOf(dataDir));
  try {
    return work(file);
  } finally {
    file.close();
  }
}

const withPassword = (url: string) => url.replace('//postgres@', `//postgres:${PASSWORD}@`);
export const move = (
  dataDir: string,
  url: string,
  environment: Readonly<Record<string, string>> = {},
) => calledHere(dataDir, ['migrate', '--to', withPassword(url)], environment);

export async function expectRefused(
  ended: Awaited<ReturnType<typeof calledHere>>,
  code: number,
  words: RegExp,
): Promise<void> {
  expect([ended.code, ended.stderr, ended.stdout]).toEqual([
    code,
    expect.stringMatching(words),
    '',
  ]);
  expect(ended.stderr).not.toContain(PASSWORD);
}

/**
 * That nothing has come of a move: the store is listed as before, and the database has no rows but
 * the one that names it.
 */
export async function expectUntouched(dataDir: string, own: OwnDatabase): Promise<void> {
  expect(existsSync(`${fileOf(dataDir)}.moved`)).toBe(false);
  expect(await calledHere(dataDir, ['list'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('job queue'),
  });
  const tables = new Set((await columnsIn(own)).map(({ table }) => table));
  for (const table of tables) {
    const rows = await own.query(`select 1 from ${table}`);
    expect([table, rows.length]).toEqual([table, table === 'rights' ? 1 : 0]);
  }
}

export async function columnsIn(own: OwnDatabase): Promise<Column[]> {
  return (await own.query(`select table_name as table, column_name as name, data_type as type
    from information_schema.columns where table_schema = 'public'`)) as Column[];
}
