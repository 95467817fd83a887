import type { Design } from '../../core/design.ts';
import { replay } from '../../core/evolve.ts';
import type { DesignId } from '../../core/ids.ts';
import { fileNames } from '../../core/outcome/file-names.ts';
import { allEvents, loadDesign } from '../engine/loading.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Artifact, SharedStore } from '../ports/store.ts';
import { CHARRETTE_VERSION } from '../version.ts';
import { chainFiles, textsOf } from './bundle.ts';
import { artifactOf, sha256 } from './manifest.ts';

/**
 * A design's file where it is not on this machine's disk, because another daemon wrote it: made again from the events
 * before the one that names it (P8), which always give the same bytes. `null` when that does not come to the very hash that
 * is on record, as after an upgrade that writes its papers differently. No event names the two files of the chain: the manifest is
 * given with this version's number, and only while this version writes every text that it lists as it was written.
 */
async function remadeFile(store: SharedStore, designId: DesignId, name: string): Promise<Uint8Array | null> {
  const all = await allEvents(store, designId);
  const events = all.slice(0, all.findLastIndex(({ event }) => event.type === 'files_written') + 1);
  const written = events.at(-1)?.event;
  const before = events.slice(0, -1);
  const design = replay(before.map(({ event }) => event));
  if (design === null || written?.type !== 'files_written') return null;
  const texts = textsOf(design, before);
  const asWritten = texts.filter(({ name: of, text }) =>
    written.files.some((file) => file.name === of && file.sha256 === sha256(text)),
  );
  const [chain, manifest] = chainFiles(design, events, CHARRETTE_VERSION);
  const isAllAsWritten = asWritten.length === written.files.length;
  const found = [...asWritten, chain, ...(isAllAsWritten ? [manifest] : [])].find(
    (file) => file.name === name,
  );
  return found === undefined ? null : Buffer.from(found.text);
}

interface FileParts {
  readonly store: SharedStore;
  readonly bundles: Bundles;
}

/**
 * A file of an ended or running design's bundle by its name, wherever it was written; `null` if there is none. What stands here with
 * another hash than the one on record, because it was changed or never recorded, is not what the design left: it is made again.
 * So are the two files that have no hash on record; as they stand here they are given only where this version cannot make them.
 */
export async function readBundleFile(
  { store, bundles }: FileParts,
  designId: DesignId,
  name: string,
): Promise<Uint8Array | null> {
  const files = (await loadDesign(store, designId)).design?.files ?? [];
  const recorded = files.find((file) => file.name === name);
  const here = await bundles.read(designId, name);
  if (here !== null && recorded?.sha256 === sha256(here)) return here;
  const remade = fileNames(files).includes(name) ? await remadeFile(store, designId, name) : null;
  return remade ?? (recorded === undefined ? here : null);
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
