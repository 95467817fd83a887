import { count, gt, sql } from '../drizzle.ts';
import { copyInto } from './backup.ts';
import { db } from './database.ts';
import { findMissingMigrations } from './migrations.ts';
import { assertSound, openFolder } from './open.ts';
import { designs } from './schema.ts';

/** Copies the store of a folder that no process uses, without migrating it. Throws as `openSqliteStore` does. */
export async function copyUnused(dataDir: string, file: string): Promise<void> {
  const database = await openFolder(dataDir, (opened, folder) => {
    findMissingMigrations(opened, `The data folder ${folder}`);
  });
  try {
    await copyInto(database, file);
  } finally {
    database.close();
  }
}

/**
 * Reads the whole store in a folder, which `place` names for people. Returns its designs, and those that a daemon would
 * continue. Throws as `openSqliteStore` does.
 */
export async function contentsOf(
  folder: string,
  place: string,
): Promise<{ readonly designs: number; readonly notEnded: number }> {
  const database = await openFolder(folder, (opened) => {
    findMissingMigrations(opened, place);
    assertSound(opened, folder);
  });
  try {
    const notEnded = sql<number>`count(*) filter (where ${designs.endedAt} is null)`;
    const counted = db.select({ designs: count(), notEnded }).from(designs).where(gt(designs.version, 0));
    return database.built(counted)[0] ?? { designs: 0, notEnded: 0 };
  } finally {
    database.close();
  }
}
