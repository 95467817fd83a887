import type { AnsweringEnd } from '#core/vocabulary/event-parts.ts';
import type { EventOf } from '#core/vocabulary/events.ts';
import { of, type World } from './given.ts';

type Closed = Omit<EventOf<'answering_closed'>, 'type' | 'at'>;

/** How answering was closed for good, each time. */
export function closedIn({ history }: World): Closed[] {
  return of(history, 'answering_closed')
    .filter(({ isMatching }) => !isMatching)
    .map(({ type: _, at: __, ...how }) => how);
}

/** Closed so, with nothing assumed, left open or not read but what a test says. */
export function closing(
  reason: AnsweringEnd,
  by: string,
  questions: Partial<Pick<Closed, 'assumed' | 'leftOpen' | 'notRead'>> = {},
): Closed {
  return { reason, by, assumed: [], leftOpen: [], notRead: [], ...questions };
}
