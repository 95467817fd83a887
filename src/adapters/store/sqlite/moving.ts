import { resolve } from 'node:path';
import type { Store } from '../../../engine/ports/store.ts';
import { Fault } from '../../../foundation/fault.ts';
import type { Run, SqliteDatabase } from './database.ts';
import { damagedFault, storeError } from './faults.ts';
import { APPLIED, missingMigrations } from './migrations.ts';
import { openFolder } from './open.ts';
import { checkedEvents } from './slices.ts';

/** Not copied: the row that tests writing, and the store's own migrations. */
const NOT_MOVED = ['readiness', APPLIED];

/** Characters of JSON in one batch of rows, unless a single row is longer. */
const BATCH_CHARACTERS = 1024 * 1024;

export interface SourceTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** An embedded store being moved. Only this process has it open, and changes nothing. */
export interface Source {
  /** In the order to copy: referenced tables come first. */
  readonly tables: readonly SourceTable[];
  readonly designs: readonly { readonly id: string; readonly setAside: string | null }[];
  readonly events: Store['events'];
  /** JSON arrays of objects, one for each row. */
  batches(table: SourceTable): Iterable<{ readonly json: string; readonly rows: number }>;
  /** The highest number ever given in this column, even to a deleted row; 0 for none. */
  highest(table: SourceTable, column: string): number;
  close(): void;
}

/** Throws `Fault` as `openSqliteStore` does, for a store of another version, and for a file damaged anywhere. */
export async function openSource(dataDir: string): Promise<Source> {
  const folder = resolve(dataDir);
  const database = await openFolder(folder, (opened) => {
    if (missingMigrations(opened, `The data folder ${folder}`).length === 0) return;
    throw new Fault(
      'bad_usage',
      `The store in the data folder ${folder} is of an earlier version. Bring it up to date first: charrette migrate, without --to.`,
    );
  });
  try {
    assertWhole(database, folder);
    return sourceOf(database);
  } catch (error) {
    database.close();
    throw storeError(error);
  }
}

function assertWhole(database: SqliteDatabase, folder: string): void {
  const [first] = database.rows<{ integrity_check: string }>('pragma integrity_check(1)');
  const found = first?.integrity_check ?? 'nothing could be read';
  if (found !== 'ok') throw damagedFault(folder, found.replaceAll('\n', ' '));
}

function sourceOf(database: SqliteDatabase): Source {
  const run: Run = async (work) => {
    try {
      return work(database);
    } catch (error) {
      throw storeError(error);
    }
  };
  return {
    tables: tablesIn(database),
    designs: database.rows('select id, set_aside as "setAside" from designs order by id'),
    events: checkedEvents(run),
    batches: (table) => batchesOf(database, table),
    highest: (table, column) => highestOf(database, table, column),
    close: () => database.close(),
  };
}

function tablesIn(database: SqliteDatabase): SourceTable[] {
  const found = database.rows<{ name: string }>(
    `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'
      and name not in (select value from json_each(?))
      order by exists (select 1 from pragma_foreign_key_list(sqlite_schema.name)), name`,
    JSON.stringify(NOT_MOVED),
  );
  return found.map(({ name }) => {
    const columns = database.rows<{ name: string }>('select name from pragma_table_info(?)', name);
    const rows = database.row<{ count: number }>(`select count(*) as count from "${name}"`)?.count ?? 0;
    return { name, columns: columns.map((column) => column.name), rows };
  });
}

function* batchesOf(database: SqliteDatabase, { name }: SourceTable): ReturnType<Source['batches']> {
  let [batch, characters]: [string[], number] = [[], 0];
  const whole = () => ({ json: `[${batch.join(',')}]`, rows: batch.length });
  try {
    for (const row of database.each(`select * from "${name}"`)) {
      const text = JSON.stringify(row);
      if (batch.length > 0 && characters + text.length > BATCH_CHARACTERS) {
        yield whole();
        [batch, characters] = [[], 0];
      }
      batch.push(text);
      characters += text.length;
    }
  } catch (error) {
    throw storeError(error);
  }
  if (batch.length > 0) yield whole();
}

/** SQLite remembers numbers of deleted rows for `autoincrement` tables. */
function highestOf(database: SqliteDatabase, { name }: SourceTable, column: string): number {
  const there = database.row<{ highest: number | null }>(`select max("${column}") as highest from "${name}"`);
  const isKept = database.row("select 1 from sqlite_schema where name = 'sqlite_sequence'") !== null;
  const given = isKept
    ? database.row<{ seq: number }>('select seq from sqlite_sequence where name = ?', name)
    : null;
  return Math.max(there?.highest ?? 0, given?.seq ?? 0);
}
