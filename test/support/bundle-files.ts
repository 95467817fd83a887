import type { Design } from '../../src/core/design.ts';
import { bundleOf } from '../../src/runtime/bundle/bundle.ts';
import type { BundleFile } from '../../src/runtime/bundle/manifest.ts';
import type { StoredEvent } from '../../src/runtime/ports/store.ts';

/** The bundle of a design as it is written at the moment of its last event. */
export function bundleFiles(design: Design, events: readonly StoredEvent[]): readonly BundleFile[] {
  return bundleOf(design, events, events.at(-1)?.event.at ?? 0).files;
}
