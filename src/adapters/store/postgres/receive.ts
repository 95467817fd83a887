import { errorCodeOf, Fault } from '#foundation/fault.ts';
import { connect } from './connect.ts';
import { createDatabase, type Database, sendOver } from './database.ts';
import { convertStoreError, isUnreachable } from './faults.ts';
import { UNBOUNDED_MS } from './open.ts';

/**
 * SQLSTATEs for a write or a commit outside of the transaction: the driver has silently
 * reconnected.
 */
const OUTSIDE = ['25006', '25P01'];

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
 * Fills a database in one transaction. Throws `UnknownEnd` if the connection is lost during the
 * commit. After any other fault, which is the store's, nothing is stored.
 */
export async function fillDatabase<Result>(
  url: string,
  fill: (target: Database) => Promise<Result>,
  seal: Seal,
): Promise<Result> {
  const client = connect(url, { connections: 1, statementMs: UNBOUNDED_MS, isReadOnly: true });
  const send = sendOver(client);
  const database = createDatabase(async (...statement) => {
    try {
      return await send(...statement);
    } catch (error) {
      throw receivingFault(error);
    }
  });
  try {
    // The driver's own `begin` ends the process when the connection is lost.
    await client
      .unsafe('begin isolation level read committed read write')
      .catch((error: unknown) => {
        throw receivingFault(error);
      });
    const result = await fill(database);
    await seal.set();
    // A reconnected driver is outside of the transaction, where this is an error.
    await client.unsafe('commit and chain').catch(async (error: unknown) => {
      if (isUnreachable(error)) throw new UnknownEnd();
      await seal.lift();
      throw receivingFault(error);
    });
    return result;
  } finally {
    await client.end({ timeout: 1 });
  }
}

function receivingFault(error: unknown): Error {
  return OUTSIDE.includes(errorCodeOf(error))
    ? new Fault(
        'store_unavailable',
        'The connection to the database was lost. Move the store again.',
      )
    : convertStoreError(error);
}
