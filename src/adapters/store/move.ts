import type { Store } from '../../engine/ports/store.ts';
import { ChainBrokenFault, Fault } from '../../foundation/fault.ts';
import { BrokenInvariant } from './faults.ts';
import { setUp, untouchedDatabase } from './postgres/open.ts';
import { filled, type ReceivingTable, type Seal, type Target, UnknownEnd } from './postgres/receive.ts';
import { storedId } from './records/design.ts';
import { openSource, type Source, type SourceTable } from './sqlite/moving.ts';

const EVENTS_AT_ONCE = 50;

/** Counts designs that were checked or compared, or rows copied to a table. */
export interface MoveProgress {
  readonly what: string;
  readonly done: number;
  readonly all: number;
}

interface Moved {
  readonly designs: number;
  readonly setAside: number;
  readonly rows: number;
}

interface Move {
  readonly dataDir: string;
  /** Of a Postgres; the first usable host is taken. */
  readonly url: string;
  /** Prevents the embedded store from being opened. Set before the database is complete. */
  readonly seal: Seal;
  readonly onProgress: (progress: MoveProgress) => void;
}

/**
 * Moves a folder's embedded store to an empty Postgres in one transaction. Throws `Fault`. Both stores are then unchanged,
 * unless the message says that the outcome is unknown.
 */
export async function moveStore({ dataDir, url, seal, onProgress }: Move): Promise<Moved> {
  const source = await openSource(dataDir);
  try {
    // Reports a bad address before reading a large store.
    await atTarget(() => untouchedDatabase(url));
    const heads = await headsOf(source, source.events, { what: 'Checking designs', onProgress }).catch(
      (error: unknown) => {
        throw error instanceof ChainBrokenFault ? brokenFault(error) : error;
      },
    );
    const [first = url] = await atTarget(() => setUp(url, { mayMigrate: true }));
    await atTarget(() =>
      filled(
        first,
        async (target) => {
          await copy(source, target, onProgress);
          const copied = await headsOf(source, target.events, { what: 'Comparing designs', onProgress });
          const other = [...heads].find(([id, head]) => copied.get(id) !== head);
          if (other !== undefined) throw new BrokenInvariant(`the copy of ${other[0]} is another design`);
        },
        seal,
      ),
    );
    return {
      designs: source.designs.length,
      setAside: source.designs.length - heads.size,
      rows: source.tables.reduce((sum, { rows }) => sum + rows, 0),
    };
  } finally {
    source.close();
  }
}

/** Names the database that the store's message is about. */
async function atTarget<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ChainBrokenFault)
      throw new BrokenInvariant(`the copy of ${error.designId} is broken`);
    if (error instanceof UnknownEnd) throw new Fault('store_unavailable', error.message);
    if (!(error instanceof Fault) || error.code === 'bad_usage') throw error;
    const words = 'Nothing was moved. The problem is the database that --to names, here called DATABASE_URL.';
    throw new Fault(error.code, `${words} ${error.message}`, error.cause);
  }
}

/** Checks each chain. Returns its number of events and its last hash. Leaves out designs that are set aside. */
async function headsOf(
  { designs }: Source,
  events: Store['events'],
  { what, onProgress }: { readonly what: string; readonly onProgress: Move['onProgress'] },
): Promise<ReadonlyMap<string, string>> {
  const heads = new Map<string, string>();
  for (const [done, { id, setAside }] of designs.entries()) {
    onProgress({ what, done, all: designs.length });
    if (setAside === null) heads.set(id, await headOf(events, id));
  }
  return heads;
}

async function headOf(events: Store['events'], id: string): Promise<string> {
  let [count, head] = [0, ''];
  for (;;) {
    const page = await events(storedId(id), count, EVENTS_AT_ONCE);
    if (page.length === 0) return `${count} ${head}`;
    count += page.length;
    head = page.at(-1)?.hash ?? '';
  }
}

function brokenFault({ designId, reason }: ChainBrokenFault): Fault {
  return new Fault(
    'chain_broken',
    `Nothing was moved: what is stored of the design ${designId} is not what was recorded (${reason}). Restore a backup. Or have a running daemon set it aside, by charrette show ${designId}, and move the store again: the design is then moved too, but nobody can read it.`,
  );
}

async function copy(source: Source, target: Target, onProgress: Move['onProgress']): Promise<void> {
  const tables = await target.receiving(source.tables.map(({ name }) => name));
  for (const [index, table] of tables.entries()) {
    const from = source.tables[index];
    if (from === undefined || !hasColumnsOf(table, from))
      throw new BrokenInvariant(`the two stores have different columns in ${table.name}`);
    let done = 0;
    for (const { json, rows } of source.batches(from)) {
      onProgress({ what: from.name, done, all: from.rows });
      await target.insert(table, json);
      done += rows;
    }
    if (done !== from.rows || (await target.count(table)) !== done)
      throw new BrokenInvariant(`the rows in the table ${table.name} are not those that were copied`);
    for (const { name, isIdentity } of table.columns)
      if (isIdentity) await target.goOnBehind(table, name, source.highest(from, name));
  }
  await target.disown();
}

function hasColumnsOf({ columns }: ReceivingTable, from: SourceTable): boolean {
  const names = columns.map(({ name }) => name).toSorted();
  return names.length > 0 && JSON.stringify(names) === JSON.stringify(from.columns.toSorted());
}
