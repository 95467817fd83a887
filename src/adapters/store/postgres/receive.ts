import type { Store } from '../../../engine/ports/store.ts';
import { errorCode, Fault } from '../../../foundation/fault.ts';
import { connect } from './connect.ts';
import { type Database, databaseOver, type Statement, statement } from './database.ts';
import { checkedEvents } from './events.ts';
import { isUnreachable, storeError } from './faults.ts';
import { UNBOUNDED_MS } from './open.ts';

/** Milliseconds to wait for a process that writes to the database. It should be nobody's. */
const LOCK_MS = 5_000;
/** The SQLSTATE for a lock that was waited for in vain. */
const LOCKED = '55P03';
/** SQLSTATEs for a write, and for an end, outside of the one transaction: the driver has connected again without a word. */
const OUTSIDE = ['25006', '25P01'];

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isIdentity: boolean;
}

/** A table that is filled, with its columns in the order in which rows have them. */
export interface ReceivingTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** A database that is being filled, in one transaction. */
export interface Target {
  /** Finds the tables of these names, and locks them against all other writing. Throws `Fault('bad_usage')` if one has a row. */
  receiving(names: readonly string[]): Promise<ReceivingTable[]>;
  /** Inserts rows, as a JSON array of objects. */
  insert(table: ReceivingTable, json: string): Promise<void>;
  /** Has the numbers of new rows go on behind this one. */
  goOnBehind(table: ReceivingTable, column: string, highest: number): Promise<void>;
  /** Makes all designs due that a process owned: the fleet takes them over. */
  disown(): Promise<void>;
  count(table: ReceivingTable): Promise<number>;
  readonly events: Store['events'];
}

/** Called before everything is committed; `lift` when it turns out that nothing was. */
export interface Seal {
  set(): Promise<void>;
  lift(): Promise<void>;
}

/** The end of the one transaction could not be seen: all or nothing is stored. */
export class UnknownEnd extends Error {
  constructor() {
    super(
      'The connection was lost in the last moment, so the database holds all of the store or nothing. Set DATABASE_URL to it, and charrette list shows which: a store without designs, or yours. The embedded one can be opened again only when that is known, and says how.',
    );
  }
}

/**
 * Fills a database in one transaction, all or nothing. Throws `UnknownEnd` if the connection was lost while it ended, and like
 * the store does for any other failure, after which nothing is stored.
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
    // The driver's own way to begin ends the process when the connection is lost.
    await database.execute(plain('begin isolation level read committed read write'));
    await fill(targetOf(database));
    await seal.set();
    // Outside of a transaction, in which the driver would be after it has connected again, this is an error.
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
      `Nothing was moved: the database is not empty, its table ${name} has rows. Name an empty one: createdb makes it.`,
    );
  }
  const columns = await execute<
    Column & { readonly table: string }
  >(statement`select table_name as table, column_name as name, data_type as type, is_identity = 'YES' as "isIdentity"
      from information_schema.columns where table_schema = current_schema() order by ordinal_position`);
  return names.map((name) => ({ name, columns: columns.filter(({ table }) => table === name) }));
}

/** Numbers of rows are kept, also where the database would give its own. */
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
