import type { Design } from '../../core/design.ts';
import type { DesignEvent, EventOf } from '../../core/events.ts';
import type { ParticipantId } from '../../core/ids.ts';
import { participant } from '../../core/participants.ts';

/** What is said of events, by their types. `design` is the design as the event left it. */
export type EventLines = {
  readonly [Type in DesignEvent['type']]: (event: EventOf<Type>, design: Design) => string[];
};

export function nameOf(design: Design, id: ParticipantId): string {
  return participant(design, id).title;
}
