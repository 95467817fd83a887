import { DatabaseSync } from 'node:sqlite';
import { cutText } from '#foundation/cut-text.ts';
import { Fault } from '#foundation/fault.ts';
import {
  type Applied,
  appliedQueryOf,
  creationQueryOf,
  type Migration,
  migrationsFolderOf,
  missingMigrationsOf,
  readMigrations,
  scriptOf,
} from '../migrations.ts';
import { SqliteDatabase } from './database.ts';

const APPLIED = '__drizzle_migrations';
const SCHEMA = 'select type, name, sql from sqlite_schema';
/** Tables of SQLite's `analyze`, which are allowed. */
const FIGURES = ['sqlite_stat1(tbl,idx,stat)', 'sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)'].map(
  (table) => ({
    type: 'table',
    name: table.slice(0, 12),
    sql: `CREATE TABLE ${table}`,
  }),
);

interface Made {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/**
 * Migrations that a file lacks. Throws `Fault`, naming `place`, like `missingMigrationsOf`; also
 * `store_unavailable` if the file contains more than migrations create, since a trigger or view
 * could run someone else's code.
 */
export function findMissingMigrations(
  database: SqliteDatabase,
  place: string,
  folder = migrationsFolderOf('sqlite'),
): Migration[] {
  const all = readMigrations(folder);
  const applied = readApplied(database);
  const missing = missingMigrationsOf(all, applied, place);
  const had = all.filter((migration) => !missing.includes(migration));
  const strange = firstDifference(database.rows<Made>(SCHEMA), readMadeBy(had));
  if (strange === null) return missing;
  throw new Fault(
    'store_unavailable',
    `${place} holds a database that is not as Charrette made it (${strange}). Nothing in it was changed. Restore the store from a backup, or choose another place for the data.`,
  );
}

export function migrate(database: SqliteDatabase, missing: readonly Migration[]): void {
  if (missing.length === 0) return;
  database.transaction(() =>
    database.script(`${creationQueryOf(APPLIED)};\n${scriptOf(missing, APPLIED)}`),
  );
}

function readApplied(database: SqliteDatabase): Applied[] {
  const table = `select 1 from sqlite_schema where type = 'table' and name = '${APPLIED}'`;
  return database.row(table) === null
    ? []
    : database.rows<Applied>(`${appliedQueryOf(APPLIED)} limit 10000`);
}

function readMadeBy(migrations: readonly Migration[]): Made[] {
  const model = new SqliteDatabase(new DatabaseSync(':memory:'));
  try {
    migrate(model, migrations);
    return model.rows<Made>(SCHEMA);
  } finally {
    model.close();
  }
}

function firstDifference(found: readonly Made[], made: readonly Made[]): string | null {
  const key = ({ type, name, sql }: Made) => JSON.stringify([type, name, sql]);
  const foundKeys = new Set(found.map(key));
  const madeKeys = new Set([...made, ...FIGURES].map(key));
  const odd = found.find((each) => !madeKeys.has(key(each)));
  if (odd !== undefined) return `its ${odd.type} ${JSON.stringify(cutText(odd.name, 60))}`;
  const absent = made.find((each) => !foundKeys.has(key(each)));
  return absent === undefined ? null : `without the ${absent.type} ${absent.name}`;
}
