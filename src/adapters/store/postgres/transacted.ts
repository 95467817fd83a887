import postgres from 'postgres';
import { errorCodeOf } from '../../../foundation/fault.ts';
import type { Change } from '../queries.ts';
import { FROZEN_MS } from './membership.ts';

/** The server ends a frozen daemon's transaction before another daemon evicts it. */
const UNLESS_FROZEN = `set local idle_in_transaction_session_timeout = ${FROZEN_MS / 2}`;
const DIVISION_BY_ZERO = '22012';

/** Runs a transaction whose statements are sent together. Returns false if it was refused. */
export async function transact(client: postgres.Sql, changes: readonly Change[]): Promise<boolean> {
  try {
    await client.begin((connection) => {
      const sent = changes.map((change) =>
        connection.unsafe(textOf(change), change.params as postgres.ParameterOrJSON<never>[], {
          prepare: true,
        }),
      );
      return unlessLost(Promise.all([connection.unsafe(UNLESS_FROZEN), ...sent]));
    });
    return true;
  } catch (error) {
    if (errorCodeOf(error) === DIVISION_BY_ZERO) return false;
    throw error;
  }
}

/**
 * Stays pending if the connection is lost, which the driver itself reports. It would answer a failure by a rollback, and a write
 * to a lost connection ends the process.
 */
async function unlessLost<Result>(statements: Promise<Result>): Promise<Result> {
  try {
    return await statements;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.severity === 'ERROR') throw error;
    return await new Promise(() => undefined);
  }
}

/** By its SQL as given: there are few, and most come with each commit. */
const texts = new Map<string, string>();

/** A statement that changes no row although it must fails, and so ends the transaction. */
function textOf({ sql, must }: Change): string {
  const key = `${must} ${sql}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  let count = 0;
  const numbered = sql.replaceAll('?', () => `$${++count}`);
  const text = must ? `with changed as (${numbered} returning 1) select 1 / count(*) from changed` : numbered;
  texts.set(key, text);
  return text;
}
