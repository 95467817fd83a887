import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { pgSchema, text } from 'drizzle-orm/pg-core';
import { Fault } from '../../runtime/fault.ts';
import type { Database } from './database.ts';

/** The generated SQL, the same for both databases. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Where drizzle's migrator notes what it has applied. */
const applied = pgSchema('drizzle').table('__drizzle_migrations', { hash: text().notNull() });

/**
 * Throws `Fault('store_newer')`, naming `place`, when the database holds a migration that this version of the code
 * does not know, and leaves everything as it is.
 */
export async function assertNotNewer(database: Database['tables'], place: string): Promise<void> {
  const [migrated] = await database
    .select({ before: sql<boolean>`to_regclass('drizzle.__drizzle_migrations') is not null` })
    .from(sql`(select 1) as one`);
  if (migrated?.before !== true) return;
  const known = new Set(readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).map(({ hash }) => hash));
  const rows = await database.select({ hash: applied.hash }).from(applied);
  const unknown = rows.filter(({ hash }) => !known.has(hash)).length;
  if (unknown === 0) return;
  throw new Fault(
    'store_newer',
    `${place} was last used by a newer version of Charrette (${unknown} of its ${rows.length} migrations are unknown here). Start that version again, or choose another place for the data.`,
  );
}
