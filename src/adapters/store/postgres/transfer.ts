import type postgres from 'postgres';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { Fault } from '../../../runtime/fault.ts';
import type { StoredRow, Transfer } from '../../../runtime/ports/transfer.ts';
import {
  appendFault,
  type Columns,
  columnsOf,
  KINDS,
  movedDesigns,
  rowOf,
  TABLES,
} from '../records/transfer.ts';
import { connect } from './connect.ts';
import { type Database, execute, type Statement, shared } from './database.ts';
import { storeError } from './faults.ts';
import { FROZEN_MS } from './membership.ts';
import { migrateAtFirstOf } from './open.ts';

/** Rows of a design that are read together at most. */
const PAGE = 500;
/** Bytes of rows after which a batch ends. */
const PAGE_BYTES = 1024 * 1024;

/**
 * Opens everything that a database holds, in a transaction that begins here. `alone` refuses with `Fault('store_in_use')` while
 * a daemon runs, which would continue these designs, and migrates nothing. Otherwise throws like opening the store does.
 */
export async function openPostgresTransfer(url: string, { alone }: { alone: boolean }): Promise<Transfer> {
  const [host = ''] = (await migrateAtFirstOf(url, alone ? 'nothing' : 'empty')).urls;
  const connection = new OneConnection(host);
  try {
    await connection.query(shared('begin isolation level repeatable read'));
    if (alone) await assertNoDaemon(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    ...movedDesigns((text, ...values) => connection.query(shared(text, ...values))),
    rows: (id) => rows(connection, id),
    append: async (id, added) => {
      for (const kind of KINDS) await append(connection, id, kind, added);
    },
    commit: async () => {
      await connection.query(shared('commit'));
    },
    close: () => connection.close(),
  };
}

/** Reads few rows at a time where they are large. */
async function* rows(connection: OneConnection, id: DesignId): ReturnType<Transfer['rows']> {
  for (const kind of KINDS) {
    const { name, at, isText, large, columns } = TABLES[kind];
    const read = Object.entries(columns).map(([column, type]) =>
      type.startsWith('json') ? `${column}::text` : column,
    );
    const text = `select * from (
        select ${read.join(', ')}, ${at}::${isText ? 'text' : 'bigint'} as place,
          sum(octet_length(${large}::text)) over (order by ${at}) - octet_length(${large}::text) as before
        from ${name} where design_id = ? and ${at} > ? order by ${at} limit ${PAGE}) as page
      where before < ${PAGE_BYTES} order by place`;
    for (let after: number | string = isText ? '' : 0; ; ) {
      const page = await connection.query<Columns & { place: number | string }>(shared(text, id, after));
      for (const row of page) yield rowOf(kind, id, row);
      if (page.length === 0) break;
      after = page.at(-1)?.place ?? after;
    }
  }
}

async function append(
  connection: OneConnection,
  id: DesignId,
  kind: StoredRow['kind'],
  added: readonly StoredRow[],
): Promise<void> {
  const mine = added.filter((row) => row.kind === kind);
  if (mine.length === 0) return;
  const { name, columns } = TABLES[kind];
  const names = Object.keys(columns);
  // JSON comes as text, so that a turn's record is kept to the letter.
  const received = Object.entries(columns).map(
    ([column, type]) => `${column} ${type.startsWith('json') ? 'text' : type}`,
  );
  const stored = Object.entries(columns).map(([column, type]) => `row.${column}::${type}`);
  const rows = JSON.stringify(mine.map((row) => columnsOf(id, row)));
  const text = `insert into ${name} (design_id, ${names.join(', ')})
    select ?, ${stored.join(', ')} from json_to_recordset(?::text::json) as row(${received.join(', ')})`;
  const query = connection.query(shared(text, id, rows));
  await query.catch((error: Error) => {
    throw appendFault(id, error);
  });
}

/** Refuses if there is a daemon, even one killed a moment ago, which cannot be told apart yet. */
async function assertNoDaemon(connection: OneConnection): Promise<void> {
  const [daemon] = await connection.query<{ host: string; pid: number }>(
    shared(`select host, pid from daemons
      where beat_at > clock_timestamp() - make_interval(secs => ${FROZEN_MS / 1_000}) order by id limit 1`),
  );
  if (daemon === undefined) return;
  throw new Fault(
    'store_in_use',
    `A daemon runs on this database (process ${daemon.pid} on ${daemon.host}) and goes on with its designs. Stop all of them first; one that was killed counts for ${FROZEN_MS / 1_000} seconds more.`,
  );
}

/**
 * One connection with its session's state. A lost one is of no further use: the driver would replace it without the open
 * transaction, and later statements would commit on their own.
 */
class OneConnection {
  readonly #client: postgres.Sql;
  #isLost = false;

  constructor(url: string) {
    this.#client = connect(url, {
      connections: 1,
      statementMs: 0,
      onClose: () => {
        this.#isLost = true;
      },
    });
  }

  async query<Row>(statement: Statement): Promise<Row[]> {
    if (this.#isLost) throw lostFault();
    try {
      const run: Database = (text, values) =>
        this.#client.unsafe(text, values as postgres.ParameterOrJSON<never>[], {
          prepare: values.length > 0,
        });
      return await execute<Row>(run, statement);
    } catch (error) {
      throw storeError(error);
    }
  }

  async close(): Promise<void> {
    await this.#client.end({ timeout: 1 });
  }
}

function lostFault(): Fault {
  return new Fault(
    'store_unavailable',
    'The connection to the database was lost. Nothing was changed in it.',
  );
}
