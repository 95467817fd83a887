import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { Fault } from '../../../runtime/fault.ts';
import { formerFault } from '../faults.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../../migrations/postgres', import.meta.url));

/** The table of applied migrations, as drizzle's own migrator writes it. */
export const APPLIED = 'drizzle.__drizzle_migrations';
const CREATE_APPLIED = `create schema if not exists drizzle;
  create table if not exists ${APPLIED} (id serial primary key, hash text not null, created_at bigint)`;

type Run = (script: string) => Promise<unknown[]>;

interface Applied {
  readonly hash: string;
  /** Milliseconds since the epoch at which the migration was written. */
  readonly madeAt: string | number;
}

/**
 * Brings the schema up to date. `run` sends a script of one or more statements at once, which PostgreSQL carries out all or not
 * at all, and answers with the rows of the last one: so all that is missing is one script. Drizzle's migrator opens a
 * transaction instead, and when its connection is lost within that, postgres.js ends the process.
 *
 * Throws `Fault`, naming `place`, and changes nothing: `store_newer` when the database holds a migration that this version of the
 * code does not know, `store_unavailable` for one from before 1.0, and for one that lacks what this may not make.
 */
export async function migrate(
  run: Run,
  { place, mayMigrate }: { readonly place: string; readonly mayMigrate: boolean },
): Promise<void> {
  if (mayMigrate) await run(CREATE_APPLIED);
  const missing = await missingMigrations(run, place);
  if (missing.length === 0) return;
  if (!mayMigrate)
    throw new Fault('store_unavailable', `${place} lacks tables. charrette migrate makes them.`);
  const scripts = missing.map(({ sql, hash, folderMillis }) => {
    const note = `insert into ${APPLIED} (hash, created_at) values ('${hash}', ${folderMillis})`;
    return [...sql, note].join(';\n');
  });
  await run(scripts.join(';\n'));
}

/** Lists the migrations that a database lacks, in their order. Throws as `migrate` does. */
async function missingMigrations(run: Run, place: string) {
  const rows = (await run(`select hash, created_at as "madeAt" from ${APPLIED}`)) as Applied[];
  const all = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER });
  const [first] = all;
  if (first !== undefined && rows.some(({ madeAt }) => Number(madeAt) < first.folderMillis))
    throw formerFault(place);
  const applied = new Set(rows.map(({ hash }) => hash));
  const known = new Set(all.map(({ hash }) => hash));
  const unknown = [...applied].filter((hash) => !known.has(hash)).length;
  if (unknown > 0) {
    throw new Fault(
      'store_newer',
      `${place} was last used by another version of Charrette (${unknown} of its ${applied.size} migrations are unknown here). Start that version again, or choose another place for the data.`,
    );
  }
  return all.filter(({ hash }) => !applied.has(hash));
}
