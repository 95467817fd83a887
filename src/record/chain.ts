import { hash } from 'node:crypto';
import { isObject } from '../foundation/is-object.ts';
import type { StoredEvent } from '../ports/store.ts';

/** The hash before the first event of a design. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * Returns the hash of an event in its design's chain (P8): SHA-256, in hex, over the previous event's hash, a line feed, and
 * the canonical JSON of `{ event, seq }`. Changing, dropping or swapping any event changes every
 * hash after it.
 */
export function chained(previousHash: string, seq: number, event: unknown): string {
  return hash('sha256', `${previousHash}\n${canonicalJson({ event, seq })}`);
}

type ChainCheck =
  | { readonly ok: true; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly reason: string };

type OneStored = Omit<StoredEvent, 'event'> & { readonly event: unknown };

/**
 * Recomputes a design's chain (P8). `head`: the last hash, or `GENESIS_HASH` without events. On failure, `seq` is the
 * first event that does not fit.
 */
export function verifyChain(events: Iterable<OneStored>): ChainCheck {
  let head = GENESIS_HASH;
  let expectedSeq = 1;
  for (const stored of events) {
    const { seq, event, hash } = stored;
    if (seq !== expectedSeq) {
      return {
        ok: false,
        seq: expectedSeq,
        reason: `event ${expectedSeq} is missing: ${seq} is in its place`,
      };
    }
    if (hash !== chained(head, seq, event)) {
      return { ok: false, seq, reason: `event ${seq} is not the one that was recorded` };
    }
    head = hash;
    expectedSeq += 1;
  }
  return { ok: true, head };
}

/**
 * Characters that control a terminal or an editor and that JSON leaves unescaped: controls beyond ASCII, and direction
 * marks.
 */
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Escapes characters that would control a terminal or an editor (`\u202e`). Parses to the same value; hashes of events
 * are over the unescaped text (P8).
 */
export function harmlessJson(json: string): string {
  return json.replace(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Canonical JSON of a value after a round trip through the store, without undefined fields. */
export function canonicalAsStored(value: object): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)));
}

/**
 * JSON with sorted keys and no white space, like RFC 8785, so that equal values have equal bytes from any source: a
 * database's jsonb does not keep the order of keys. For plain JSON values only.
 */
export function canonicalJson(value: unknown): string {
  if (!isObject(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
