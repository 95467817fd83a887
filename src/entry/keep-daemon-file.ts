import type { Clock } from '../foundation/clock.ts';
import type { Log } from '../foundation/log.ts';
import { No } from '../foundation/no.ts';
import { waitUntil } from '../foundation/timeout.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import { findDaemon, isFound } from './cli/find-daemon.ts';
import { type DaemonFacts, readDaemonFile, writeDaemonFile } from './daemon-file.ts';

/** Milliseconds between checks that the file leads to a running daemon. */
const LOOK_MS = 5_000;
const FREE_DISK = 'Free disk space, and check who owns the folder.';

interface Keeping {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly tokens: Pick<AccessTokens, 'changes'>;
}

/**
 * Writes the file unless it leads to another running daemon, since daemons on one database may
 * share a data folder. Until the signal is aborted, writes the file again whenever it leads to no
 * running daemon, and keeps to what the others have changed of rights. Throws
 * `Fault('write_failed')` if the first write fails.
 */
export async function keepDaemonFile(
  dataDir: string,
  content: DaemonFacts,
  { clock, log, signal, tokens }: Keeping,
): Promise<void> {
  const keep = async (): Promise<void> => {
    const file = await readDaemonFile(dataDir);
    if (file !== null && !(file instanceof No) && file.token === content.token) return;
    if (!isFound(await findDaemon({ dataDir })) && !signal.aborted)
      await writeDaemonFile(dataDir, content);
  };
  await keep();
  const lookAgain = async (): Promise<void> => {
    for (;;) {
      await waitUntil(clock, clock.now() + LOOK_MS, signal);
      if (signal.aborted) return;
      await keep().catch((error: unknown) =>
        log.warn('daemon_file_not_written', { error, toDo: FREE_DISK }),
      );
      await tokens.changes().catch((error: unknown) =>
        log.warn('rights_not_kept', {
          error,
          toDo: 'Check the disk of the data folder, and who owns it.',
        }),
      );
    }
  };
  lookAgain().catch((error: unknown) =>
    log.error('daemon_file_not_written', { error, toDo: FREE_DISK }),
  );
}
