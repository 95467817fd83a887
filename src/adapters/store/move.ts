import type { Table as AnyTable } from 'drizzle-orm';
import { ChainBrokenFault, Fault } from '../../foundation/fault.ts';
import type { Store } from '../../ports/store.ts';
import {
  asc,
  count,
  getTableColumns,
  getTableName,
  gt,
  is,
  isNotNull,
  isNull,
  sql,
  Table,
} from './drizzle.ts';
import { BrokenInvariant } from './faults.ts';
import type { Database } from './postgres/database.ts';
import { readEventsChecked } from './postgres/events.ts';
import { setUp } from './postgres/open.ts';
import { fillDatabase, type Seal, UnknownEnd } from './postgres/receive.ts';
import * as fleet from './postgres/schema.ts';
import { readStoredId } from './records/design.ts';
import { db, type SqliteDatabase } from './sqlite/database.ts';
import { convertStoreError } from './sqlite/faults.ts';
import { assertSound, openUpToDate } from './sqlite/open.ts';
import * as embedded from './sqlite/schema.ts';
import { readEventSlices as checkedSource } from './sqlite/slices.ts';

/** Rows to copy at once. */
const ROWS = 50;
const EVENTS = 50;

interface Moved {
  readonly designs: number;
  readonly rows: number;
}

/**
 * Moves a folder's embedded store to an empty Postgres in one transaction. Throws `Fault`. Both
 * stores are then unchanged, unless the message says that the outcome is unknown. `seal` keeps the
 * embedded store from being opened again.
 */
export async function moveStore(dataDir: string, url: string, seal: Seal): Promise<Moved> {
  const source = await openUpToDate(dataDir);
  try {
    assertSound(source, dataDir);
    const [first = url] = await setUp(url, { mayMigrate: true });
    return await fillDatabase(first, (target) => copy(source, target), seal);
  } catch (error) {
    throw movingFault(error);
  } finally {
    source.close();
  }
}

function movingFault(error: unknown): Error {
  if (error instanceof UnknownEnd) return new Fault('store_unavailable', error.message);
  const fault = convertStoreError(error);
  if (!(fault instanceof Fault) || fault.code === 'bad_usage') return fault;
  const reason =
    fault instanceof ChainBrokenFault
      ? `what is stored of the design ${fault.designId} is not what was recorded (${fault.reason}). Restore a backup, or have a daemon set it aside: charrette show ${fault.designId}.`
      : `${fault.message} Here, DATABASE_URL is the database that --to names.`;
  return new Fault(fault.code, `Nothing was moved: ${reason}`, fault.cause);
}

/**
 * Copies every table but that of the readiness test. The table of designs goes first, since others
 * refer to it.
 */
async function copy(source: SqliteDatabase, target: Database): Promise<Moved> {
  const { designs, readiness: _, ...others } = embedded;
  const tables = Object.entries({ designs, ...others }).filter(([, table]) => is(table, Table));
  const targets = tables.map(([key]) => sql`${Reflect.get(fleet, key)}`);
  await target.execute(sql`lock table ${sql.join(targets, sql`, `)} in exclusive mode`);
  let rows = 0;
  // The name of the new store gives way to that of the moved one.
  await target.rows(target.db.delete(fleet.rights));
  for (const [key, table] of tables)
    rows += await copyTable(source, table as AnyTable, target, Reflect.get(fleet, key));
  const { owner, epoch } = fleet.designs;
  const disowned = { owner: null, epoch: sql`${epoch} + 1`, dueAt: 0 };
  await target.rows(target.db.update(fleet.designs).set(disowned).where(isNotNull(owner)));
  await compareHeads(source, target);
  return {
    designs: source.built(db.select({ count: count() }).from(designs))[0]?.count ?? 0,
    rows,
  };
}

async function copyTable(
  source: SqliteDatabase,
  from: AnyTable,
  target: Database,
  to: typeof fleet.designs,
): Promise<number> {
  const name = getTableName(from);
  const countThere = async () =>
    (await target.rows(target.db.select({ count: count() }).from(to)))[0]?.count;
  if ((await countThere()) !== 0)
    throw new Fault(
      'bad_usage',
      `Nothing was moved: the database is not empty, its table ${name} has rows. Name an empty one: createdb makes one.`,
    );
  const rowid = sql<number>`rowid`;
  const columns = getTableColumns(from as typeof embedded.designs);
  let copied = 0;
  let last = 0;
  for (;;) {
    const page = source.built(
      db
        .select({ rowid, columns })
        .from(from as typeof embedded.designs)
        .where(gt(rowid, last))
        .orderBy(asc(rowid))
        .limit(ROWS),
    );
    if (page.length === 0) break;
    const values = page.map((row) => row.columns);
    await target.rows(target.db.insert(to).values(values));
    copied += page.length;
    last = page.at(-1)?.rowid ?? last;
  }
  if ((await countThere()) !== copied)
    throw new BrokenInvariant(`the copy of ${name} has other rows`);
  // New rows get higher numbers than the copied ones.
  for (const column of Object.values(getTableColumns(to)))
    if (column.generatedIdentity !== undefined) {
      const next = sql`setval(pg_get_serial_sequence(${name}, ${column.name}), max(${column}))`;
      await target.rows(target.db.select({ next }).from(to));
    }
  return copied;
}

/** Checks the chain of each design in both stores, except those that are set aside. */
async function compareHeads(source: SqliteDatabase, target: Database): Promise<void> {
  const here = checkedSource(async (work) => work(source));
  const there = readEventsChecked(target);
  const { id, setAside } = embedded.designs;
  for (const design of source.built(
    db.select({ id }).from(embedded.designs).where(isNull(setAside)),
  ))
    if ((await headOf(here, design.id)) !== (await headOf(there, design.id)))
      throw new BrokenInvariant(`the copy of ${design.id} is another design`);
}

async function headOf(events: Store['events'], id: string): Promise<string> {
  let count = 0;
  let head = '';
  for (;;) {
    const page = await events(readStoredId(id), count, EVENTS);
    if (page.length === 0) return `${count} ${head}`;
    count += page.length;
    head = page.at(-1)?.hash ?? '';
  }
}
