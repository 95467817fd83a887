import { hash } from 'node:crypto';
import type { StoredEvent } from './ports/store.ts';

/** The hash before the first event of a design. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * Returns the hash of an event in its design's chain (P8): SHA-256, in hex, over the previous event's hash, a line feed, and
 * the canonical JSON of `{ event, seq }`, with the event as recorded. Changing, dropping or swapping any event changes every
 * hash after it.
 */
export function chained(previousHash: string, seq: number, event: unknown): string {
  return hash('sha256', `${previousHash}\n${canonicalJson({ event, seq })}`);
}

type ChainCheck =
  | { readonly ok: true; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly reason: string };

/**
 * Recomputes the chain of a whole design, from its first event on (P8). `head` is the last event's hash, and `GENESIS_HASH` for
 * no events. Otherwise `seq` is the number of the first event that does not fit.
 */
export function verifyChain(events: Iterable<StoredEvent>): ChainCheck {
  let head = GENESIS_HASH;
  let expectedSeq = 1;
  for (const { seq, event, recorded = event, hash } of events) {
    if (seq !== expectedSeq) {
      return {
        ok: false,
        seq: expectedSeq,
        reason: `event ${expectedSeq} is missing: ${seq} is in its place`,
      };
    }
    if (hash !== chained(head, seq, recorded)) {
      return { ok: false, seq, reason: `event ${seq} is not the one that was recorded` };
    }
    head = hash;
    expectedSeq += 1;
  }
  return { ok: true, head };
}

/**
 * Returns JSON with sorted keys and no white space, as in RFC 8785, so that equal values have equal bytes from any source (a
 * database's jsonb keeps no order of keys). For plain JSON values only.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
