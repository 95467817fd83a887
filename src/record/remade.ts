import { EVENTS_NAME, fileNames, MANIFEST_NAME } from '../core/outcome/file-names.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Artifact, SharedStore, StoredEvent } from '../ports/store.ts';
import { bundleAgain, type Sources } from './bundle.ts';
import type { Bundles } from './bundles.ts';
import { allEvents } from './loading.ts';
import { artifactOf, sha256 } from './manifest.ts';
import { sourcesOf, splitEvents } from './sources.ts';

interface FileParts {
  readonly store: SharedStore;
  readonly bundles: Bundles;
}

/** Returns a bundle file by name, even if another daemon wrote it; `null` if there is none. */
export async function readBundleFile(
  parts: FileParts,
  designId: DesignId,
  name: string,
): Promise<Uint8Array | null> {
  const read = await readerOf(parts, designId);
  return read(name);
}

/** Lists every file of a design with its size and hash, also files that no event names. */
export async function artifactsOf(
  parts: FileParts,
  { id, files }: Pick<Design, 'id' | 'files'>,
): Promise<Artifact[]> {
  if (files.length === 0) return [];
  const read = await readerOf(parts, id);
  const others = fileNames(files).filter((name) => !files.some((file) => file.name === name));
  const found = others.map(async (name) => {
    const content = await read(name);
    return content === null ? [] : [artifactOf(name, content)];
  });
  return [...files, ...(await Promise.all(found)).flat()];
}

/**
 * Reads files of one design. A local file whose hash differs from the recorded one is ignored and made again. Files
 * without a recorded hash are made again too; their local copies serve only where this version cannot make them.
 */
async function readerOf({ store, bundles }: FileParts, designId: DesignId) {
  const all = await allEvents(store, designId);
  const written = splitEvents(all);
  const files = written === null ? [] : namedBy(written.naming);
  let remade: Promise<ReadonlyMap<string, Uint8Array>> | null = null;
  return async (name: string): Promise<Uint8Array | null> => {
    if (written === null) return bundles.read(designId, name);
    const recorded = files.find((file) => file.name === name);
    const here = await bundles.read(designId, name);
    if (here !== null && recorded?.sha256 === sha256(here)) return here;
    remade ??= sourcesOf(store, written.before).then((sources) =>
      sources === null ? new Map() : remadeFiles(sources, written.naming),
    );
    return (await remade).get(name) ?? (recorded === undefined ? here : null);
  };
}

function namedBy({ event }: StoredEvent): readonly Artifact[] {
  return event.type === 'files_written' ? event.files : [];
}

/**
 * Makes a design's files again, which another daemon may have written (P8). Leaves out a file that no longer has its
 * recorded hash, for example after an upgrade. The manifest, which no event names, gets this version's number, and only
 * if every listed text is unchanged.
 */
function remadeFiles(sources: Sources, naming: StoredEvent): ReadonlyMap<string, Uint8Array> {
  const files = namedBy(naming);
  const made = bundleAgain(sources, naming).map(({ name, text }) => [name, Buffer.from(text)] as const);
  const others = made.filter(([name, content]) => {
    const recorded = files.find((file) => file.name === name);
    return recorded === undefined ? !UNNAMED.includes(name) : recorded.sha256 !== sha256(content);
  });
  const found = new Map<string, Uint8Array>(made);
  for (const [name] of others) found.delete(name);
  const isAllAsWritten = files.every(({ name }) => found.has(name));
  if (!isAllAsWritten) found.delete(MANIFEST_NAME);
  return found;
}

const UNNAMED: readonly string[] = [EVENTS_NAME, MANIFEST_NAME];
