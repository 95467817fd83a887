import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { Fault } from '../../../runtime/fault.ts';
import { olderFault } from '../faults.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../../migrations/postgres', import.meta.url));

/** Names of the files, in the order in which drizzle reads them. */
const NAMES = readdirSync(MIGRATIONS_FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .toSorted();

/** The table of applied migrations, as drizzle's own migrator writes it. */
export const APPLIED = 'drizzle.__drizzle_migrations';
const CREATE_APPLIED = `create schema if not exists drizzle;
  create table if not exists ${APPLIED} (id serial primary key, hash text not null, created_at bigint)`;

/** Changes that a process may make: none, those that fill an empty database, or also those that bring an earlier one up to date. */
export type MayMigrate = 'nothing' | 'empty' | 'upgrade';
type Run = (script: string) => Promise<unknown[]>;

/**
 * Brings the schema up to date. `run` sends a script of one or more statements at once, which PostgreSQL carries out all or not
 * at all, and answers with the rows of the last one: so all that is missing is one script. Drizzle's migrator opens a
 * transaction instead, and when its connection is lost within that, postgres.js ends the process.
 *
 * Throws `Fault('store_newer')`, naming `place`, and changes nothing when the database holds a migration that this version of
 * the code does not know. Also throws when the database lacks one that this `may` not make.
 */
export async function migrate(
  run: Run,
  { place, may }: { readonly place: string; readonly may: MayMigrate },
): Promise<void> {
  if (may !== 'nothing') await run(CREATE_APPLIED);
  const { applied, missing } = await missingMigrations(run, place);
  if (missing.length === 0) return;
  if (may === 'nothing' || (may === 'empty' && applied > 0)) throw olderFault(place);
  const scripts = missing.map(({ statements, hash, madeAt }) => {
    const note = `insert into ${APPLIED} (hash, created_at) values ('${hash}', ${madeAt})`;
    return [...statements, note].join(';\n');
  });
  await run(scripts.join(';\n'));
}

/** Lists the migrations that a database lacks, in their order, and counts those that it has had. Throws as `migrate` does. */
export async function missingMigrations(run: Run, place: string) {
  const rows = (await run(`select hash from ${APPLIED}`)) as { hash: string }[];
  const applied = new Set(rows.map(({ hash }) => hash));
  const all = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER });
  const known = new Set(all.map(({ hash }) => hash));
  const unknown = [...applied].filter((hash) => !known.has(hash)).length;
  if (unknown > 0) {
    throw new Fault(
      'store_newer',
      `${place} was last used by another version of Charrette (${unknown} of its ${applied.size} migrations are unknown here). Start that version again, or choose another place for the data.`,
    );
  }
  const missing = all.flatMap(({ hash, folderMillis, sql }, at) =>
    applied.has(hash) ? [] : [{ name: NAMES[at] ?? hash, statements: sql, hash, madeAt: folderMillis }],
  );
  return { applied: applied.size, missing };
}
