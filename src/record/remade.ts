import { EVENTS_NAME, listFileNames, MANIFEST_NAME } from '../core/outcome/file-names.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { sha256Of } from '../foundation/digest.ts';
import type { Artifact, SharedStore, StoredEvent } from '../ports/store.ts';
import { makeBundleAgain, type Sources } from './bundle.ts';
import type { Bundles } from './bundles.ts';
import { readAllEvents } from './loading.ts';
import { artifactOf } from './manifest.ts';
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
  const { read } = await readerOf(parts, designId);
  return read(name);
}

/**
 * Returns all files of a design that its events name, also where the local ones are others. Throws
 * like `loadDesign`.
 */
export async function readWrittenFiles(
  parts: FileParts,
  designId: DesignId,
): Promise<{ readonly name: string; readonly content: Uint8Array }[]> {
  const { files, read } = await readerOf(parts, designId);
  const all = await Promise.all(
    listFileNames(files).map(async (name) => ({ name, content: await read(name) })),
  );
  return all.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }]));
}

/** Lists every file of a design with its size and hash, also files that no event names. */
export async function artifactsOf(
  parts: FileParts,
  { id, files }: Pick<Design, 'id' | 'files'>,
): Promise<Artifact[]> {
  if (files.length === 0) return [];
  const { read } = await readerOf(parts, id);
  const others = listFileNames(files).filter((name) => !files.some((file) => file.name === name));
  const otherArtifacts = others.map(async (name) => {
    const content = await read(name);
    return content === null ? [] : [artifactOf(name, content)];
  });
  return [...files, ...(await Promise.all(otherArtifacts)).flat()];
}

/**
 * Reads files of one design. A local file whose hash differs from the recorded one is ignored and
 * made again. Files without a recorded hash are made again too; their local copies serve only where
 * this version cannot make them.
 */
async function readerOf({ store, bundles }: FileParts, designId: DesignId) {
  const all = await readAllEvents(store, designId);
  const split = splitEvents(all);
  const files = split === null ? [] : namedArtifactsOf(split.naming);
  let remade: Promise<ReadonlyMap<string, Uint8Array>> | null = null;
  const read = async (name: string): Promise<Uint8Array | null> => {
    if (split === null) return bundles.read(designId, name);
    const artifact = files.find((file) => file.name === name);
    const here = await bundles.read(designId, name);
    if (here !== null && artifact?.sha256 === sha256Of(here)) return here;
    remade ??= sourcesOf(store, split.before).then((sources) =>
      sources === null ? new Map() : makeFilesAgain(sources, split.naming),
    );
    return (await remade).get(name) ?? (artifact === undefined ? here : null);
  };
  return { files, read };
}

function namedArtifactsOf({ event }: StoredEvent): readonly Artifact[] {
  return event.type === 'files_written' ? event.files : [];
}

/**
 * Makes a design's files again, which another daemon may have written. Leaves out a file that no
 * longer has its recorded hash, for example after an upgrade. The manifest, which no event names,
 * gets this version's number, and only if every listed text is unchanged.
 */
function makeFilesAgain(sources: Sources, naming: StoredEvent): ReadonlyMap<string, Uint8Array> {
  const files = namedArtifactsOf(naming);
  const copies = makeBundleAgain(sources, naming).map(
    ({ name, text }) => [name, Buffer.from(text)] as const,
  );
  const others = copies.filter(([name, content]) => {
    const artifact = files.find((file) => file.name === name);
    return artifact === undefined ? !UNNAMED.includes(name) : artifact.sha256 !== sha256Of(content);
  });
  const filesByName = new Map<string, Uint8Array>(copies);
  for (const [name] of others) filesByName.delete(name);
  const isAllAsWritten = files.every(({ name }) => filesByName.has(name));
  if (!isAllAsWritten) filesByName.delete(MANIFEST_NAME);
  return filesByName;
}

const UNNAMED: readonly string[] = [EVENTS_NAME, MANIFEST_NAME];
