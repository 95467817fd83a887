import { replay } from '../../core/evolve.ts';
import type { DesignId } from '../../core/ids.ts';
import { allEvents, loadDesign } from '../engine/loading.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Artifact, Store } from '../ports/store.ts';
import { bundleFiles } from './bundle.ts';
import { sha256 } from './manifest.ts';

/** Events that may have been appended between the reading for a bundle and the note that it is written. */
const LATE_EVENTS = 50;

/**
 * A design's file where it is not on this machine's disk, because another daemon wrote it: made again from the events,
 * which always give the same bytes. `null` when that does not come to the very hash that is on record, as after an
 * upgrade that writes its papers differently.
 */
export async function remadeFile(
  store: Store,
  designId: DesignId,
  file: Artifact,
): Promise<Uint8Array | null> {
  const events = await allEvents(store, designId);
  const written = events.findLastIndex(({ event }) => event.type === 'files_written');
  for (let end = written; end > 0 && end > written - LATE_EVENTS; end--) {
    const before = events.slice(0, end);
    const design = replay(before.map(({ event }) => event));
    const found =
      design === null ? undefined : bundleFiles(design, before).find(({ name }) => name === file.name);
    const content = Buffer.from(found?.text ?? '');
    if (sha256(content) === file.sha256) return content;
  }
  return null;
}

/** A file of an ended or running design's bundle by its name, wherever it was written; `null` if there is none. */
export async function readBundleFile(
  {
    store,
    bundles,
    reducerVersion,
  }: { readonly store: Store; readonly bundles: Bundles; readonly reducerVersion: string },
  designId: DesignId,
  name: string,
): Promise<Uint8Array | null> {
  const here = await bundles.read(designId, name);
  if (here !== null) return here;
  const file = (await loadDesign(store, designId, reducerVersion)).design?.files.find(
    (each) => each.name === name,
  );
  return file === undefined ? null : remadeFile(store, designId, file);
}
