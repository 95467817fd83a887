/** A design's events from a sequence number on, live, without gaps or repeats (A13). */

import type { DesignId } from '#design/ids.ts';
import type { Store, StoredEvent } from '#store/store.ts';
import { isFault } from '#support/fault.ts';
import { isSetAside } from './set-aside.ts';

/** A change that nobody told of is seen by now. */
const POLL_MS = 2_000;
/** Followers are told if the store is unavailable for longer than this. */
const AWAY_MS = 60_000;

/** Ends with the event that ends the design, or when the signal is aborted. */
export async function* followEvents(
  store: Store,
  id: DesignId,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  let last = after;
  let readAt = performance.now();
  let changed = Promise.withResolvers<void>();
  const notice = () => changed.resolve();
  const unwatch = store.watch((changedId) => {
    if (changedId === id || changedId === null) notice();
  });
  signal.addEventListener('abort', notice, { once: true });
  try {
    while (!signal.aborted) {
      // Before the read, so that a change during it is not missed.
      changed = Promise.withResolvers<void>();
      const found = await readAfter(store, id, last).catch((error: unknown) => {
        if (!isFault(error, 'store_away') || performance.now() - readAt > AWAY_MS) throw error;
        return null;
      });
      if (found !== null) readAt = performance.now();
      for (const stored of found?.events ?? []) {
        if (signal.aborted) return;
        last = stored.seq;
        yield stored;
        if (stored.event.type === 'design_ended') return;
      }
      if (signal.aborted || found?.isOver) return;
      const timer = setTimeout(notice, POLL_MS);
      await changed.promise;
      clearTimeout(timer);
    }
  } finally {
    unwatch();
    signal.removeEventListener('abort', notice);
  }
}

/** `isOver`: it was set aside or removed, and nothing more comes. */
async function readAfter(store: Store, id: DesignId, last: number) {
  const row = await store.design(id);
  const events = await store.events(id, last);
  return { events, isOver: row === null || isSetAside(row) };
}
