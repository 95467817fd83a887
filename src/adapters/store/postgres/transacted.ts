import type { SQLWrapper } from 'drizzle-orm';
import postgres from 'postgres';
import type { ChangeStatements } from '../queries.ts';
import { dialect } from './database.ts';
import { FROZEN_MS } from './membership.ts';

/** The server ends a frozen daemon's transaction before another daemon evicts it. */
const UNLESS_FROZEN = `set local idle_in_transaction_session_timeout = ${FROZEN_MS / 2}`;

/** Makes the driver roll back. */
class Refused extends Error {}

/**
 * Runs a transaction in four round trips: its beginning, what must change a row, all else, and the
 * commit. Returns false if it was refused. The commit does not go along with all else: a statement
 * that the server has forgotten is sent once more by the driver, and would then be carried out
 * alone, behind a commit that the server has answered by a rollback.
 */
export async function transact(client: postgres.Sql, changes: ChangeStatements): Promise<boolean> {
  const required = changes.required.map(write);
  const others = changes.others.map(write);
  try {
    await client.begin(async (connection) => {
      const send = ({ sql, params }: Written) =>
        unlessLost(
          connection
            .unsafe(sql, params as postgres.ParameterOrJSON<never>[], { prepare: true })
            .execute(),
        );
      const limited = unlessLost(connection.unsafe(UNLESS_FROZEN).execute());
      const [, ...counted] = await Promise.allSettled([limited, ...required.map(send)]);
      // In this order: a later one may fail for want of the lock that an earlier one did not get.
      for (const result of counted) {
        if (result.status === 'rejected') throw result.reason;
        if (result.value.count === 0) throw new Refused();
      }
      await Promise.all(others.map(send));
    });
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

type Written = ReturnType<typeof write>;

function write(query: SQLWrapper) {
  return dialect.sqlToQuery(query.getSQL());
}

/**
 * Stays pending if the connection is lost, which the driver itself reports. It ends its work by a
 * rollback or a commit, whatever the work came to, and a write to a lost connection ends the
 * process.
 */
async function unlessLost<Result>(statement: Promise<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.severity === 'ERROR') throw error;
    return await new Promise(() => undefined);
  }
}
