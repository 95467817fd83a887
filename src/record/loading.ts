import { LRUCache } from 'lru-cache';
import type { Design } from '../core/vocabulary/design.ts';
import type { DesignEvent } from '../core/vocabulary/events.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { evolve } from '../core/workflow/evolve.ts';
import { ChainBrokenFault, isOfAnotherVersion } from '../foundation/fault.ts';
import type { SharedStore, StoredEvent } from '../ports/store.ts';

/** Events read at once; a read that returns fewer has the last ones. */
export const EVENTS_READ_TOGETHER = 1_000;

export interface LoadedDesign {
  readonly design: Design | null;
  /** The hash of each of its events. */
  readonly hashes: readonly string[];
  /** Time of its last event. No later event is earlier, whatever the machine's clock does. */
  readonly lastAt: number;
}

export const UNSTARTED: LoadedDesign = { design: null, hashes: [], lastAt: 0 };

/**
 * Designs under way that were loaded last: one that waits for people is loaded for each of their
 * replies. An ended one is not kept in memory.
 */
const LOADED = new LRUCache<DesignId, LoadedDesign>({ max: 20 });

/**
 * Replays a design: 10,000 events take 0.1 to 0.2 s, and an ordinary design has some hundreds. All
 * of them are read and checked, and only those that were added since it was last loaded are folded
 * in. Throws `ChainBrokenFault` if events were changed or belong to another design.
 */
export async function loadDesign(
  store: Pick<SharedStore, 'events'>,
  id: DesignId,
): Promise<LoadedDesign> {
  const before = LOADED.get(id);
  const since = before === undefined ? null : await foldSince(before, store, id);
  const loadedDesign = since ?? (await foldSince(UNSTARTED, store, id)) ?? UNSTARTED;
  if (loadedDesign.design !== null && loadedDesign.design.end === null)
    LOADED.set(id, loadedDesign);
  else LOADED.delete(id);
  return loadedDesign;
}

/**
 * `null` if the store does not have the last event of `before`, whose hash covers all that precede
 * it.
 */
async function foldSince(
  before: LoadedDesign,
  store: Pick<SharedStore, 'events'>,
  id: DesignId,
): Promise<LoadedDesign | null> {
  let { design, lastAt } = before;
  const hashes: string[] = [];
  for (;;) {
    const page = await store.events(id, hashes.length, EVENTS_READ_TOGETHER);
    for (const { event, hash } of page) {
      hashes.push(hash);
      if (hashes.length > before.hashes.length) {
        design = foldEvent(design, event, id);
        lastAt = event.at;
      } else if (hashes.length === before.hashes.length && hash !== before.hashes.at(-1))
        return null;
    }
    if (page.length >= EVENTS_READ_TOGETHER) continue;
    return hashes.length < before.hashes.length ? null : { design, hashes, lastAt };
  }
}

/** Returns `null` if the chain is broken, for callers that can do without the design. */
export async function loadIfWhole(
  store: Pick<SharedStore, 'events'>,
  id: DesignId,
): Promise<Design | null> {
  return (await dropBroken(loadDesign(store, id)))?.design ?? null;
}

/** `null` in place of a design with a broken chain, or of another version. */
export async function dropBroken<Loaded>(loading: Promise<Loaded>): Promise<Loaded | null> {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof ChainBrokenFault || isOfAnotherVersion(error)) return null;
    throw error;
  }
}

/** Folds an event in. One that contradicts the state cannot be the recorded one. */
function foldEvent(before: Design | null, event: DesignEvent, id: DesignId): Design {
  const seq = (before?.version ?? 0) + 1;
  if (event.type === 'design_started' && event.designId !== id)
    throw new ChainBrokenFault(id, `event ${seq} is another design's`);
  try {
    return evolve(before, event);
  } catch (cause) {
    throw new ChainBrokenFault(id, `event ${seq} contradicts those before it`, { cause });
  }
}

/** All events of a design. Throws like `loadDesign`. */
export async function readAllEvents(
  store: Pick<SharedStore, 'events'>,
  id: DesignId,
): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await store.events(id, events.length, EVENTS_READ_TOGETHER);
    events.push(...page);
    if (page.length < EVENTS_READ_TOGETHER) return events;
  }
}
