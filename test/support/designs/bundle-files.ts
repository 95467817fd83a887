import type { Design } from '#core/vocabulary/design.ts';
import type { DesignEvent } from '#core/vocabulary/events.ts';
import type { StoredEvent } from '#ports/store.ts';
import type { TurnRecord } from '#ports/turn-record.ts';
import { bundleOf } from '#record/bundle.ts';
import type { BundleFile } from '#record/manifest.ts';
import { makeTurnsText } from '#record/turns.ts';
import { chainEvents } from './commits.ts';
import type { World } from './given.ts';
import { turnRecordsOf } from './turn-records.ts';

/** The bundle of a design as it is written at the moment of its last event. */
export function bundleFiles(
  design: Design,
  events: readonly StoredEvent[],
  turns: readonly TurnRecord[] = [],
): readonly BundleFile[] {
  return bundleOf(
    { design, events, turns: makeTurnsText(design, turns, events) },
    events.at(-1)?.event.at ?? 0,
  ).files;
}

export function bundleOfWorld({ design, history }: World): readonly BundleFile[] {
  return bundleFiles(design, storeEvents(history), turnRecordsOf(history));
}

/** On a chain from the first. */
export function storeEvents(events: readonly DesignEvent[]): StoredEvent[] {
  return chainEvents(events);
}
