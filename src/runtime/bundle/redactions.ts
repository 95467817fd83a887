import type { Artifact } from '../ports/store.ts';
import type { Chain, Files } from './contents.ts';
import { type BundleFile, sha256 } from './manifest.ts';
import { removedTexts } from './redacted.ts';

/** What was removed from a bundle, as far as that explains files without their recorded hashes. */
export interface Redactions {
  /** Texts that were removed. */
  readonly texts: number;
  /** Files that are, byte for byte, what the events give without those texts. */
  readonly files: ReadonlySet<string>;
}

const NOTHING: Redactions = { texts: 0, files: new Set() };

/** Finds the files of a bundle that may differ from their recorded hashes: only where texts are removed, and only those made again. */
export function redactionsIn(chain: Chain | null, files: Files, made: readonly BundleFile[]): Redactions {
  const texts = chain === null ? 0 : removedTexts(chain.events);
  if (chain === null || texts === 0) return NOTHING;
  const same = made.filter(({ name, text }) => {
    const found = files.get(name);
    return found !== undefined && Buffer.from(text).equals(found);
  });
  return { texts, files: new Set(same.map(({ name }) => name)) };
}

/** Says how many files are not the recorded ones; empty for none. */
export function redactedWords(
  { files: same }: Redactions,
  listed: readonly Artifact[],
  files: Files,
): string {
  const others = listed.filter(({ name, sha256: recorded }) => {
    const found = files.get(name);
    return same.has(name) && found !== undefined && sha256(found) !== recorded;
  });
  return others.length === 0
    ? ''
    : `, but for ${others.length} that are redacted and drawn without what was removed`;
}
