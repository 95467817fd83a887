import type { Command } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { addendumOf } from '../bundle/addendum.ts';
import { bundleOf } from '../bundle/bundle.ts';
import { sourcesOf } from '../bundle/sources.ts';
import { errorMessage } from '../fault.ts';
import { RETRY_POLICIES, retry } from '../retry.ts';
import type { DesignParts } from './design-parts.ts';
import { allEvents } from './loading.ts';

/**
 * Writes the files of a design from its stored events (P3). Resolves to the command that reports the result, or `null` when it
 * was stopped before. Never rejects: a failure becomes a command to the design.
 */
export async function writeFiles(
  designId: DesignId,
  parts: Pick<DesignParts, 'store' | 'bundles' | 'clock' | 'log' | 'waits' | 'sign'>,
  signal: AbortSignal,
): Promise<Command | null> {
  const { store, bundles, clock, log, waits, sign } = parts;
  try {
    return await retry<Command>(
      async () => {
        const events = await allEvents(store, designId);
        const sources = await sourcesOf(store, designId, events);
        if (sources === null) throw new Error(`broken invariant: files of ${designId}, which has no events`);
        const at = Math.max(clock.now(), sources.design.lastAt);
        const { files, written, head } = bundleOf(sources, at, sign);
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

/**
 * Writes what people have done with a decision after the end, from the stored events: the same bytes however often (J14). Resolves to
 * false when it was stopped before. Never rejects: files that cannot be written are made again where they are asked for.
 */
export async function writeAddendum(
  designId: DesignId,
  parts: Pick<DesignParts, 'store' | 'bundles' | 'log' | 'waits' | 'sign'>,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, bundles, log, waits, sign } = parts;
  try {
    await retry<void>(
      async () => {
        const files = addendumOf(await allEvents(store, designId), sign);
        if (files.length > 0) await bundles.writeAddendum(designId, files);
      },
      RETRY_POLICIES.bundleFiles,
      {
        isPassing: () => true,
        onFailed: (error, attempt) => waits.filesNotWritten(designId, attempt, error),
        signal,
      },
    );
  } catch (error) {
    if (signal.aborted) return false;
    log.error('addendum_given_up', { designId, error });
  }
  return true;
}
