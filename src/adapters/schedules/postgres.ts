import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import { PgBoss } from 'pg-boss';
import type { Log } from '../../runtime/ports/log.ts';
import type { Schedules, TimeOfDay } from '../../runtime/ports/schedules.ts';

/** What little there is to do comes one thing after the other; the second is for what pg-boss does in transactions. */
const CONNECTIONS = 2;
const CONNECT_MS = 5_000;
const QUERY_MS = 30_000;
/** Work that takes longer than this is taken for lost, and given to another daemon. */
const WORK_BOUND_SECONDS = 3_600;
const RETRIES = 5;
const RETRY_SECONDS = 60;
/** How long work gets to notice that it is to stop. */
const STOP_MS = 2_000;
/** How long a database that does not answer may keep a stop waiting. */
const STOP_BOUND_MS = 4_000;

/**
 * Schedules that all daemons on a database share, kept by pg-boss in its schema `pgboss` there. It has its own
 * connections; what goes wrong with them is logged, and it comes back with the database. `lookSeconds` (1 to 45) is
 * how often each daemon looks whether something is due.
 */
export function createPostgresSchedules(options: {
  readonly url: string;
  readonly log: Log;
  readonly lookSeconds?: number;
}): Schedules {
  const { log, lookSeconds = 30 } = options;
  const boss = openBoss(options.url, lookSeconds);
  // An `error` that nobody listens to would end the process.
  boss.on('error', (error) => log.warn('schedules_fault', { error }));
  boss.on('warning', ({ message }) => log.warn('schedules_warning', { message }));
  const stopping = new AbortController();
  const { signal } = stopping;

  async function register(name: string, at: TimeOfDay, work: (signal: AbortSignal) => Promise<void>) {
    await begin(boss);
    await boss.createQueue(name, {
      expireInSeconds: WORK_BOUND_SECONDS,
      retryLimit: RETRIES,
      retryDelay: RETRY_SECONDS,
      retryBackoff: true,
    });
    await boss.schedule(name, `${at.minute} ${at.hour} * * *`, null, { tz: 'UTC', missed: 'once' });
    await boss.work(name, { pollingIntervalSeconds: lookSeconds }, async () => {
      try {
        await work(signal);
      } catch (error) {
        log.error('scheduled_work_failed', { name, error });
        throw error;
      }
    });
  }

  return {
    daily(name, at, work) {
      pRetry(() => register(name, at, work), {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 1_000,
        maxTimeout: 60_000,
        randomize: true,
        signal,
        onFailedAttempt: ({ error }) => log.warn('schedule_not_registered', { name, error }),
      }).catch((error: unknown) => {
        if (!signal.aborted) log.error('schedule_given_up', { name, error });
      });
    },
    async stop() {
      stopping.abort();
      await Promise.race([boss.stop({ timeout: STOP_MS }), delay(STOP_BOUND_MS, undefined, { ref: false })]);
    },
  };
}

/** One that came up halfway is taken down, so that the next attempt begins from nothing. */
async function begin(boss: PgBoss): Promise<void> {
  try {
    await boss.start();
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
}

function openBoss(url: string, lookSeconds: number): PgBoss {
  const connection = new URL(url);
  // Else this driver would take `sslmode=require` for more than the other one, and than Postgres itself, does.
  connection.searchParams.set('uselibpqcompat', 'true');
  const options = {
    connectionString: connection.href,
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
