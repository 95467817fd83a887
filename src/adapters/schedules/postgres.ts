import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';
import { PgBoss } from 'pg-boss';
import type { Log } from '../../runtime/ports/log.ts';
import type { DailyWork, Schedules } from '../../runtime/ports/schedules.ts';

/** What little there is to do comes one thing after the other; the second is for what pg-boss does in transactions. */
const CONNECTIONS = 2;
const CONNECT_MS = 5_000;
const QUERY_MS = 30_000;
/** Work that takes longer than this counts as lost, and goes to another daemon. */
const WORK_BOUND_SECONDS = 3_600;
const WORK_RETRIES = 5;
const WORK_RETRY_SECONDS = 60;
/** Milliseconds before it is started again. */
const AGAIN_MS = 2_000;
/** Milliseconds that work gets to notice that it is to stop. */
const STOP_MS = 2_000;
/** Milliseconds that a database which does not answer may keep a stop waiting. */
const STOP_BOUND_MS = 4_000;

/**
 * A schedule that all daemons on a database share, kept by pg-boss in its schema `pgboss` there, over its own
 * connections. After any fault of the database it is started again, on the next of the hosts that `addresses` name.
 * `lookSeconds` (1 to 45) is how often each daemon polls for work that is due.
 */
export function keepTimeOnPostgres(
  daily: DailyWork,
  options: { readonly addresses: readonly Address[]; readonly log: Log; readonly lookSeconds?: number },
): Schedules {
  const { addresses, log, lookSeconds = 30 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopRequested = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

  async function keep(): Promise<void> {
    for (let attempts = 0; !signal.aborted; attempts += 1) {
      try {
        await runWorker(daily, {
          address: addresses[attempts % addresses.length] ?? { url: '', ssl: false },
          log,
          lookSeconds,
          signal,
          stopRequested,
        });
      } catch (error) {
        log.warn('schedules_fault', { error });
        await Promise.race([stopRequested, delay(AGAIN_MS, undefined, { ref: false })]);
      }
    }
  }

  const kept = keep();
  return {
    stop: () => {
      stopping.abort();
      return kept;
    },
  };
}

/** One host. The URL says nothing of TLS, which the driver of this one would read in its own way. */
interface Address {
  readonly url: string;
  readonly ssl: false | ConnectionOptions;
}

interface WorkerParts {
  readonly address: Address;
  readonly log: Log;
  readonly lookSeconds: number;
  /** Aborted when all is to stop; `stopRequested` resolves with it. */
  readonly signal: AbortSignal;
  readonly stopRequested: Promise<void>;
}

/** Lasts until it is to stop. Throws the first fault of the database. */
async function runWorker(daily: DailyWork, parts: WorkerParts): Promise<void> {
  const { log, signal, stopRequested } = parts;
  const boss = openBoss(parts);
  const faulty = Promise.withResolvers<never>();
  // An `error` that nobody listens to would end the process.
  boss.on('error', faulty.reject);
  boss.on('warning', ({ message }) => log.warn('schedules_warning', { message }));
  try {
    await Promise.race([stopRequested, faulty.promise, begin(boss, daily, parts).then(() => stopRequested)]);
  } finally {
    const ended = boss.stop({ graceful: signal.aborted, timeout: STOP_MS });
    await Promise.race([ended, delay(STOP_BOUND_MS, undefined, { ref: false })]);
  }
}

async function begin(boss: PgBoss, { name, at, work }: DailyWork, parts: WorkerParts): Promise<void> {
  const { log, lookSeconds, signal } = parts;
  await boss.start();
  await boss.createQueue(name, {
    expireInSeconds: WORK_BOUND_SECONDS,
    retryLimit: WORK_RETRIES,
    retryDelay: WORK_RETRY_SECONDS,
    retryBackoff: true,
  });
  await boss.schedule(name, `${at.minute} ${at.hour} * * *`, null, { tz: 'UTC', missed: 'once' });
  await boss.work(name, { pollingIntervalSeconds: lookSeconds }, async ([job]) => {
    try {
      await work(job === undefined ? signal : AbortSignal.any([signal, job.signal]));
    } catch (error) {
      log.error('scheduled_work_failed', { name, error });
      throw error;
    }
  });
}

function openBoss({ address: { url, ssl }, lookSeconds }: WorkerParts): PgBoss {
  const options = {
    connectionString: url,
    ssl,
    application_name: 'charrette schedules',
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    schema: 'pgboss',
    cronMonitorIntervalSeconds: lookSeconds,
    cronWorkerIntervalSeconds: lookSeconds,
    // No work here waits for other work.
    flowIntervalSeconds: 3_600,
  };
  return new PgBoss(options);
}
