import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent, EventOf } from '../../core/vocabulary/events.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { participant } from '../../core/vocabulary/participants.ts';

/** What is said of events, by their types. `design` is the design as the event left it. */
export type EventLines = {
  readonly [Type in DesignEvent['type']]: (event: EventOf<Type>, design: Design) => string[];
};

export function nameOf(design: Design, id: ParticipantId): string {
  return participant(design, id).title;
}
