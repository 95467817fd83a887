import * as z from 'zod';
import { systemClock } from '../../adapters/system/clock.ts';
import type { PublicEvent } from '../../core/public-event.ts';
import { waitUntil } from '../../runtime/timeout.ts';

/** Milliseconds between two polls of a design that is followed. */
const LOOK_AGAIN_MS = 500;

const Event = z.looseObject({ seq: z.number().int(), type: z.string(), at: z.string() });
/** The fields that printing needs; the others are passed on as they are. */
export const EventPage = z.object({
  events: z.array(z.custom<PublicEvent>((value) => Event.safeParse(value).success)),
});

/** Where events come from. `isOver`: nothing can come any more but what is stored already. */
export interface Pages {
  page(since: number): Promise<readonly PublicEvent[]>;
  isOver(): Promise<boolean>;
}

/** Events page by page, without gaps or repeats (A13): all that there are, and with `follow` all that will come. */
export async function* followPages(
  pages: Pages,
  {
    since,
    follow,
    signal,
  }: { readonly since: number; readonly follow: boolean; readonly signal: AbortSignal },
): AsyncGenerator<PublicEvent> {
  let last = since;
  while (!signal.aborted) {
    // Asked before the page is read, so that what came with the end is in it.
    const isOver = !follow || (await pages.isOver());
    const events = await pages.page(last);
    for (const event of events) {
      last = event.seq;
      yield event;
    }
    if (events.length > 0) continue;
    if (isOver) return;
    await waitUntil(systemClock, systemClock.now() + LOOK_AGAIN_MS, signal);
  }
}
