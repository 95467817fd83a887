import { fileURLToPath } from 'node:url';
import { Daemon, launch, type Running } from '../../entry/daemon.ts';

const PROGRAM = fileURLToPath(new URL('daemon-program.ts', import.meta.url));

export interface DaemonOptions {
  /** A folder of its own, with a store in it unless there is a database. */
  readonly dataDir: string;
  /** Postgres; the embedded store when it is left out. */
  readonly databaseUrl?: string;
  /** Where `chat-endpoint.ts` listens: its designs are then posted about. */
  readonly chatUrl?: string;
  /** Where it ends itself, or freezes itself: see `kill-point.ts`. */
  readonly killPoint?: string;
  readonly freezePoint?: string;
  /** The command, with its first words, that starts its process. */
  readonly under?: readonly string[];
  /** What differs from a rehearsal that answers at once. */
  readonly environment?: Readonly<Record<string, string>>;
}

const REHEARSAL = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  CHARRETTE_LOG_LEVEL: 'info',
};

const launched = new Set<Running>();

/**
 * Starts `daemon-program.ts`; resolves when it is ready, rejects with its output when it ends
 * before.
 */
export function startDaemon(options: DaemonOptions): Promise<Daemon> {
  return Daemon.ready(launchDaemon(options));
}

/** For one that may end before it is ready. */
export function launchDaemon(options: DaemonOptions): Running {
  const { dataDir, databaseUrl, chatUrl, killPoint, freezePoint, under, environment } = options;
  const running = launch(
    dataDir,
    {
      ...REHEARSAL,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ...(chatUrl === undefined ? {} : { CHAT_URL: chatUrl }),
      ...(killPoint === undefined ? {} : { KILL_POINT: killPoint }),
      ...(freezePoint === undefined ? {} : { KILL_POINT: freezePoint, KILL_SIGNAL: 'SIGSTOP' }),
      ...environment,
    },
    [PROGRAM],
    under,
  );
  launched.add(running);
  void running.ended.then(() => launched.delete(running));
  return running;
}

process.once('exit', () => {
  for (const { signal } of launched) signal('SIGKILL');
});
