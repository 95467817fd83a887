import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Log } from '../../foundation/log.ts';
import { MAX_FAILURES, type StoredFailure } from '../../ports/failures.ts';
import type { SharedStore } from '../../ports/store.ts';
import type { Bundles } from '../../record/bundles.ts';
import { makeNumberedFailure } from '../../sessions/diagnostics.ts';

interface FailureParts {
  readonly bundles: Pick<Bundles, 'writeFailure' | 'read'>;
  readonly store: SharedStore;
  readonly log: Log;
}

const FOLDER = 'failures/';

/**
 * Keeps the remains of a crashed session in the design's folder and in the store, where every
 * daemon of a fleet finds them. Failures are logged and change nothing. Returns the name in the
 * design's folder; empty if both failed.
 */
export async function keepFailure(
  { bundles, store, log }: FailureParts,
  designId: DesignId,
  failure: StoredFailure,
): Promise<string> {
  // The disk comes first, because a database may be unreachable.
  const writtenPath = await bundles.writeFailure(designId, failure.name, failure.text);
  const name = writtenPath === '' ? failure.name : writtenPath.slice(FOLDER.length);
  try {
    return `${FOLDER}${await storeUnderFreeName(store, designId, { ...failure, name })}`;
  } catch (error) {
    log.warn('diagnostics_not_stored', { designId, name, error });
    return writtenPath;
  }
}

/**
 * Stores a failure under its name or the next free one; another daemon may have taken the first.
 */
async function storeUnderFreeName(
  store: SharedStore,
  designId: DesignId,
  failure: StoredFailure,
): Promise<string> {
  const existingNames = new Set(await store.failureNames(designId));
  for (let count = 1; existingNames.size < MAX_FAILURES && count <= MAX_FAILURES; count += 1) {
    const name = makeNumberedFailure(failure.name, count);
    if (!existingNames.has(name) && (await store.keepFailure(designId, { ...failure, name })))
      return name;
  }
  throw new Error(
    `the store has ${existingNames.size} failures of this design, or does not know the design`,
  );
}
