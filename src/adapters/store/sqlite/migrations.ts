import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../runtime/fault.ts';
import { formerFault } from '../faults.ts';
import { SqliteDatabase } from './database.ts';

/** Migrations written by hand, applied in the order of their names. */
const FOLDER = fileURLToPath(new URL('../../../../migrations/sqlite', import.meta.url));

const SCHEMA = 'select type, name, sql from sqlite_schema';
/** Tables for SQLite's own statistics (`analyze`), which are ignored. */
const FIGURES = ['sqlite_stat1(tbl,idx,stat)', 'sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)'].map((table) => ({
  type: 'table',
  name: table.slice(0, 12),
  sql: `CREATE TABLE ${table}`,
}));

interface Made {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** What the first migration writes into the file: the stores of before 1.0 have none. */
const APPLICATION_ID = 1_128_813_105;

/**
 * Lists the migrations that a file lacks, as SQL; the file itself says how many it has had. Throws `Fault`, naming `place`, and
 * changes nothing: `store_newer` for a file with more migrations than this version knows; `store_unavailable` for a file from
 * before 1.0, and for one that holds anything but their results, since a trigger or a view would be somebody else's program.
 */
export function missingMigrations(database: SqliteDatabase, place: string, folder = FOLDER): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const count = versionOf(database);
  const id = database.row<{ id: number }>('select application_id as id from pragma_application_id')?.id;
  if (count > 0 && id !== APPLICATION_ID) throw formerFault(place);
  if (count < 0 || count > names.length) {
    throw new Fault(
      'store_newer',
      `${place} was last used by another version of Charrette (its migration ${count} is unknown here). Start that version again, or choose another place for the data.`,
    );
  }
  const scripts = names.toSorted().map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  const strange = firstDifference(database.rows<Made>(SCHEMA), madeBy(scripts.slice(0, count)));
  if (strange !== null) {
    throw new Fault(
      'store_unavailable',
      `${place} holds a database that Charrette has not made so (${strange}), and nothing in it is changed. Bring the store back from a backup, or choose another place for the data.`,
    );
  }
  return scripts.slice(count);
}

/** Applies all of them or none. */
export function migrate(database: SqliteDatabase, missing: readonly string[]): void {
  if (missing.length === 0) return;
  database.transaction(() => {
    for (const script of missing) database.script(script);
    database.script(`pragma user_version = ${versionOf(database) + missing.length}`);
  });
}

/** Counts the migrations that a file has had. */
function versionOf(database: SqliteDatabase): number {
  const text = 'select user_version as count from pragma_user_version';
  return database.row<{ count: number }>(text)?.count ?? 0;
}

function madeBy(scripts: readonly string[]): Made[] {
  const model = new SqliteDatabase(new DatabaseSync(':memory:'));
  try {
    for (const script of scripts) model.script(script);
    return model.rows<Made>(SCHEMA);
  } finally {
    model.close();
  }
}

/** Returns the first difference in words; `null` for none. */
function firstDifference(found: readonly Made[], made: readonly Made[]): string | null {
  const key = ({ type, name, sql }: Made) => JSON.stringify([type, name, sql]);
  const [foundKeys, madeKeys] = [new Set(found.map(key)), new Set([...made, ...FIGURES].map(key))];
  const odd = found.find((each) => !madeKeys.has(key(each)));
  if (odd !== undefined) return `its ${odd.type} ${JSON.stringify(odd.name.slice(0, 60))}`;
  const absent = made.find((each) => !foundKeys.has(key(each)));
  return absent === undefined ? null : `without the ${absent.type} ${absent.name}`;
}
