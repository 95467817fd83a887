import { ADDENDUM } from '../../core/outcome/file-names.ts';
import type { StoredEvent } from '../ports/store.ts';
import { AddendumManifest, addendumOf } from './addendum.ts';
import { parsedJson } from './json-lines.ts';
import { type BundleFile, isSealedBy, sha256 } from './manifest.ts';

/**
 * Returns the names of files of an addendum on this machine that are not those of the design's events. Its events and texts are made
 * again as of now and up to the end that its manifest names, because it may be about to be written anew; the decision record, which another version
 * may have worded otherwise, has to be the one that the manifest lists. A file that is missing is made again where it is asked for.
 */
export function addendumDiffering(
  all: readonly StoredEvent[],
  here: ReadonlyMap<string, Uint8Array>,
): string[] {
  const text = here.get(ADDENDUM.manifest);
  // Its other files were written before, and it is about to be.
  if (text === undefined) return [];
  const manifest = AddendumManifest.safeParse(parsedJson(text)).data;
  if (manifest === undefined || !isSealedBy(new TextDecoder().decode(text), manifest.manifestSha256))
    return [ADDENDUM.manifest];
  const end = all.findIndex(({ hash }) => hash === manifest.events.head);
  const [now, then] = [addendumOf(all), addendumOf(all.slice(0, end + 1))];
  if (then.length === 0) return [ADDENDUM.manifest];
  return [...here].flatMap(([name, bytes]) => {
    if (name === ADDENDUM.manifest || isOneOf(now, name, bytes)) return [];
    const isListed = manifest.files.some((file) => file.name === name && file.sha256 === sha256(bytes));
    return isListed && (name === ADDENDUM.adr || isOneOf(then, name, bytes)) ? [] : [name];
  });
}

function isOneOf(files: readonly BundleFile[], name: string, bytes: Uint8Array): boolean {
  return files.some((file) => file.name === name && Buffer.from(file.text).equals(bytes));
}
