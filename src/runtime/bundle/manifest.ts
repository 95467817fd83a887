import { hash } from 'node:crypto';
import * as z from 'zod';
import { outcomeOf, publishedOutcome } from '../../core/outcome/outcome.ts';
import { labelOf } from '../../core/proposal/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { ParticipantId } from '../../core/vocabulary/ids.ts';
import type { Artifact, StoredEvent } from '../ports/store.ts';
import { isShallow } from '../session/envelope.mjs';

/** Raised when the shape of a bundle changes; a reader checks no other. */
export const BUNDLE_FORMAT = 4;
export const DECISION_NAME = 'decision.md';

/** The only names that a file of a bundle can have: none leads out of its folder. */
export const BUNDLE_NAME =
  /^(?:decision\.md|brief\.md|adr\.md|record\.md|transcript\.md|events\.jsonl|manifest\.json|proposals\/[a-z][a-z0-9-]{1,30}\.md)$/;

/** Names of diagnostics, which are kept beside a bundle and are not part of it. */
export const DIAGNOSTICS_NAME = /^failures\/[a-z0-9][a-z0-9-]{0,80}\.log$/;

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** The beginning of a manifest of any format. */
export const OfSomeFormat = z.looseObject({ formatVersion: z.int().positive() });

/** The form of a manifest, required before anything in it is believed. */
export const Manifest = z.strictObject({
  formatVersion: z.literal(BUNDLE_FORMAT),
  charretteVersion: z.string().max(60),
  designId: z.string().max(60),
  topic: z.string().max(4_000),
  status: z.string().max(20),
  rehearsal: z.boolean(),
  startedAt: z.string().max(30),
  madeAt: z.string().max(30),
  /** Compared as a whole with the events' result; only bounded here. */
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
  /** Signers and dissenters with the text of each. */
  signatures: z
    .array(
      z.strictObject({
        persona: ParticipantId,
        verdict: z.enum(['signs', 'dissents']),
        sha256: sha256Hex,
      }),
    )
    .max(20),
  events: z.strictObject({ count: z.number().int().positive(), head: sha256Hex }),
  files: z
    .array(
      z.strictObject({
        name: z.string().regex(BUNDLE_NAME),
        bytes: z.number().int().nonnegative(),
        sha256: sha256Hex,
      }),
    )
    .max(100),
  manifestSha256: sha256Hex,
});
export type Manifest = z.infer<typeof Manifest>;

export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/** Lists a file with its hash. */
export function listed({ name, text }: BundleFile): Artifact {
  return artifactOf(name, Buffer.from(text));
}

export function artifactOf(name: string, content: Uint8Array): Artifact {
  return { name, bytes: content.byteLength, sha256: sha256(content) };
}

/**
 * Returns `manifest.json`: the bundle's content and the means to check it. It depends only on its arguments, so it can be made
 * again from the events and compared byte for byte (P8). The `last` event names the files.
 */
export function manifestText(
  design: Design,
  last: Pick<StoredEvent, 'seq' | 'hash'> & { readonly event: { readonly at: number } },
  files: readonly Artifact[],
  charretteVersion: string,
): string {
  const manifest: Manifest = {
    formatVersion: BUNDLE_FORMAT,
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

export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** Seals a manifest: its own hash is taken with 64 zeros in its place, and put there. */
function sealed(manifest: Manifest): string {
  const own = sha256(`${JSON.stringify(manifest, null, 2)}\n`);
  return `${JSON.stringify({ ...manifest, manifestSha256: own }, null, 2)}\n`;
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
