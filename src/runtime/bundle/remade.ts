import type { Design } from '../../core/design.ts';
import { replay } from '../../core/evolve.ts';
import type { DesignId } from '../../core/ids.ts';
import { fileNames } from '../../core/outcome/file-names.ts';
import { allEvents, loadDesign } from '../engine/loading.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Artifact, Store, StoredEvent } from '../ports/store.ts';
import { CHARRETTE_VERSION } from '../version.ts';
import { bundleOf, chainFiles } from './bundle.ts';
import { artifactOf, sha256 } from './manifest.ts';

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
  const { events, written } = await untilWritten(store, designId);
  for (let end = written; end > 0 && end > written - LATE_EVENTS; end--) {
    const before = events.slice(0, end);
    const design = replay(before.map(({ event }) => event));
    const found =
      design === null
        ? undefined
        : bundleOf(design, before, events[written]?.event.at ?? 0).files.find(
            ({ name }) => name === file.name,
          );
    const content = Buffer.from(found?.text ?? '');
    if (sha256(content) === file.sha256) return content;
  }
  return null;
}

/** All events, and where that one is which names the files; -1 while there is none. */
async function untilWritten(store: Store, designId: DesignId) {
  const events: readonly StoredEvent[] = await allEvents(store, designId);
  return { events, written: events.findLastIndex(({ event }) => event.type === 'files_written') };
}

/** One of the two files that no event names by its hash: they follow from the events alone. */
async function remadeChainFile(store: Store, designId: DesignId, name: string): Promise<Uint8Array | null> {
  const { events, written } = await untilWritten(store, designId);
  const design = replay(events.slice(0, Math.max(written, 0)).map(({ event }) => event));
  if (design === null) return null;
  const made = chainFiles(design, events.slice(0, written + 1), CHARRETTE_VERSION);
  const found = made.find((file) => file.name === name);
  return found === undefined ? null : Buffer.from(found.text);
}

interface FileParts {
  readonly store: Store;
  readonly bundles: Bundles;
}

/** A file of an ended or running design's bundle by its name, wherever it was written; `null` if there is none. */
export async function readBundleFile(
  { store, bundles }: FileParts,
  designId: DesignId,
  name: string,
): Promise<Uint8Array | null> {
  const here = await bundles.read(designId, name);
  if (here !== null) return here;
  const files = (await loadDesign(store, designId)).design?.files ?? [];
  const file = files.find((each) => each.name === name);
  if (file !== undefined) return remadeFile(store, designId, file);
  return fileNames(files).includes(name) ? remadeChainFile(store, designId, name) : null;
}

/** Every file of a design with its size and hash, also those that no event names by them. */
export async function artifactsOf(
  parts: FileParts,
  { id, files }: Pick<Design, 'id' | 'files'>,
): Promise<Artifact[]> {
  const unnamed = fileNames(files).filter((name) => !files.some((file) => file.name === name));
  const found = unnamed.map(async (name) => {
    const content = await readBundleFile(parts, id, name);
    return content === null ? [] : [artifactOf(name, content)];
  });
  return [...files, ...(await Promise.all(found)).flat()];
}
