import type { Design } from '../../vocabulary/design.ts';
import type { EventWith } from '../../vocabulary/event-traits.ts';
import type { DesignEvent, EventOf } from '../../vocabulary/events.ts';

export type Entry<Event> = (design: Design, event: Event, events: readonly DesignEvent[]) => string;
/** What the transcript says of each kind of event that it tells; empty for nothing. */
export type AllEntries = { readonly [Type in EventWith<'told'>['type']]: Entry<EventOf<Type>> };
export type Entries = Partial<AllEntries>;
