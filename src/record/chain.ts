import { canonicalJsonOf } from '../foundation/canonical-json.ts';
import { sha256Of } from '../foundation/digest.ts';
import { No } from '../foundation/no.ts';
import type { StoredEvent } from '../ports/store.ts';

/** The hash before the first event of a design. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * Returns the hash of an event in its design's chain: SHA-256, in hex, over the previous event's
 * hash, a line feed, and the canonical JSON of `{ event, seq }`. Changing, dropping or swapping any
 * event changes every hash after it.
 */
export function chainEvent(previousHash: string, seq: number, event: unknown): string {
  return sha256Of(`${previousHash}\n${canonicalJsonOf({ event, seq })}`);
}

type OneStored = Omit<StoredEvent, 'event'> & { readonly event: unknown };

/**
 * Recomputes a design's chain. Returns its head: the last hash, or `GENESIS_HASH` without events.
 * `seq`: the first event that does not fit.
 */
export function verifyChain(
  events: Iterable<OneStored>,
): string | No<{ readonly seq: number; readonly reason: string }> {
  let head = GENESIS_HASH;
  let expectedSeq = 1;
  for (const stored of events) {
    const { seq, event, hash } = stored;
    if (seq !== expectedSeq) {
      const reason = `event ${expectedSeq} is missing: ${seq} is in its place`;
      return new No({ seq: expectedSeq, reason });
    }
    if (hash !== chainEvent(head, seq, event)) {
      return new No({ seq, reason: `event ${seq} is not the one that was recorded` });
    }
    head = hash;
    expectedSeq += 1;
  }
  return head;
}
