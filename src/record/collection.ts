import { KEPT_DAYS } from '../core/vocabulary/bounds.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Clock } from '../foundation/clock.ts';
import { DAY_MS } from '../foundation/day.ts';
import type { Log } from '../foundation/log.ts';
import type { DesignSummary, SharedStore } from '../ports/store.ts';
import type { Bundles } from './bundles.ts';

/** Milliseconds to keep answers to requests; clients repeat a request within hours. */
const KEEP_RESPONSES_MS = 7 * DAY_MS;
const PAGE = 100;
const PREVIEWED = 1_000;

interface CollectionParts {
  readonly store: SharedStore;
  readonly bundles: Bundles;
  readonly clock: Clock;
  readonly log: Log;
}

interface Collected {
  /** In order of removal. */
  readonly designs: readonly DesignSummary[];
  /**
   * Folders that could not be removed, in this run or before. The log says why; the next run tries
   * again.
   */
  readonly failed: number;
  readonly responses: number;
}

/** Designs that ended before this moment are collected. */
export function endOfKeeping(clock: Clock): number {
  return clock.now() - KEPT_DAYS * DAY_MS;
}

/**
 * Removes designs that ended before this moment, have no work left, and precede no design that
 * stays. The store checks that and deletes the rows in one step, so the folder is set aside first
 * and removed afterwards. Folders set aside by an earlier run come first. Removes stored responses
 * after a week. Logs folders that cannot be removed; throws `Fault` when the store cannot be
 * reached.
 */
export async function collect(
  parts: CollectionParts,
  endedBefore: number,
  signal: AbortSignal,
): Promise<Collected> {
  const { store, bundles, clock, log } = parts;
  const designs: DesignSummary[] = [];
  const triedIds = new Set<DesignId>();
  let failed = 0;
  for (const id of await bundles.aside()) if (!(await finishFolder(parts, id))) failed += 1;
  for (;;) {
    // Removing a design may free its predecessor, which the next query finds.
    const page = await store.collectable(endedBefore, PAGE);
    const next = page.filter(({ id }) => !triedIds.has(id));
    if (next.length === 0 || signal.aborted) break;
    for (const design of next) {
      if (signal.aborted) break;
      triedIds.add(design.id);
      const isAside = await tryOnFolder(parts, design.id, 'setAside');
      const [went] = isAside ? await store.collect([design.id], endedBefore) : [];
      if (went !== undefined) designs.push(design);
      if (!isAside || !(await finishFolder(parts, design.id))) failed += 1;
    }
  }
  const responses = await store.forgetResponses(clock.now() - KEEP_RESPONSES_MS);
  log.info('collected', { designs: designs.length, failed, responses });
  return { designs, failed, responses };
}

/** Removes a set-aside folder if its design is gone; puts it back otherwise. */
async function finishFolder(parts: CollectionParts, id: DesignId): Promise<boolean> {
  return tryOnFolder(parts, id, (await parts.store.summary(id)) === null ? 'remove' : 'putBack');
}

async function tryOnFolder(
  { bundles, log }: CollectionParts,
  designId: DesignId,
  what: 'setAside' | 'remove' | 'putBack',
): Promise<boolean> {
  try {
    await bundles[what](designId);
    return true;
  } catch (error) {
    log.warn('folder_not_removed', { designId, error });
    return false;
  }
}

/**
 * Returns the designs that `collect` would remove now: the oldest 1,000, and predecessors kept only
 * for these.
 */
export async function previewCollection(
  { store }: Pick<CollectionParts, 'store'>,
  endedBefore: number,
): Promise<readonly DesignSummary[]> {
  const designs = await store.collectable(endedBefore, PREVIEWED);
  for (const { successorOf } of designs) {
    const predecessor = successorOf === null ? null : await store.summary(successorOf);
    if (predecessor !== null && (await isFreeWithoutSuccessor(store, predecessor, endedBefore)))
      designs.push(predecessor);
  }
  return designs;
}

/** True if this design stays only because of its successor. */
async function isFreeWithoutSuccessor(
  store: SharedStore,
  { id, endedAt }: DesignSummary,
  endedBefore: number,
) {
  if (endedAt === null || endedAt >= endedBefore) return false;
  const [effects, { entries }] = await Promise.all([store.pendingEffects(id), store.mail(id)]);
  return effects.length === 0 && entries.length === 0;
}
