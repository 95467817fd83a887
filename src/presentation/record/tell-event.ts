import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { evolve } from '../../core/workflow/evolve.ts';
import { askedLine, verdictLine } from '../afterwards.ts';
import { type Tellers, type Told, told } from '../format/told.ts';
import { publishedLine } from '../publishing.ts';
import { DELIBERATION } from './tell-deliberation.ts';
import { RUN } from './tell-run.ts';

const AFTERWARDS = {
  decision_judged: (event) => told(verdictLine(event)),
  record_asked: (event) => told(askedLine(event)),
  decision_published: (event) => told(publishedLine(event)),
} satisfies Partial<Tellers>;

/** A row for each event: the compiler leads here from a new one, and nowhere else in presentation. */
const TELLERS: Tellers = { ...DELIBERATION, ...RUN, ...AFTERWARDS };

/**
 * An event in words, for the transcript, a terminal and notifications; `null` for one only operators need. `design`: as the event
 * left it, or later.
 */
export function tellEvent(event: DesignEvent, design: Design): Told | null {
  // The compiler cannot see that an event and its teller have the same type.
  const tell = TELLERS[event.type] as ((event: DesignEvent, design: Design) => Told | null) | null;
  return tell?.(event, design) ?? null;
}

/**
 * Each event with the design as it left it. Replies edited or withdrawn before they were read appear only in their last form.
 */
export function eventsInOrder(events: readonly DesignEvent[]): (readonly [DesignEvent, Design])[] {
  const all: (readonly [DesignEvent, Design])[] = [];
  let state: Design | null = null;
  for (const event of events) {
    const now: Design = evolve(state, event);
    if (!isOverwritten(event, events)) all.push([event, now]);
    state = now;
  }
  return all;
}

function isOverwritten(event: DesignEvent, events: readonly DesignEvent[]): boolean {
  if (event.type !== 'reply_recorded' || event.after === 'end') return false;
  const newest = events.findLast(
    (each) => each.type === 'reply_recorded' && each.id === event.id && each.after !== 'end',
  );
  return newest !== event;
}
