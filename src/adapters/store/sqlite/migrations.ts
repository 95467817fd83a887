import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../runtime/fault.ts';
import type { SqliteDatabase } from './database.ts';

/** Written by hand, and applied in the order of their names. */
const FOLDER = fileURLToPath(new URL('../../../../migrations/sqlite', import.meta.url));

/**
 * Brings the schema up to date, all of it or nothing; the file itself says how many migrations it has had. Throws
 * `Fault('store_newer')`, naming `place`, when that are more than this version of the code knows, and then leaves
 * everything as it is.
 */
export function migrate(database: SqliteDatabase, place: string): void {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));
  database.transaction(() => {
    const applied = database.row<{ count: number }>('select user_version as count from pragma_user_version');
    const count = applied?.count ?? 0;
    if (count > names.length) {
      throw new Fault(
        'store_newer',
        `${place} was last used by another version of Charrette (its migration ${count} is unknown here). Start that version again, or choose another place for the data.`,
      );
    }
    for (const name of names.toSorted().slice(count)) {
      database.script(readFileSync(`${FOLDER}/${name}`, 'utf8'));
    }
    if (count < names.length) database.script(`pragma user_version = ${names.length}`);
  });
}
