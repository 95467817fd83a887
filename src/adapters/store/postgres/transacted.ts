import type { SQLWrapper } from 'drizzle-orm';
import postgres from 'postgres';
import type { Changes } from '../queries.ts';
import { dialect } from './database.ts';
import { FROZEN_MS } from './membership.ts';

/** The server ends a frozen daemon's transaction before another daemon evicts it. */
const UNLESS_FROZEN = `set local idle_in_transaction_session_timeout = ${FROZEN_MS / 2}`;

/** Makes the driver roll back. */
class Refused extends Error {}

/**
 * Runs a transaction in three round trips: its beginning, what must change a row, and all else together with the commit. Returns
 * false if it was refused.
 */
export async function transact(client: postgres.Sql, changes: Changes): Promise<boolean> {
  const required = changes.required.map(write);
  const others = changes.others.map(write);
  let sent: readonly Promise<unknown>[] = [];
  try {
    await client.begin(async (connection) => {
      const send = ({ sql, params }: Written) =>
        connection.unsafe(sql, params as postgres.ParameterOrJSON<never>[], { prepare: true }).execute();
      const limited = connection.unsafe(UNLESS_FROZEN).execute();
      const counted = required.map(send);
      await unlessLost(limited);
      // In this order: a later one may fail for want of the lock that an earlier one did not get.
      for (const result of counted) if ((await unlessLost(result)).count === 0) throw new Refused();
      sent = others.map(send);
    });
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
  // If one failed, the server has answered the commit by a rollback.
  await Promise.all(sent);
  return true;
}

type Written = ReturnType<typeof write>;

function write(query: SQLWrapper) {
  return dialect.sqlToQuery(query.getSQL());
}

/**
 * Stays pending if the connection is lost, which the driver itself reports. It ends its work by a rollback or a commit, whatever the
 * work came to, and a write to a lost connection ends the process.
 */
async function unlessLost<Result>(statement: Promise<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.severity === 'ERROR') throw error;
    return await new Promise(() => undefined);
  }
}
