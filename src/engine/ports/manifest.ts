import { hash } from 'node:crypto';
import * as z from 'zod';
import { outcomeOf, publishedOutcome } from '../../core/outcome/outcome.ts';
import { labelOf } from '../../core/proposals/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { ParticipantId } from '../../core/vocabulary/ids.ts';
import { isShallow } from '../../sessions/child/envelope.mjs';
import { harmlessJson } from './chain.ts';
import type { Artifact, StoredEvent } from './store.ts';

/** Version of a bundle's shape; raised at each change, from the first release on. */
export const BUNDLE_FORMAT = 1;
export const DECISION_NAME = 'decision.md';

/** Matches every name that a file of a bundle can have; none leads out of its folder. */
export const BUNDLE_NAME =
  /^(?:decision\.md|brief\.md|adr\.md|record\.md|transcript\.md|claims\.json|turns\.jsonl|events\.jsonl|manifest\.json|proposals\/[a-z][a-z0-9-]{1,30}\.md)$/;

/** Names of diagnostics, kept beside a bundle and not part of it. */
export const DIAGNOSTICS_NAME = /^failures\/[a-z0-9][a-z0-9-]{0,80}\.log$/;

export function isDesignFile(name: string): boolean {
  return BUNDLE_NAME.test(name) || DIAGNOSTICS_NAME.test(name);
}

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

export const OfSomeFormat = z.looseObject({
  formatVersion: z.int().positive(),
  charretteVersion: z.string().max(60),
});

const listedFile = (name: z.ZodType<string>) =>
  z.strictObject({ name, bytes: z.number().int().nonnegative(), sha256: sha256Hex });
const chainEnd = z.strictObject({ count: z.number().int().positive(), head: sha256Hex });

const shape = {
  charretteVersion: z.string().max(60),
  designId: z.string().max(60),
  topic: z.string().max(4_000),
  status: z.string().max(20),
  rehearsal: z.boolean(),
  startedAt: z.string().max(30),
  madeAt: z.string().max(30),
  /** Compared with the whole result of the events later; here only bounded. */
  outcome: z.unknown().refine((value) => isShallow(value, 6)),
  seals: z
    .array(
      z.strictObject({
        persona: ParticipantId,
        letter: z.string().max(1),
        sha256: sha256Hex,
        file: z.string().regex(BUNDLE_NAME).nullable(),
        carriedFrom: z.string().max(60).nullable(),
      }),
    )
    .max(20),
  /** Verdicts with the hash of the signed text. */
  signatures: z
    .array(
      z.strictObject({
        persona: ParticipantId,
        verdict: z.enum(['signs', 'dissents']),
        sha256: sha256Hex,
      }),
    )
    .max(20),
  events: chainEnd,
  manifestSha256: sha256Hex,
};

/** The form of a manifest, checked before anything in it is believed. */
export const Manifest = z.strictObject({
  formatVersion: z.literal(BUNDLE_FORMAT),
  ...shape,
  files: z.array(listedFile(z.string().regex(BUNDLE_NAME))).max(200),
});
export type Manifest = z.infer<typeof Manifest>;

export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

export function listed({ name, text }: BundleFile): Artifact {
  return artifactOf(name, Buffer.from(text));
}

export function artifactOf(name: string, content: Uint8Array): Artifact {
  return { name, bytes: content.byteLength, sha256: sha256(content) };
}

export type WrittenBy = Pick<Manifest, 'formatVersion' | 'charretteVersion'>;

/**
 * Returns `manifest.json`: the bundle's content and the means to check it. Depends only on its arguments, so that it
 * can be made again from the events and compared byte for byte (P8). `last`: the event that names the files.
 */
export function manifestText(
  design: Design,
  last: Pick<StoredEvent, 'seq' | 'hash'> & { readonly event: { readonly at: number } },
  files: readonly Artifact[],
  { formatVersion, charretteVersion }: WrittenBy,
): string {
  const manifest: Manifest = {
    formatVersion,
    charretteVersion,
    designId: design.id,
    topic: design.topic,
    status: outcomeOf(design).status,
    rehearsal: design.rehearsal,
    startedAt: new Date(design.startedAt).toISOString(),
    madeAt: new Date(last.event.at).toISOString(),
    outcome: publishedOutcome(design),
    seals: seals(design, files),
    signatures: design.signatures.map(({ participant: persona, verdict, sha256 }) => ({
      persona,
      verdict,
      sha256,
    })),
    events: { count: last.seq, head: last.hash },
    files: files.map(({ name, bytes, sha256: hash }) => ({ name, bytes, sha256: hash })),
    manifestSha256: '0'.repeat(64),
  };
  return sealed(manifest);
}

/** True if the manifest's text has the hash that it contains. */
export function isSealedBy(text: string, manifestSha256: string): boolean {
  const blank = text.replace(/"manifestSha256": "[0-9a-f]{64}"/, `"manifestSha256": "${'0'.repeat(64)}"`);
  return sha256(blank) === manifestSha256;
}

export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** Seals a manifest: hashes it with 64 zeros in the hash's place, then puts the hash there. */
function sealed(manifest: { readonly manifestSha256: string }): string {
  const text = (made: typeof manifest) => `${harmlessJson(JSON.stringify(made, null, 2))}\n`;
  return text({ ...manifest, manifestSha256: sha256(text(manifest)) });
}

function seals(design: Design, files: readonly Artifact[]): Manifest['seals'] {
  return design.proposals.map(({ participant, sha256: seal }) => {
    const file = `proposals/${participant}.md`;
    const carried = design.carried?.proposals.some((each) => each.sha256 === seal) === true;
    return {
      persona: participant,
      letter: labelOf(design, participant),
      sha256: seal,
      file: files.some(({ name }) => name === file) ? file : null,
      carriedFrom: carried ? design.successorOf : null,
    };
  });
}
