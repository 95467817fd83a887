import { systemClock } from '../../adapters/system/clock.ts';
import { type PublicEvent, publicEvent } from '../../core/telling/public-event.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Store } from '../../runtime/ports/store.ts';
import { waitUntil } from '../../runtime/timeout.ts';
import type { Source } from './source.ts';

/** Milliseconds between two polls of a design that is followed. */
const LOOK_AGAIN_MS = 500;
const PAGE = 500;

/** Where events are read. `isOver`: nothing can come any more but what is stored already. */
interface StoredEvents extends Pick<Store, 'events'> {
  isOver(id: DesignId): Promise<boolean>;
}

/** What is read of a design by its events, as they are stored. */
export function eventReads(stored: StoredEvents): Pick<Source, 'design' | 'events'> {
  return {
    design: (id) => designIn(stored, id),
    events: (...asked) => followPages(stored, ...asked),
  };
}

async function designIn(stored: StoredEvents, id: DesignId): Promise<Design> {
  // What only lists designs does without it.
  const { loadDesign } = await import('../../runtime/engine/loading.ts');
  const { design } = await loadDesign(stored, id);
  if (design === null) throw new Error(`broken invariant: ${id} is gone`);
  return design;
}

/** Events page by page, without gaps or repeats (A13): all that there are, and with `follow` all that will come. */
async function* followPages(
  stored: StoredEvents,
  ...[id, since, follow, signal]: Parameters<Source['events']>
): AsyncGenerator<PublicEvent> {
  let last = since;
  while (!signal.aborted) {
    // Asked before the page is read, so that what came with the end is in it.
    const isOver = !follow || (await stored.isOver(id));
    const events = await stored.events(id, last, PAGE);
    for (const event of events) {
      last = event.seq;
      yield publicEvent(event);
    }
    if (events.length > 0) continue;
    if (isOver) return;
    await waitUntil(systemClock, systemClock.now() + LOOK_AGAIN_MS, signal);
  }
}
