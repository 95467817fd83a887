import { Fault } from '../../../foundation/fault.ts';
import {
  type Applied,
  makingOf,
  migrationsFolder,
  migrationsIn,
  missingOf,
  readingOf,
  scriptOf,
} from '../migrations.ts';

/** The table of applied migrations. */
export const APPLIED = 'drizzle.__drizzle_migrations';

type Run = (script: string) => Promise<unknown[]>;

/**
 * Brings the schema up to date. `run` sends a script of one or more statements at once, which PostgreSQL carries out all or not
 * at all, and answers with the rows of the last one. Throws `Fault`, naming `place`, and changes nothing, like `missingOf`, and for
 * a database that lacks what this may not make.
 */
export async function migrate(
  run: Run,
  { place, mayMigrate }: { readonly place: string; readonly mayMigrate: boolean },
): Promise<void> {
  if (mayMigrate) await run(`create schema if not exists drizzle; ${makingOf(APPLIED)}`);
  const applied = (await run(readingOf(APPLIED))) as Applied[];
  const missing = missingOf(migrationsIn(migrationsFolder('postgres')), applied, place);
  if (missing.length === 0) return;
  if (!mayMigrate)
    throw new Fault('store_unavailable', `${place} lacks tables. charrette migrate makes them.`);
  await run(scriptOf(missing, APPLIED));
}
