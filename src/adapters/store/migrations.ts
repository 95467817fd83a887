import { fileURLToPath } from 'node:url';
import { Fault } from '../../foundation/fault.ts';
import { readMigrationFiles } from './drizzle.ts';

/** A migration written by `npm run generate`. */
export interface Migration {
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
  readonly script: string;
}

export type Applied = Pick<Migration, 'hash' | 'madeAt'>;

export function migrationsFolderOf(dialect: 'sqlite' | 'postgres'): string {
  return fileURLToPath(new URL(`../../../migrations/${dialect}`, import.meta.url));
}

export function readMigrations(folder: string): Migration[] {
  return readMigrationFiles({ migrationsFolder: folder }).map(({ hash, folderMillis, sql }) => {
    return { hash, madeAt: folderMillis, script: sql.join(';\n') };
  });
}

/**
 * Migrations that a store lacks, in order. Throws `Fault('store_newer')`, naming `place`, if the
 * store has had an unknown one: until 1.0 the first migration is made anew where kinds of events
 * leave.
 */
export function missingMigrationsOf(
  all: readonly Migration[],
  applied: readonly Applied[],
  place: string,
) {
  const had = new Set(applied.map(({ hash }) => hash));
  const unknown = had.difference(new Set(all.map(({ hash }) => hash))).size;
  if (unknown > 0) {
    throw new Fault(
      'store_newer',
      `${place} was last used by another version of Charrette (${unknown} of its ${had.size} migrations are unknown here). Start that version again, or choose another place for the data.`,
    );
  }
  return all.filter(({ hash }) => !had.has(hash));
}

export function creationQueryOf(table: string): string {
  return `create table if not exists ${table} (hash text primary key, created_at bigint not null)`;
}

export function appliedQueryOf(table: string): string {
  return `select hash, created_at as "madeAt" from ${table}`;
}

/**
 * One script that applies migrations and records them in `table`. The database must run it as a
 * whole or not at all.
 */
export function scriptOf(missing: readonly Migration[], table: string): string {
  const note = ({ hash, madeAt }: Migration) =>
    `insert into ${table} values ('${hash}', ${madeAt})`;
  return missing.flatMap((migration) => [migration.script, note(migration)]).join(';\n');
}
