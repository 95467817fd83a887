/**
 * Opens the store, and creates its tables where there are none.
 *
 * @example const store = await openStore({ databaseUrl: 'postgres://…', dataDir: './data' });
 */

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Fault } from '#support/fault.ts';
import type { Database } from './database.ts';
import { designsIn } from './designs.ts';
import { filesIn } from './files.ts';
import { inboxIn } from './inbox.ts';
import { leasesIn } from './leases.ts';
import { moneyIn } from './money.ts';
import { Sql, sql } from './sql.ts';
import type { Store } from './store.ts';
import { turnsIn } from './turns.ts';

/** Raised with each change of the tables. */
const FORMAT = 3;

/** @throws {Fault} `store_away`, `store_full`, `store_read_only`, `bad_setting` */
export async function openStore(settings: {
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
}): Promise<Store> {
  const database = await openDatabase(settings.dataDir, settings.databaseUrl);
  try {
    const { id, list_key } = await createTables(database);
    return {
      id,
      listKey: list_key,
      ...inboxIn(database),
      ...leasesIn(database),
      ...designsIn(database),
      ...turnsIn(database),
      ...filesIn(database),
      ...moneyIn(database),
      watch: (listener) => database.watch(listener),
      async ping() {
        const moment = database.dialect.now;
        await database.transact((query) => query(sql`update store set pinged_at = ${moment}`));
      },
      backup: (file) => database.backup(file),
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Loads only the driver that is needed. */
async function openDatabase(dataDir: string, databaseUrl?: string): Promise<Database> {
  if (databaseUrl === undefined) {
    const { openSqlite } = await import('./sqlite.ts');
    return openSqlite(dataDir);
  }
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(databaseUrl);
}

interface StoreRow {
  readonly id: string;
  readonly list_key: string;
  readonly format: number;
}

async function createTables(database: Database): Promise<StoreRow> {
  const { dialect, place } = database;
  return database.transact(async (query) => {
    await query(dialect.soleLock);
    const tables = await query<{ name: string }>(dialect.tables);
    if (tables.length === 0) {
      for (const statement of readMigration(dialect.name)) await query(statement);
      await query(sql`insert into store (id, list_key, format, pinged_at)
        values (${randomHex()}, ${randomHex()}, ${FORMAT}, 0)`);
    }
    const isOurs = tables.length !== 1;
    const [row] = isOurs ? await query<StoreRow>(sql`select id, list_key, format from store`) : [];
    if (row?.format === FORMAT) return row;
    throw new Fault(
      'bad_setting',
      `The store in ${place} is of another version of Charrette: go on with that version, or begin with an empty one.`,
    );
  });
}

function readMigration(name: string): Sql[] {
  const file = new URL(`../../migrations/${name}/0001_store.sql`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split(/;\s*$/m)
    .filter((text) => text.trim() !== '')
    .map((text) => new Sql([text], []));
}

/** 128 bits. */
function randomHex(): string {
  return randomBytes(16).toString('hex');
}
