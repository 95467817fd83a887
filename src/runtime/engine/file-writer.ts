import type { Command } from '../../core/commands.ts';
import { replay } from '../../core/evolve.ts';
import type { DesignId } from '../../core/ids.ts';
import { bundleFiles } from '../bundle/bundle.ts';
import { RETRY_POLICIES, retry } from '../retry.ts';
import { allEvents } from './loading.ts';
import type { Parts } from './parts.ts';

/**
 * Writes the files of a design from its stored events (P3), and resolves to the command that reports the result; `null`
 * when it was stopped before. Never rejects: a failure becomes a command to the design.
 */
export async function writeFiles(
  designId: DesignId,
  { store, bundles, log }: Pick<Parts, 'store' | 'bundles' | 'log'>,
  signal: AbortSignal,
): Promise<Command | null> {
  try {
    const files = await retry(
      async () => {
        const events = await allEvents(store, designId);
        const design = replay(events.map(({ event }) => event));
        if (design === null) throw new Error(`broken invariant: files of ${designId}, which has no events`);
        return bundles.write(designId, bundleFiles(design, events));
      },
      RETRY_POLICIES.bundleFiles,
      {
        isPassing: () => true,
        onFailed: (error, attempt) => log.warn('files_not_written', { designId, attempt, error }),
        signal,
      },
    );
    return { type: 'report_files_written', files };
  } catch (error) {
    if (signal.aborted) return null;
    log.error('files_given_up', { designId, error });
    return { type: 'report_files_failed', detail: error instanceof Error ? error.message : String(error) };
  }
}
