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

/** Returns a file of an ended or running design's bundle by its name, wherever it was written; `null` if there is none. */
export async function readBundleFile(
  parts: FileParts,
  designId: DesignId,
  name: string,
): Promise<Uint8Array | null> {
  return (await readerOf(parts, designId))(name);
}

/** Lists every file of a design with its size and hash, including those that no event names. */
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
 * Reads files of one design. A local file that lacks the recorded hash, because it was changed or never recorded, is not the
 * design's: it is made again. So are the two files without a recorded hash; their local copies are used only where this version
 * cannot make them.
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
 * Makes a design's files again, which another daemon may have written, from the events before the one that names them (P8).
 * These always give the same bytes. A file that misses its recorded hash is left out, like after an upgrade that writes papers
 * differently. No event names the two files of the chain: the manifest gets this version's number, and only while this version
 * writes every listed text unchanged.
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
