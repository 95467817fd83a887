import { setTimeout as pause } from 'node:timers/promises';
import type postgres from 'postgres';
import { present } from '#core/vocabulary/present.ts';
import { type Clock, callAt } from '#foundation/clock.ts';
import { Fault } from '#foundation/fault.ts';
import type { Log } from '#foundation/log.ts';
import { awaitWhileRunning } from '#foundation/timeout.ts';
import type { FleetListener } from '#ports/fleet.ts';
import { eq, sql } from '../drizzle.ts';
import { connect } from './connect.ts';
import { createDatabase, type Database, sendOver } from './database.ts';
import { convertStoreError } from './faults.ts';
import { freeOrphans } from './ownership.ts';
import { daemons } from './schema.ts';
import { deleteDeadDaemons, writeBeat } from './statements.ts';

const BEAT_MS = 200;
/** Milliseconds until a beat counts as failed, even if the driver believes in its connection. */
const BEAT_BOUND_MS = 2_000;
/**
 * Milliseconds for which a daemon is sure of its designs after sending a beat that was answered.
 */
const SURE_MS = 800;
/**
 * Age of the last beat at which a daemon is evicted: the first if its lock is free, so it was
 * killed; the second if it is frozen. The first exceeds SURE_MS by as much as two clocks may drift
 * in that time.
 */
const KILLED_MS = 1_000;
export const FROZEN_MS = 8_000;
/**
 * Milliseconds before a daemon that was itself unsure evicts another: all may have lost the same
 * server.
 */
const NO_EVICTION_MS = 2_000;
export const CHANNEL = 'charrette';
/** The number of a daemon outside the fleet. It never owns anything. */
const NOBODY = 0;
const NOT_JOINED = new Fault(
  'store_unavailable',
  'This daemon has not joined the others on its database yet.',
);

interface Beat {
  /** The server's process of this connection: it holds the lock and receives notices. */
  readonly backend: number;
  readonly locked: boolean;
  readonly suspects: boolean;
}
interface Daemon {
  readonly id: number;
  /** As Postgres writes it, which is more exact than a `Date`. */
  readonly startedAt: string;
  /** Backends known to hold its lock and to listen. */
  locked: number;
  listening: number;
}

/**
 * Keeps this daemon in the fleet: its row, lock, heartbeat and listener share one separate
 * connection. A lost connection is reopened, and the row is kept if it still exists. If it does
 * not, this daemon was evicted: it calls `onLoss`, and joins as a new one.
 */
export class Membership {
  readonly #urls: readonly string[];
  readonly #log: Log;
  readonly #database: Database;
  readonly #hear: (payload: string) => void;
  #listener: FleetListener | null = null;
  #host = 0;
  #client: postgres.Sql | null = null;
  #daemon: Daemon | null = null;
  #beating: Promise<void> | null = null;
  #living: Promise<void> | null = null;
  #ended = false;
  #answeredBeatSentAt = Number.NEGATIVE_INFINITY;
  #judgesFrom = Number.NEGATIVE_INFINITY;
  #evicting = false;
  /** Of the newest beat. */
  #failure: Error | null = null;

  constructor(
    urls: readonly string[],
    database: Database,
    log: Log,
    hear: (payload: string) => void,
  ) {
    this.#urls = urls;
    this.#database = database;
    this.#log = log;
    this.#hear = hear;
  }

  listen(listener: FleetListener): void {
    this.#listener = listener;
    // The next claim tries again, and throws if that fails.
    this.member().catch((error: unknown) => this.#log.warn('fleet_not_joined', { error }));
  }

  /** Joins first if needed. If the daemon is evicted meanwhile, the number matches no row. */
  async member(): Promise<number> {
    if (this.#daemon === null && !this.#ended) {
      await this.#beatOnce();
      this.#living ??= this.#live();
    }
    return this.number;
  }

  get number(): number {
    return this.#daemon?.id ?? NOBODY;
  }

  isSure(): boolean {
    return performance.now() - this.#answeredBeatSentAt < SURE_MS;
  }

  absence(): Error | null {
    return this.#failure ?? (this.#daemon === null ? NOT_JOINED : null);
  }

  /** Stops the beat and deletes the row, so that all designs of this daemon are due at once. */
  async leave(): Promise<void> {
    this.#ended = true;
    this.#answeredBeatSentAt = Number.NEGATIVE_INFINITY;
    await this.#living;
    const id = this.#daemon?.id ?? null;
    if (id === null) return;
    const { db, rows } = this.#database;
    await rows(db.delete(daemons).where(eq(daemons.id, id)));
    await freeOrphans(this.#database);
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#living;
    await this.#disconnect();
  }

  async #live(): Promise<void> {
    while (!this.#ended) {
      const beganAt = performance.now();
      const hasFailed = this.#failure !== null;
      await this.#beatOnce().catch((error: unknown) => {
        // Warns once until a beat is answered again.
        if (!hasFailed) this.#log.warn('beat_failed', { error });
      });
      await pause(Math.max(0, beganAt + BEAT_MS - performance.now()));
    }
  }

  /** Concurrent callers share one beat. */
  #beatOnce(): Promise<void> {
    this.#beating ??= this.#beat()
      .catch(async (error: unknown) => {
        this.#failure = convertStoreError(error);
        await this.#disconnect();
        throw this.#failure;
      })
      .finally(() => {
        this.#beating = null;
      });
    return this.#beating;
  }

  async #beat(): Promise<void> {
    const client = this.#connected();
    const daemon = this.#daemon ?? (await boundBeat(enrol(client)));
    const sentAt = performance.now();
    const beat = await boundBeat(sendBeat(client, daemon));
    if (beat === null) return this.#evicted();
    if (this.#daemon === null) this.#log.info('fleet_joined', { daemon: daemon.id });
    this.#daemon = daemon;
    if (!this.isSure() && this.#living !== null) this.#judgesFrom = sentAt + NO_EVICTION_MS;
    this.#answeredBeatSentAt = sentAt;
    this.#failure = null;
    daemon.locked = beat.locked ? beat.backend : 0;
    if (daemon.listening !== beat.backend) await this.#listenAgain(client, daemon, beat.backend);
    if (beat.suspects && sentAt >= this.#judgesFrom && !this.#evicting) this.#evict();
  }

  #connected(): postgres.Sql {
    this.#client ??= connect(this.#urls[this.#host % this.#urls.length] ?? '', {
      connections: 1,
      onNotify: (_channel, payload) => this.#hear(payload),
    });
    return this.#client;
  }

  /** The next beat goes to the next host. */
  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.#host += 1;
    await client?.end({ timeout: 0 });
  }

  /** Notices in between are lost, so all designs count as due. */
  async #listenAgain(client: postgres.Sql, daemon: Daemon, backend: number): Promise<void> {
    await boundBeat(client.unsafe(`listen ${CHANNEL}`));
    daemon.listening = backend;
    this.#listener?.onDue(null);
  }

  #evicted(): void {
    this.#log.error('lease_lost', {
      daemon: this.#daemon?.id,
      toDo: 'Look for overload, paused machines and a slow network.',
    });
    this.#daemon = null;
    this.#answeredBeatSentAt = Number.NEGATIVE_INFINITY;
    this.#listener?.onLoss();
  }

  #evict(): void {
    this.#evicting = true;
    evictDeadDaemons(this.#database, this.number)
      .then((ids) => {
        if (ids.length === 0) return;
        this.#log.warn('daemons_evicted', {
          daemons: ids,
          toDo: 'Others took over its designs: restart the lost daemon.',
        });
        this.#listener?.onDue(null);
      })
      .catch((error: unknown) => this.#log.warn('eviction_failed', { error }))
      .finally(() => {
        this.#evicting = false;
      });
  }
}

/** Rejects with a `TimeoutError` once this process has run for `BEAT_BOUND_MS`. */
function boundBeat<Result>(call: Promise<Result>): Promise<Result> {
  const late = (): never => {
    throw new DOMException('A beat was not answered in time.', 'TimeoutError');
  };
  return awaitWhileRunning(call, BEAT_BOUND_MS, late, timers);
}

/** The moments of beats, which stay in this process. */
const timers: Clock = {
  now: () => performance.now(),
  at: (dueAt, callback) => callAt(timers.now, dueAt, callback),
};

async function enrol(client: postgres.Sql): Promise<Daemon> {
  const { db, rows } = createDatabase(sendOver(client));
  const startedAt = sql<string>`${daemons.startedAt}::text`;
  const joining = db.insert(daemons).values({});
  const [row] = await rows(joining.returning({ id: daemons.id, startedAt }));
  return { ...present(row, 'joining the fleet returned no row'), locked: 0, listening: 0 };
}

async function sendBeat(client: postgres.Sql, daemon: Daemon): Promise<Beat | null> {
  const [beat] = await createDatabase(sendOver(client)).execute<Beat>(writeBeat(daemon, KILLED_MS));
  return beat ?? null;
}

/** Deletes all dead daemons except the caller, and makes their designs due. */
async function evictDeadDaemons(database: Database, self: number): Promise<number[]> {
  const ages = { killedMs: KILLED_MS, frozenMs: FROZEN_MS };
  const evicted = await database.execute<{ id: number }>(deleteDeadDaemons(self, ages));
  await freeOrphans(database);
  return evicted.map(({ id }) => id);
}
