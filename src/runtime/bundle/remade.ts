import { replay } from '../../core/course/evolve.ts';
import { fileNames } from '../../core/outcome/file-names.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { allEvents } from '../engine/loading.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Artifact, SharedStore, StoredEvent } from '../ports/store.ts';
import { CHARRETTE_VERSION } from '../version.ts';
import { chainFiles, textsOf } from './bundle.ts';
import { artifactOf, sha256 } from './manifest.ts';

interface FileParts {
  readonly store: SharedStore;
  readonly bundles: Bundles;
}

/** A file of an ended or running design's bundle by its name, wherever it was written; `null` if there is none. */
export async function readBundleFile(
  parts: FileParts,
  designId: DesignId,
  name: string,
): Promise<Uint8Array | null> {
  return (await readerOf(parts, designId))(name);
}

/** Every file of a design with its size and hash, also those that no event names by them. */
export async function artifactsOf(
  parts: FileParts,
  { id, files }: Pick<Design, 'id' | 'files'>,
): Promise<Artifact[]> {
  const unnamed = fileNames(files).filter((name) => !files.some((file) => file.name === name));
  if (unnamed.length === 0) return [...files];
  const read = await readerOf(parts, id);
  const found = unnamed.map(async (name) => {
    const content = await read(name);
    return content === null ? [] : [artifactOf(name, content)];
  });
  return [...files, ...(await Promise.all(found)).flat()];
}

/**
 * Reads files of one design. What stands here with another hash than the one on record, because it was changed or never recorded, is not
 * what the design left: it is made again. So are the two files that have no hash on record; as they stand here they are given only
 * where this version cannot make them.
 */
async function readerOf({ store, bundles }: FileParts, designId: DesignId) {
  const all = await allEvents(store, designId);
  const events = all.slice(0, all.findLastIndex(({ event }) => event.type === 'files_written') + 1);
  const written = events.at(-1)?.event;
  const files = written?.type === 'files_written' ? written.files : [];
  let remade: ReadonlyMap<string, Uint8Array> | null = null;
  return async (name: string): Promise<Uint8Array | null> => {
    const recorded = files.find((file) => file.name === name);
    const here = await bundles.read(designId, name);
    if (here !== null && recorded?.sha256 === sha256(here)) return here;
    remade ??= remadeFiles(events, files);
    return remade.get(name) ?? (recorded === undefined ? here : null);
  };
}

/**
 * The files of a design, of which another daemon may have written them, made again from the events before the one that names them (P8),
 * which always give the same bytes. A file is left out that does not come to the very hash that is on record, as after an upgrade
 * that writes its papers differently. No event names the two files of the chain: the manifest is given with this version's number, and
 * only while this version writes every text that it lists as it was written.
 */
function remadeFiles(
  events: readonly StoredEvent[],
  files: readonly Artifact[],
): ReadonlyMap<string, Uint8Array> {
  const before = events.slice(0, -1);
  const design = replay(before.map(({ event }) => event));
  if (design === null || files.length === 0) return new Map();
  const asWritten = textsOf(design, before).filter(({ name, text }) =>
    files.some((file) => file.name === name && file.sha256 === sha256(text)),
  );
  const [chain, manifest] = chainFiles(design, events, CHARRETTE_VERSION);
  const isAllAsWritten = asWritten.length === files.length;
  const made = [...asWritten, chain, ...(isAllAsWritten ? [manifest] : [])];
  return new Map(made.map(({ name, text }) => [name, Buffer.from(text)]));
}
