import type { Design } from '../../src/core/vocabulary/design.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { bundleOf } from '../../src/runtime/bundle/bundle.ts';
import type { BundleFile } from '../../src/runtime/bundle/manifest.ts';
import { chained, GENESIS_HASH } from '../../src/runtime/chain.ts';
import type { StoredEvent } from '../../src/runtime/ports/store.ts';
import type { World } from './given.ts';

/** The bundle of a design as it is written at the moment of its last event. */
export function bundleFiles(design: Design, events: readonly StoredEvent[]): readonly BundleFile[] {
  return bundleOf(design, events, events.at(-1)?.event.at ?? 0).files;
}

export function bundleOfWorld({ design, history }: World): readonly BundleFile[] {
  return bundleFiles(design, stored(history));
}

/** On a chain from the first. */
export function stored(events: readonly DesignEvent[]): StoredEvent[] {
  let hash = GENESIS_HASH;
  return events.map((event, index) => {
    hash = chained(hash, index + 1, event);
    return { seq: index + 1, event, hash };
  });
}
