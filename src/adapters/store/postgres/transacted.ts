import type postgres from 'postgres';
import { errorCode } from '../../../foundation/fault.ts';
import type { Change } from '../queries.ts';
import { isUnreachable } from './faults.ts';
import { FROZEN_MS } from './membership.ts';

/** The server ends a frozen daemon's transaction before another daemon evicts it. */
const BEGIN = `begin; set local idle_in_transaction_session_timeout = ${FROZEN_MS / 2}`;
const DIVISION_BY_ZERO = '22012';

/**
 * Sends a whole transaction at once, on one connection. Returns false if it was refused. The driver's own `begin` waits for each
 * step, and ends the process when its connection is lost.
 */
export async function transacted(client: postgres.Sql, changes: readonly Change[]): Promise<boolean> {
  const connection = await client.reserve();
  const sent = changes.map((change) =>
    connection.unsafe(textOf(change), change.params as postgres.ParameterOrJSON<never>[], { prepare: true }),
  );
  const end = connection.unsafe('commit');
  try {
    await Promise.all([connection.unsafe(BEGIN), ...sent, end]);
    connection.release();
    return true;
  } catch (error) {
    // The driver gives up a lost connection by itself, and the pool its client.
    if (isUnreachable(error)) throw error;
    await end;
    connection.release();
    if (errorCode(error) === DIVISION_BY_ZERO) return false;
    throw error;
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
