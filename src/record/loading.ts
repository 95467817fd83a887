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
 * Replays a design: 10,000 events take 0.1 to 0.2 s, and an ordinary design has some hundreds. Throws
 * `ChainBrokenFault` if events were changed or belong to another design.
 */
export async function loadDesign(store: Pick<SharedStore, 'events'>, id: DesignId): Promise<LoadedDesign> {
  let { design, lastAt } = UNSTARTED;
  const hashes: string[] = [];
  for (;;) {
    const page = await store.events(id, hashes.length, EVENTS_READ_TOGETHER);
    for (const { event, hash } of page) {
      design = foldEvent(design, event, id);
      lastAt = event.at;
      hashes.push(hash);
    }
    if (page.length < EVENTS_READ_TOGETHER) return { design, hashes, lastAt };
  }
}

/** Returns `null` if the chain is broken, for callers that can do without the design. */
export async function loadIfWhole(store: Pick<SharedStore, 'events'>, id: DesignId): Promise<Design | null> {
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
