/** `manifest.json`: what the files of a design must be. It is written last. */

import * as z from 'zod';
import { FINAL_STATUSES } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import { SIGNING_VERDICTS } from '#design/submissions.ts';
import { sha256Of } from '#support/hash.ts';
import type { ChainedEvent } from './chain.ts';

export const MANIFEST = 'manifest.json';
const MANIFEST_FORMAT = 2;

export interface RecordFile {
  /** Within the folder: `decision.md`, `failures/…`. */
  readonly name: string;
  readonly text: string;
}

const sha256 = z.string().length(64);
/** Name of a file inside the design's folder. A path that leads out of it does not match. */
const fileName = z.string().regex(/^(?:failures\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,110}$/);

export const Manifest = z.object({
  format: z.literal(MANIFEST_FORMAT),
  /** The store that wrote it. */
  store: z.string().max(100),
  design: z.string().max(60),
  status: z.enum(FINAL_STATUSES).nullable(),
  files: z.array(z.object({ name: fileName, bytes: z.int().nonnegative(), sha256 })).max(100),
  seals: z.array(z.object({ persona: z.string(), sha256 })).max(30),
  /** The newest text, which the signatures stand under. */
  decision: z
    .object({
      sha256,
      signatures: z
        .array(z.object({ persona: z.string(), verdict: z.enum(SIGNING_VERDICTS) }))
        .max(30),
    })
    .nullable(),
  /** The last event of the chain. */
  head: z.object({ seq: z.int().positive(), hash: sha256 }),
});
export type Manifest = z.infer<typeof Manifest>;

export function manifestOf(
  design: Design,
  head: ChainedEvent,
  storeId: string,
  files: readonly RecordFile[],
): Manifest {
  const decision = design.decisions.at(-1);
  return {
    format: MANIFEST_FORMAT,
    store: storeId,
    design: design.id,
    status: design.settled?.status ?? null,
    files: files.map(({ name, text }) => ({
      name,
      bytes: Buffer.byteLength(text),
      sha256: sha256Of(text),
    })),
    seals: design.proposals.map((each) => ({ persona: each.participant, sha256: each.sha256 })),
    decision:
      decision === undefined
        ? null
        : {
            sha256: decision.sha256,
            signatures: design.signatures.map(({ participant, signature }) => ({
              persona: participant,
              verdict: signature.verdict,
            })),
          },
    head: { seq: head.seq, hash: head.hash },
  };
}
