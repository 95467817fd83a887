import { createHash } from 'node:crypto';

/** Parts that one thing to be said may have; more than are ever drawn. */
const MAX_PARTS = 10;
const NONCE_CHARACTERS = 24;
/** Ids of components are positive 32 bit integers. */
const LARGEST_ID = 0x7fff_ffff;

/** Which part of how many. */
export interface Part {
  readonly at: number;
  readonly of: number;
}

/** What a message is known by: the id of one of its components, which Discord keeps and nobody sees. */
export function markOf(id: string, { at, of }: Part): number {
  return (digest(`${id} ${at}/${of}`).readUInt32BE() % LARGEST_ID) + 1;
}

/** Which part of this a message is that has components with these ids; `null` if it is none. */
export function partIn(id: string, marks: ReadonlySet<number>): Part | null {
  for (let of = 1; of <= MAX_PARTS; of++) {
    for (let at = 0; at < of; at++) if (marks.has(markOf(id, { at, of }))) return { at, of };
  }
  return null;
}

/** Discord takes what is sent twice within some minutes for one message, if it has the same. */
export function nonceOf(id: string, { at, of }: Part): string {
  return digest(`nonce ${id} ${at}/${of}`).toString('base64url').slice(0, NONCE_CHARACTERS);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
