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

export const APPLIED = 'drizzle.__drizzle_migrations';

type Run = (script: string) => Promise<unknown[]>;

/**
 * `run` sends a script, which PostgreSQL runs as a whole or not at all, and returns the rows of its last statement. Throws
 * `Fault`, naming `place`, like `missingOf`; also if migrations are missing and not `mayMigrate`.
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
