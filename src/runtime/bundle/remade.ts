import {
  addendumNames,
  EVENTS_NAME,
  fileNames,
  MANIFEST_NAME,
  WORDS_NAME,
} from '../../core/outcome/file-names.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { allEvents } from '../engine/loading.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Sign } from '../ports/heads.ts';
import type { Artifact, SharedStore, StoredEvent } from '../ports/store.ts';
import { addendumOf } from './addendum.ts';
import { bundleAgain, type Sources, writtenBy } from './bundle.ts';
import { ADDENDUM_NAME, artifactOf, sha256 } from './manifest.ts';
import { removedTexts } from './redacted.ts';
import { sourcesOf, writtenEvents } from './sources.ts';

interface FileParts {
  readonly store: SharedStore;
  readonly bundles: Bundles;
  readonly sign?: Sign;
}

/** Returns a file of an ended or running design's bundle by its name, wherever it was written; `null` if there is none. */
export async function readBundleFile(
  parts: FileParts,
  designId: DesignId,
  name: string,
): Promise<Uint8Array | null> {
  return (await readerOf(parts, designId)).read(name);
}

/** Lists every file of a design with its size and hash, including those that no event names. */
export async function artifactsOf(
  parts: FileParts,
  { id, files, afterwards }: Pick<Design, 'id' | 'files' | 'afterwards'>,
): Promise<Artifact[]> {
  if (files.length === 0) return [];
  const { read, isRedacted } = await readerOf(parts, id);
  const recorded = isRedacted ? [] : files;
  const all = [...fileNames(files), ...addendumNames({ files, afterwards })];
  const others = all.filter((name) => !recorded.some((file) => file.name === name));
  const found = others.map(async (name) => {
    const content = await read(name);
    return content === null ? [] : [artifactOf(name, content)];
  });
  return [...recorded, ...(await Promise.all(found)).flat()];
}

/**
 * Reads files of one design. A local file that lacks the recorded hash, because it was changed or never recorded, is not the
 * design's: it is made again. So are the files without a recorded hash; their local copies are used only where this version
 * cannot make them, and so are those of its addendum (J14). Once words of the design were removed, no local copy is used (P12): another daemon may not have drawn its own again.
 */
async function readerOf({ store, bundles, sign }: FileParts, designId: DesignId) {
  const all = await allEvents(store, designId);
  const written = writtenEvents(all);
  const files = written === null ? [] : namedBy(written.naming);
  const isRedacted = written !== null && removedTexts([...written.before, written.naming]) > 0;
  let remade: Promise<ReadonlyMap<string, Uint8Array>> | null = null;
  let beside: ReadonlyMap<string, Uint8Array> | null = null;
  const read = async (name: string): Promise<Uint8Array | null> => {
    if (written === null) return bundles.read(designId, name);
    if (ADDENDUM_NAME.test(name)) {
      beside ??= new Map(addendumOf(all, sign).map((file) => [file.name, Buffer.from(file.text)]));
      return beside.get(name) ?? null;
    }
    const recorded = files.find((file) => file.name === name);
    const here = isRedacted ? null : await bundles.read(designId, name);
    if (here !== null && recorded?.sha256 === sha256(here)) return here;
    remade ??= sourcesOf(store, designId, written.before).then((sources) =>
      sources === null ? new Map() : remadeFiles(sources, written.naming, sign),
    );
    return (await remade).get(name) ?? (recorded === undefined ? here : null);
  };
  return { read, isRedacted };
}

function namedBy({ event }: StoredEvent): readonly Artifact[] {
  return event.type === 'files_written' ? event.files : [];
}

/**
 * Makes a design's files again, which another daemon may have written (P8). A file that misses its recorded hash is left out, like
 * after an upgrade that writes papers differently, unless words were removed. No event names the files of the chain: the manifest
 * gets this version's number, and only while this version writes every listed text unchanged.
 */
function remadeFiles(
  sources: Sources,
  naming: StoredEvent,
  sign: Sign = () => null,
): ReadonlyMap<string, Uint8Array> {
  const files = namedBy(naming);
  const isRedacted = removedTexts([...sources.events, naming]) > 0;
  const made = bundleAgain(sources, naming, writtenBy(naming.hash, sign)).map(
    ({ name, text }) => [name, Buffer.from(text)] as const,
  );
  const others = made.filter(([name, content]) => {
    const recorded = files.find((file) => file.name === name);
    return recorded === undefined
      ? !UNNAMED.includes(name)
      : !isRedacted && recorded.sha256 !== sha256(content);
  });
  const found = new Map<string, Uint8Array>(made);
  for (const [name] of others) found.delete(name);
  const isAllAsWritten = files.every(({ name }) => found.has(name));
  if (!isAllAsWritten) found.delete(MANIFEST_NAME);
  return found;
}

const UNNAMED: readonly string[] = [EVENTS_NAME, WORDS_NAME, MANIFEST_NAME];
