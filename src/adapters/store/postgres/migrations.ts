import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { Fault } from '../../../runtime/fault.ts';
import { olderFault } from '../faults.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../../migrations/postgres', import.meta.url));

/** The table of applied migrations, as drizzle's own migrator writes it. */
export const APPLIED = 'drizzle.__drizzle_migrations';
const CREATE_APPLIED = `create schema if not exists drizzle;
  create table if not exists ${APPLIED} (id serial primary key, hash text not null, created_at bigint)`;

/**
 * Brings the schema up to date. `run` sends a script of one or more statements at once, which PostgreSQL carries out all or not
 * at all, and answers with the rows of the last one. Drizzle's migrator opens a transaction instead, and when its connection is
 * lost within that, postgres.js ends the process.
 *
 * Throws `Fault('store_newer')`, naming `place`, and changes nothing when the database holds a migration that this version of
 * the code does not know. Unless it `mayMigrate`, also throws when the database lacks one.
 */
export async function migrate(
  run: (script: string) => Promise<unknown[]>,
  { place, mayMigrate }: { readonly place: string; readonly mayMigrate: boolean },
): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER });
  if (mayMigrate) await run(CREATE_APPLIED);
  const rows = (await run(`select hash from ${APPLIED}`)) as { hash: string }[];
  const applied = new Set(rows.map(({ hash }) => hash));
  const known = new Set(migrations.map(({ hash }) => hash));
  const unknown = [...applied].filter((hash) => !known.has(hash)).length;
  if (unknown > 0) {
    throw new Fault(
      'store_newer',
      `${place} was last used by another version of Charrette (${unknown} of its ${applied.size} migrations are unknown here). Start that version again, or choose another place for the data.`,
    );
  }
  for (const { hash, folderMillis, sql } of migrations) {
    if (applied.has(hash)) continue;
    if (!mayMigrate) throw olderFault(place);
    const note = `insert into ${APPLIED} (hash, created_at) values ('${hash}', ${folderMillis})`;
    await run([...sql, note].join(';\n'));
  }
}
