import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../runtime/fault.ts';
import type { Migration } from '../../../runtime/ports/upgrade.ts';
import { olderFault } from '../faults.ts';
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

/**
 * Lists the migrations that a file lacks; the file itself says how many it has had. Throws `Fault`, naming `place`, and changes
 * nothing: `store_newer` for a file with more migrations than this version knows; `store_unavailable` for a file that holds
 * anything but their results, since a trigger or a view would be somebody else's program, and unless it `mayMigrate` for a file
 * that lacks some. An empty file is always filled.
 */
export function missingMigrations(
  database: SqliteDatabase,
  { place, mayMigrate }: { readonly place: string; readonly mayMigrate: boolean },
  folder = FOLDER,
): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const count = versionOf(database);
  if (count < 0 || count > names.length) {
    throw new Fault(
      'store_newer',
      `${place} was last used by another version of Charrette (its migration ${count} is unknown here). Start that version again, or choose another place for the data.`,
    );
  }
  const all = names.toSorted().map((name) => {
    return { name, statements: [readFileSync(`${folder}/${name}`, 'utf8')] };
  });
  const scripts = all.flatMap(({ statements }) => statements);
  const strange = firstDifference(database.rows<Made>(SCHEMA), madeBy(scripts.slice(0, count)));
  if (strange !== null) {
    throw new Fault(
      'store_unavailable',
      `${place} holds a database that Charrette has not made so (${strange}), and nothing in it is changed. Bring the store back from a backup, or choose another place for the data.`,
    );
  }
  if (!mayMigrate && count > 0 && count < scripts.length) throw olderFault(place);
  return all.slice(count);
}

/** Applies all of them or none. */
export function migrate(database: SqliteDatabase, missing: readonly Migration[]): void {
  if (missing.length === 0) return;
  database.transaction(() => {
    for (const { statements } of missing) for (const script of statements) database.script(script);
    database.script(`pragma user_version = ${versionOf(database) + missing.length}`);
  });
}

/** Counts the migrations that a file has had. */
export function versionOf(database: SqliteDatabase): number {
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
