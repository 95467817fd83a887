import type postgres from 'postgres';
import type { Log } from '#foundation/log.ts';
import { awaitUnlessAborted } from '#foundation/timeout.ts';
import type { Transactions } from '../queries.ts';
import { connect } from './connect.ts';
import { type Send, sendOver } from './database.ts';
import { convertStoreError, isUnreachable } from './faults.ts';
import { transact } from './transacted.ts';

/** Connections per daemon: one design commits at a time, beside a few reads. */
const CONNECTIONS = 10;
/** In milliseconds. The defaults are a daemon's. */
export interface CallBounds {
  /** More than a statement's and a connection's limits together: a longer call is lost. */
  readonly callMs?: number;
  /** The server aborts a longer statement. */
  readonly statementMs?: number;
  /** The addresses lead through a pooler, which limits statements itself. */
  readonly isPooled?: boolean;
}
const CALL_MS = 15_000;
/** Changes a row, since a commit that changes nothing does not wait for a standby. */
const A_COMMIT =
  'insert into readiness (id) values (1) on conflict (id) do update set checked_at = excluded.checked_at';
const CLOSE_SECONDS = 2;

/**
 * All connections except the heartbeat's. If the server is unreachable, silent or read-only, the
 * next call connects to the next host.
 */
export class Pool {
  readonly #urls: readonly string[];
  readonly #log: Log;
  readonly #bounds: CallBounds;
  #host = 0;
  #client: postgres.Sql;
  #calls = new Set<Promise<unknown>>();
  /** Commits that the standby may lack, and how many of these a later commit has covered. */
  #doubts = 0;
  #settled = 0;

  constructor(urls: readonly string[], log: Log, bounds: CallBounds = {}) {
    this.#urls = urls;
    this.#log = log;
    this.#bounds = bounds;
    this.#client = this.#connected();
  }

  readonly send: Send = (...statement) => this.#call((client) => sendOver(client)(...statement));

  readonly transact: Transactions['transact'] = (changes) =>
    this.#call((client) => transact(client, changes));

  async #call<Result>(work: (client: postgres.Sql) => PromiseLike<Result>): Promise<Result> {
    const client = this.#client;
    const calls = this.#calls;
    const call = Promise.resolve(work(client)).then(async (result) => {
      await this.#settle(client);
      return result;
    });
    calls.add(call);
    const over = (): boolean => calls.delete(call);
    call.then(over, over);
    try {
      return await awaitUnlessAborted(call, AbortSignal.timeout(this.#bounds.callMs ?? CALL_MS));
    } catch (error) {
      const fault = convertStoreError(error);
      if (isUnreachable(error)) {
        this.#doubts += 1;
        if (client === this.#client) this.#moveOn(client, fault);
      }
      throw fault;
    }
  }

  async close(): Promise<void> {
    await this.#client.end({ timeout: CLOSE_SECONDS });
  }

  /**
   * Resolves once all that is readable would survive a failover to a synchronous standby. A commit
   * can be readable without being on the standby: its wait was cancelled, or its connection lost. A
   * later commit that did wait covers it.
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
    // Only after its last call: before that, the driver would open new connections for waiting
    // calls and keep them.
    Promise.allSettled(calls)
      .then(() => left.end({ timeout: CLOSE_SECONDS }))
      .catch((failure: unknown) => {
        this.#log.warn('store_not_closed', { error: convertStoreError(failure) });
      });
  }
}
