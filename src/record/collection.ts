import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Bundles } from '../engine/ports/bundles.ts';
import type { DesignSummary, SharedStore } from '../engine/ports/store.ts';
import { keepMissedLessons } from '../engine/starting/lessons.ts';
import type { Clock } from '../foundation/clock.ts';
import { DAY_MS } from '../foundation/day.ts';
import type { Log } from '../foundation/log.ts';

/** Milliseconds for which answers to requests are kept; a client that repeats a request does so within hours. */
const KEEP_RESPONSES_MS = 7 * DAY_MS;
const PAGE = 100;
/** Designs that a preview names at most. */
const PREVIEWED = 1_000;

interface CollectionParts {
  readonly store: SharedStore;
  readonly bundles: Bundles;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Collected {
  /** Removed designs, in the order of removal. */
  readonly designs: readonly DesignSummary[];
  /** Folders that could not be removed, now or before; the next run tries again. The log says which, and why. */
  readonly failed: number;
  readonly responses: number;
}

/** Returns the moment before which a design must have ended to be collected (P9). */
export function endOfKeeping(clock: Clock, keepDays: number): number {
  return clock.now() - keepDays * DAY_MS;
}

/** Does the daily work for all daemons: keeps missed lessons (A14), and collects old designs. */
export async function upkeep(
  parts: CollectionParts,
  endedBefore: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await keepMissedLessons(parts, signal);
  } finally {
    await collect(parts, endedBefore, signal);
  }
}

/**
 * Removes designs that ended before this moment, have nothing left to do, and are not run again by one that stays (P9). Only
 * the store can check all that in one step, so the local folder is set aside until the rows are gone. Folders left aside by an
 * earlier run go first. Logs a folder that cannot be removed. Stored responses go after a week. Throws `Fault` when the store
 * cannot be reached.
 */
export async function collect(
  parts: CollectionParts,
  endedBefore: number,
  signal: AbortSignal,
): Promise<Collected> {
  const { store, bundles, clock, log } = parts;
  const designs: DesignSummary[] = [];
  const tried = new Set<DesignId>();
  let failed = 0;
  for (const id of await bundles.aside()) if (!(await finished(parts, id))) failed += 1;
  for (;;) {
    // A removed design may have been the last to run another one again: the next query finds that one.
    const page = await store.collectable(endedBefore, PAGE);
    const next = page.filter(({ id }) => !tried.has(id));
    if (next.length === 0 || signal.aborted) break;
    for (const design of next) {
      if (signal.aborted) break;
      tried.add(design.id);
      const isAside = await done(parts, design.id, 'setAside');
      const [went] = isAside ? await store.collect([design.id], endedBefore) : [];
      if (went !== undefined) designs.push(design);
      if (!isAside || !(await finished(parts, design.id))) failed += 1;
    }
  }
  const responses = await store.forgetResponses(clock.now() - KEEP_RESPONSES_MS);
  log.info('collected', { designs: designs.length, failed, responses });
  return { designs, failed, responses };
}

/** Removes a set-aside folder if its design is gone, and else puts it back. */
async function finished(parts: CollectionParts, id: DesignId): Promise<boolean> {
  return done(parts, id, (await parts.store.summary(id)) === null ? 'remove' : 'putBack');
}

async function done(
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

/** Returns the designs that `collect` would remove now, the oldest 1,000, and the space they free; removes nothing (P9). */
export async function previewCollection(
  { store }: Pick<CollectionParts, 'store'>,
  endedBefore: number,
): Promise<readonly DesignSummary[]> {
  const designs = await store.collectable(endedBefore, PREVIEWED);
  for (const { successorOf } of designs) {
    const freed = successorOf === null ? null : await store.summary(successorOf);
    if (freed !== null && (await wouldBeFree(store, freed, endedBefore))) designs.push(freed);
  }
  return designs;
}

/** Returns true if only the design that runs this one again keeps it. */
async function wouldBeFree(store: SharedStore, { id, endedAt }: DesignSummary, endedBefore: number) {
  if (endedAt === null || endedAt >= endedBefore) return false;
  const [effects, { entries }] = await Promise.all([store.pendingEffects(id), store.mail(id)]);
  return effects.length === 0 && entries.length === 0;
}
