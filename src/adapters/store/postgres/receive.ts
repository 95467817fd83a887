import type { Store } from '../../../engine/ports/store.ts';
import { errorCode, Fault } from '../../../foundation/fault.ts';
import { connect } from './connect.ts';
import { type Database, databaseOver, type Statement, statement } from './database.ts';
import { checkedEvents } from './events.ts';
import { isUnreachable, storeError } from './faults.ts';
import { UNBOUNDED_MS } from './open.ts';

/** Milliseconds to wait for another writer. There should be none. */
const LOCK_MS = 5_000;
/** SQLSTATE for a lock timeout. */
const LOCKED = '55P03';
/** SQLSTATEs for a write or a commit outside of the transaction: the driver has silently reconnected. */
const OUTSIDE = ['25006', '25P01'];

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isIdentity: boolean;
}

export interface ReceivingTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Target {
  /** Locks the tables against other writers. Throws `Fault('bad_usage')` if one has a row. */
  receiving(names: readonly string[]): Promise<ReceivingTable[]>;
  /** `json`: an array of objects, one for each row. */
  insert(table: ReceivingTable, json: string): Promise<void>;
  /** New rows get numbers above this one. */
  goOnBehind(table: ReceivingTable, column: string, highest: number): Promise<void>;
  /** Makes all owned designs due, for the fleet to adopt. */
  disown(): Promise<void>;
  count(table: ReceivingTable): Promise<number>;
  readonly events: Store['events'];
}

/** `set` is called before the commit, `lift` if the commit failed. */
export interface Seal {
  set(): Promise<void>;
  lift(): Promise<void>;
}

/** The outcome of the commit is unknown: all or nothing is stored. */
export class UnknownEnd extends Error {
  constructor() {
    super(
      'The connection was lost at the last moment, so the database holds either the whole store or nothing. Set DATABASE_URL to it, and charrette list shows which: your designs, or none. Until you know, the embedded store stays closed; opening it says what to do.',
    );
  }
}

/**
 * Throws `UnknownEnd` if the connection is lost during the commit. After any other fault, which is the store's, nothing is
 * stored.
 */
export async function filled(
  url: string,
  fill: (target: Target) => Promise<void>,
  seal: Seal,
): Promise<void> {
  const client = connect(url, { connections: 1, statementMs: UNBOUNDED_MS, isReadOnly: true });
  const sent = (text: string, values: unknown[] = []) =>
    client.unsafe(text, values as never[], { prepare: values.length > 0 });
  const database = databaseOver(async (text, values, asArrays) => {
    try {
      return await (asArrays ? sent(text, values).values() : sent(text, values));
    } catch (error) {
      throw receivingFault(error);
    }
  });
  try {
    // The driver's own `begin` ends the process when the connection is lost.
    await database.execute(plain('begin isolation level read committed read write'));
    await fill(targetOf(database));
    await seal.set();
    // A reconnected driver is outside of the transaction, where this is an error.
    await sent('commit and chain').catch(async (error: unknown) => {
      if (isUnreachable(error)) throw new UnknownEnd();
      await seal.lift();
      throw receivingFault(error);
    });
  } finally {
    await client.end({ timeout: 1 });
  }
}

function receivingFault(error: unknown): Error {
  if (errorCode(error) === LOCKED)
    return new Fault('store_in_use', 'Another process writes to the database. Stop that one.', error);
  if (OUTSIDE.includes(errorCode(error)))
    return new Fault('store_unavailable', 'The connection to the database was lost. Move the store again.');
  return storeError(error);
}

function targetOf(database: Database): Target {
  const { execute } = database;
  return {
    receiving: (names) => receivingTables(database, names),
    async insert(table, json) {
      await execute(insertion(table, json));
    },
    async goOnBehind({ name }, column, highest) {
      if (highest === 0) return;
      await execute(
        statement`select setval(pg_get_serial_sequence(${`"${name}"`}, ${column}), ${highest}::bigint)`,
      );
    },
    async disown() {
      await execute(
        statement`update designs set owner = null, epoch = epoch + 1, due_at = 0 where owner is not null`,
      );
    },
    async count({ name }) {
      const [row] = await execute<{ count: number }>(plain(`select count(*) as count from "${name}"`));
      return row?.count ?? 0;
    },
    events: checkedEvents(database),
  };
}

async function receivingTables({ execute }: Database, names: readonly string[]): Promise<ReceivingTable[]> {
  const list = names.map((name) => `"${name}"`).join(', ');
  await execute(plain(`set local lock_timeout = ${LOCK_MS}`));
  await execute(plain(`lock table ${list} in exclusive mode`));
  for (const name of names) {
    const rows = await execute(plain(`select 1 from "${name}" limit 1`));
    if (rows.length === 0) continue;
    throw new Fault(
      'bad_usage',
      `Nothing was moved: the database is not empty, its table ${name} has rows. Name an empty one: createdb makes one.`,
    );
  }
  const columns = await execute<
    Column & { readonly table: string }
  >(statement`select table_name as table, column_name as name, data_type as type, is_identity = 'YES' as "isIdentity"
      from information_schema.columns where table_schema = current_schema() order by ordinal_position`);
  return names.map((name) => ({ name, columns: columns.filter(({ table }) => table === name) }));
}

/** Keeps the rows' numbers, even in generated columns. */
function insertion({ name, columns }: ReceivingTable, json: string): Statement {
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const values = columns.map(({ name: column, type }) => `row."${column}"::${type}`).join(', ');
  const types = columns.map((column) => `"${column.name}" ${sentAs(column)}`).join(', ');
  return {
    texts: [
      `insert into "${name}" (${names}) overriding system value select ${values} from json_to_recordset(`,
      `::json) as row(${types})`,
    ],
    values: [json],
  };
}

/** JSON is text in SQLite. */
function sentAs({ type }: Column): string {
  return type === 'json' || type === 'jsonb' ? 'text' : type;
}

function plain(text: string): Statement {
  return { texts: [text], values: [] };
}
