import * as z from 'zod';
import { outcomeOf, publishedOutcomeOf } from '../core/outcome/outcome.ts';
import { labelOf } from '../core/proposals/labels.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { EventOf } from '../core/vocabulary/events.ts';
import { ParticipantId } from '../core/vocabulary/ids.ts';
import { escapeControls } from '../foundation/canonical-json.ts';
import { sha256Of } from '../foundation/digest.ts';
import { CHARRETTE_VERSION } from '../foundation/version.ts';
import { DIAGNOSTICS_NAME } from '../ports/failures.ts';
import type { Artifact, StoredEvent } from '../ports/store.ts';

/** Version of a bundle's shape; raised at each change, from the first release on. */
export const BUNDLE_FORMAT = 1;
export const DECISION_NAME = 'decision.md';
export const BRIEF_NAME = 'brief.md';

/**
 * Matches every name that a file of a bundle can have; none leads out of its folder. Only earlier
 * versions wrote `adr.md`.
 */
export const BUNDLE_NAME =
  /^(?:decision\.md|brief\.md|adr\.md|record\.md|transcript\.md|run\.svg|claims\.json|turns\.jsonl|events\.jsonl|manifest\.json|proposals\/[a-z][a-z0-9-]{1,30}\.md)$/;

export function isDesignFile(name: string): boolean {
  return BUNDLE_NAME.test(name) || DIAGNOSTICS_NAME.test(name);
}

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The bundle's format, the version of Charrette that wrote it, and the manifest's own hash: kept by
 * every format.
 */
export const WrittenBy = z.looseObject({
  formatVersion: z.int().positive(),
  charretteVersion: z.string().max(60),
  manifestSha256: sha256Hex,
});

/** What every version keeps of a manifest, checked before anything in it is believed. */
export const Manifest = WrittenBy.extend({
  designId: z.string().max(60),
  topic: z.string().max(4_000),
  status: z.string().max(20),
  rehearsal: z.boolean(),
  seals: z
    .array(
      z.looseObject({
        persona: ParticipantId,
        sha256: sha256Hex,
        carriedFrom: z.string().max(60).nullable(),
      }),
    )
    .max(20),
  /** Verdicts with the hash of the signed text. */
  signatures: z
    .array(
      z.looseObject({ persona: ParticipantId, verdict: z.string().max(20), sha256: sha256Hex }),
    )
    .max(20),
  events: z.looseObject({ count: z.int().positive(), head: sha256Hex }),
  files: z
    .array(
      z.looseObject({
        name: z.string().regex(BUNDLE_NAME),
        bytes: z.int().nonnegative(),
        sha256: sha256Hex,
      }),
    )
    .max(200),
});
export type Manifest = z.infer<typeof Manifest>;

export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

export function makeArtifact({ name, text }: BundleFile): Artifact {
  return artifactOf(name, Buffer.from(text));
}

export function artifactOf(name: string, content: Uint8Array): Artifact {
  return { name, bytes: content.byteLength, sha256: sha256Of(content) };
}

/**
 * Returns `manifest.json`: the bundle's content and the means to check it. Depends only on its
 * arguments, so that it can be made again from the events and compared byte for byte. `last`: the
 * event that names the files.
 */
export function makeManifest(
  design: Design,
  last: Pick<StoredEvent, 'seq' | 'hash'> & { readonly event: EventOf<'files_written'> },
  files: readonly Artifact[],
): string {
  const { formatVersion = BUNDLE_FORMAT, charretteVersion = CHARRETTE_VERSION, at } = last.event;
  return sealManifest({
    formatVersion,
    charretteVersion,
    designId: design.id,
    topic: design.topic,
    status: outcomeOf(design).status,
    rehearsal: design.rehearsal,
    startedAt: new Date(design.startedAt).toISOString(),
    madeAt: new Date(at).toISOString(),
    outcome: publishedOutcomeOf(design),
    seals: sealsOf(design, files),
    signatures: design.signatures.map(({ participant: persona, verdict, sha256 }) => ({
      persona,
      verdict,
      sha256,
    })),
    events: { count: last.seq, head: last.hash },
    files: files.map(({ name, bytes, sha256: hash }) => ({ name, bytes, sha256: hash })),
    manifestSha256: '0'.repeat(64),
  });
}

/** True if the manifest's text has the hash that it contains. */
export function isSealedBy(text: string, manifestSha256: string): boolean {
  const blank = text.replace(
    /"manifestSha256": "[0-9a-f]{64}"/,
    `"manifestSha256": "${'0'.repeat(64)}"`,
  );
  return sha256Of(blank) === manifestSha256;
}

/** Seals a manifest: hashes it with 64 zeros in the hash's place, then puts the hash there. */
function sealManifest(manifest: Manifest): string {
  const text = (value: typeof manifest) => `${escapeControls(JSON.stringify(value, null, 2))}\n`;
  return text({ ...manifest, manifestSha256: sha256Of(text(manifest)) });
}

function sealsOf(design: Design, files: readonly Artifact[]) {
  return design.proposals.map(({ participant, sha256: seal }) => {
    const file = `proposals/${participant}.md`;
    const isCarried = design.carried?.proposals.some((each) => each.sha256 === seal) === true;
    return {
      persona: participant,
      letter: labelOf(design, participant),
      sha256: seal,
      file: files.some(({ name }) => name === file) ? file : null,
      carriedFrom: isCarried ? design.successorOf : null,
    };
  });
}
