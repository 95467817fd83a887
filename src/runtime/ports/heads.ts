import { hash } from 'node:crypto';
import * as z from 'zod';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { canonicalJson, GENESIS_HASH } from '../chain.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The end of a design's chain of events: the hash of event `count`, which happened at `at`. */
export const Head = z.strictObject({
  designId: DesignId,
  count: z.number().int().positive(),
  head: sha256,
  at: z.number().int().nonnegative(),
});
export type Head = z.infer<typeof Head>;

/** A row of the log of heads. `hash` goes over the row before it and this one; `signature`, in base64, over `hash`. */
export const HeadRow = Head.extend({
  /** From 1, without gaps. */
  position: z.number().int().positive(),
  hash: sha256,
  keyId: z.string().nullable(),
  signature: z.string().nullable(),
});
export type HeadRow = z.infer<typeof HeadRow>;

/** Signs a text; `null` where there is no key. */
export type Sign = (text: string) => { readonly keyId: string; readonly signature: string } | null;

/** The log of heads over all designs (P11), which only grows. It outlives the designs that it names. */
export interface Heads {
  /** Appends a head, unless it is there already. The log stays one chain, however many processes append at once. */
  append(head: Head, sign: Sign): Promise<HeadRow>;
  /** Returns rows with `position > since`, in order. */
  since(position: number, limit: number): Promise<HeadRow[]>;
  /** Returns the rows of one design, in order. */
  ofDesign(designId: DesignId): Promise<HeadRow[]>;
  /** Returns the heads of ended designs that the log has no row of, oldest design first. */
  missing(limit: number): Promise<Head[]>;
}

/** SHA-256, in hex, over the previous row's hash, a line feed, and the canonical JSON of the head. */
export function headHash(previousHash: string, { designId, count, head, at }: Head): string {
  return hash('sha256', `${previousHash}\n${canonicalJson({ at, count, designId, head })}`);
}

/** Makes the row that follows the last one. */
export function nextRow(last: Pick<HeadRow, 'position' | 'hash'> | null, head: Head, sign: Sign): HeadRow {
  const hashed = headHash(last?.hash ?? GENESIS_HASH, head);
  const { keyId, signature } = sign(hashed) ?? { keyId: null, signature: null };
  return { ...head, position: (last?.position ?? 0) + 1, hash: hashed, keyId, signature };
}

/** Tells if a row follows from the one before it; `null`: it is the first. */
export function isNext(row: HeadRow, last: Pick<HeadRow, 'position' | 'hash'> | null): boolean {
  const { position, hash: hashed } = nextRow(last, row, () => null);
  return row.position === position && row.hash === hashed;
}
