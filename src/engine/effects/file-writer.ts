import type { Command } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { errorMessage } from '../../foundation/fault.ts';
import { RETRY_POLICIES, retry } from '../../foundation/retry.ts';
import { bundleOf } from '../../record/bundle.ts';
import { sourcesOf } from '../../record/sources.ts';
import type { DesignParts } from '../design/design-parts.ts';
import { allEvents } from '../reading/loading.ts';

/**
 * Writes the files of a design from its stored events (P3). Resolves to the command that reports the result, or `null` when it
 * was stopped before. Never rejects: a failure becomes a command to the design.
 */
export async function writeFiles(
  designId: DesignId,
  parts: Pick<DesignParts, 'store' | 'bundles' | 'clock' | 'log' | 'waits'>,
  signal: AbortSignal,
): Promise<Command | null> {
  const { store, bundles, clock, log, waits } = parts;
  try {
    return await retry<Command>(
      async () => {
        const events = await allEvents(store, designId);
        const sources = await sourcesOf(store, events);
        if (sources === null) throw new Error(`broken invariant: files of ${designId}, which has no events`);
        const at = Math.max(clock.now(), sources.design.lastAt);
        const { files, written, head } = bundleOf(sources, at);
        await bundles.write(designId, files);
        const madeOf = { version: events.length, at: written.at, head };
        return { type: 'report_files_written', files: written.files, madeOf };
      },
      RETRY_POLICIES.bundleFiles,
      {
        isPassing: () => true,
        onFailed: (error, attempt) => waits.filesNotWritten(designId, attempt, error),
        signal,
      },
    );
  } catch (error) {
    if (signal.aborted) return null;
    log.error('files_given_up', { designId, error });
    return { type: 'report_files_failed', detail: errorMessage(error) };
  }
}
