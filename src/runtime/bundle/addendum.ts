import * as z from 'zod';
import { isAfterwards, STANDINGS, standingOf } from '../../core/afterwards/standing.ts';
import { replay } from '../../core/course/evolve.ts';
import { ADDENDUM } from '../../core/outcome/file-names.ts';
import { adrAfterwardsMarkdown } from '../../core/telling/paper/adr-afterwards.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Sign } from '../ports/heads.ts';
import type { Artifact, StoredEvent } from '../ports/store.ts';
import { removed } from '../words.ts';
import { eventsText, wordsText, writtenBy } from './bundle.ts';
import {
  ADDENDUM_NAME,
  type BundleFile,
  chainEnd,
  HeadSignature,
  listed,
  listedFile,
  sealed,
  sha256Hex,
  type WrittenBy,
} from './manifest.ts';
import { withTombstones } from './redacted.ts';
import { writtenEvents } from './sources.ts';

/** Raised when the shape of an addendum changes. */
export const ADDENDUM_FORMAT = 1;

/** The form of the manifest of an addendum. */
export const AddendumManifest = z.strictObject({
  formatVersion: z.literal(ADDENDUM_FORMAT),
  charretteVersion: z.string().max(60),
  designId: z.string().max(60),
  /** How the decision stands. */
  standing: z.enum(STANDINGS),
  /** The moment of its last event. */
  madeAt: z.string().max(30),
  /** The end of the bundle's chain, which its own chain continues. */
  continues: chainEnd,
  /** Its own events, and the end of the chain with them. */
  events: chainEnd,
  files: z.array(listedFile(z.string().regex(ADDENDUM_NAME))).max(10),
  /** A signature over `events.head`. Absent: there was no key. */
  headSignature: HeadSignature.optional(),
  manifestSha256: sha256Hex,
});
export type AddendumManifest = z.infer<typeof AddendumManifest>;

/** All that an addendum is made of. */
export interface AddendumSources {
  /** The events of the bundle; the last one names its files. */
  readonly bundle: readonly StoredEvent[];
  /** Those after it, up to the last thing that people did with the decision. Never empty. */
  readonly later: readonly StoredEvent[];
}

type AddendumBy = Omit<WrittenBy, 'formatVersion'>;

/** Returns the events of an addendum; `null` where nobody did anything with the decision since its files were written. */
export function addendumSources(all: readonly StoredEvent[]): AddendumSources | null {
  const written = writtenEvents(all);
  if (written === null) return null;
  const bundle = [...written.before, written.naming];
  const later = all.slice(bundle.length);
  const last = later.findLastIndex(({ event }) => isAfterwards(event));
  return last === -1 ? null : { bundle, later: later.slice(0, last + 1) };
}

/** Returns the files of an addendum, as this version writes them; none where there is none (J14). */
export function addendumOf(all: readonly StoredEvent[], sign: Sign = () => null): BundleFile[] {
  const sources = addendumSources(all);
  if (sources === null) return [];
  return addendumFiles(sources, writtenBy(sources.later.at(-1)?.hash ?? '', sign));
}

/**
 * Returns the files of an addendum, the manifest last: what people have done with a decision since its files were written, on the
 * chain of the bundle, which it leaves as it is. A pure function of the events: the same arguments always give the same bytes.
 */
export function addendumFiles(sources: AddendumSources, by: AddendumBy): BundleFile[] {
  const { later } = sources;
  const adr = adrAfterwardsMarkdown(designOf(sources));
  const files: BundleFile[] = [
    ...(adr === null ? [] : [{ name: ADDENDUM.adr, text: adr }]),
    { name: ADDENDUM.events, text: eventsText(later) },
    { name: ADDENDUM.words, text: wordsText(later.map(withoutPrivateWords)) },
  ];
  return [...files, { name: ADDENDUM.manifest, text: addendumManifest(sources, files.map(listed), by) }];
}

/** A private question and its answer are for who asked, and all who read the design get these files (A18): their hashes stay. */
function withoutPrivateWords(stored: StoredEvent): StoredEvent {
  const { event, words = [] } = stored;
  const isPrivate = event.type === 'record_asked' && event.isPrivate === true;
  return isPrivate ? { ...stored, words: words.map(removed) } : stored;
}

function designOf({ bundle, later }: AddendumSources): Design {
  const all = [...bundle, ...later];
  const design = replay(all.map(({ event }) => event));
  if (design === null) throw new Error('broken invariant: an addendum to no design');
  return withTombstones(design, all);
}

/** Returns the manifest of an addendum with these other files, which it lists in their order. */
export function addendumManifest(
  sources: AddendumSources,
  files: readonly Artifact[],
  { charretteVersion, headSignature }: AddendumBy,
): string {
  const { bundle, later } = sources;
  const design = designOf(sources);
  const [start, end] = [bundle.at(-1), later.at(-1)];
  if (start === undefined || end === undefined) throw new Error('broken invariant: an addendum of no events');
  const manifest: AddendumManifest = {
    formatVersion: ADDENDUM_FORMAT,
    charretteVersion,
    designId: design.id,
    standing: standingOf(design),
    madeAt: new Date(end.event.at).toISOString(),
    continues: { count: start.seq, head: start.hash },
    events: { count: later.length, head: end.hash },
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    ...(headSignature === undefined ? {} : { headSignature }),
    manifestSha256: '0'.repeat(64),
  };
  return sealed(manifest);
}
