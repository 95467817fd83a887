import type postgres from 'postgres';
import type { Log } from '../../../foundation/log.ts';
import { abortable } from '../../../foundation/timeout.ts';
import { connect } from './connect.ts';
import type { Send } from './database.ts';
import { isUnreachable, storeError } from './faults.ts';

/** Connections per daemon: one design commits at a time, and a few are read meanwhile. */
const CONNECTIONS = 10;
/** Bounds of a call in milliseconds. Absent ones take a daemon's defaults. */
export interface CallBounds {
  /** More than the limits of a statement and a connection together: a longer call has lost its way. */
  readonly callMs?: number;
  /** The server itself gives up a longer statement. */
  readonly statementMs?: number;
  /** The addresses lead through a pooler, which has a bound of its own for a statement. */
  readonly isPooled?: boolean;
}
const CALL_MS = 15_000;
/** Changes a row: one that changes nothing waits for no standby. */
const A_COMMIT =
  'insert into readiness (id) values (1) on conflict (id) do update set checked_at = excluded.checked_at';
/** Seconds that calls under way get to finish. */
const CLOSE_SECONDS = 2;

/**
 * The connections for everything but the fleet's heartbeat. When the server is unreachable, silent or has become read-only, the
 * next call goes to its next host, over new connections.
 */
export class Pool {
  readonly #urls: readonly string[];
  readonly #log: Log;
  readonly #bounds: CallBounds;
  #host = 0;
  #client: postgres.Sql;
  #calls = new Set<Promise<unknown>>();
  /** How often a commit may have been stored without its standby, and up to which of these a later one was stored with it. */
  #doubts = 0;
  #settled = 0;

  constructor(urls: readonly string[], log: Log, bounds: CallBounds = {}) {
    this.#urls = urls;
    this.#log = log;
    this.#bounds = bounds;
    this.#client = this.#connected();
  }

  readonly send: Send = async (text, values, asArrays) => {
    const client = this.#client;
    const calls = this.#calls;
    const query = client.unsafe(text, values as postgres.ParameterOrJSON<never>[], { prepare: true });
    const call = (asArrays ? query.values() : query).then(async (result) => {
      await this.#settle(client);
      return result;
    });
    calls.add(call);
    const over = (): boolean => calls.delete(call);
    call.then(over, over);
    try {
      return await abortable(call, AbortSignal.timeout(this.#bounds.callMs ?? CALL_MS));
    } catch (error) {
      const fault = storeError(error);
      if (isUnreachable(error)) {
        this.#doubts += 1;
        if (client === this.#client) this.#moveOn(client, fault);
      }
      throw fault;
    }
  };

  async close(): Promise<void> {
    await this.#client.end({ timeout: CLOSE_SECONDS });
  }

  /**
   * Resolves once everything that can be read there would survive a failover to a synchronous standby. A commit whose wait for the
   * standby was cancelled, or whose connection was lost, can be read, and may not be there; a later commit that was waited for shows
   * that it is.
   */
  async #settle(client: postgres.Sql): Promise<void> {
    while (this.#settled < this.#doubts) {
      const doubts = this.#doubts;
      await client.unsafe(A_COMMIT);
      if (this.#doubts === doubts) this.#settled = doubts;
    }
  }

  #connected(): postgres.Sql {
    return connect(this.#urls[this.#host % this.#urls.length] ?? '', {
      connections: CONNECTIONS,
      statementMs: this.#bounds.statementMs,
      isPooled: this.#bounds.isPooled ?? false,
      onUnreplicated: () => {
        this.#doubts += 1;
      },
    });
  }

  #moveOn(left: postgres.Sql, error: Error): void {
    const calls = this.#calls;
    this.#host += 1;
    this.#client = this.#connected();
    this.#calls = new Set();
    if (this.#urls.length > 1) this.#log.warn('store_host_changed', { error });
    // Only after its last call: told to end earlier, the driver makes new connections for waiting calls and keeps them.
    Promise.allSettled(calls)
      .then(() => left.end({ timeout: CLOSE_SECONDS }))
      .catch((failure: unknown) => {
        this.#log.warn('store_not_closed', { error: storeError(failure) });
      });
  }
}
