/**
 * The chain of a design's events: each hash covers the event and the hash before it, so that none
 * can be changed, left out or put in (P8, P11).
 */

import type { DesignEvent } from '#design/events.ts';
import { canonicalJson, sha256Of } from '#support/hash.ts';

/** As stored. `seq`: 1, 2 …. */
export interface ChainedEvent {
  readonly seq: number;
  readonly event: DesignEvent;
  readonly hash: string;
}

/** `previous`: of the event before, or empty. */
export function chainHash(previous: string, event: object): string {
  return sha256Of(`${previous}\n${canonicalJson(event)}`);
}

/** New events after `last`, the newest stored one. */
export function chainEvents(
  last: Pick<ChainedEvent, 'seq' | 'hash'> | null,
  events: readonly DesignEvent[],
): ChainedEvent[] {
  let hash = last?.hash ?? '';
  const first = (last?.seq ?? 0) + 1;
  return events.map((event, index) => {
    hash = chainHash(hash, event);
    return { seq: first + index, event, hash };
  });
}

/** The number of the first event, from 1 on, that does not follow from those before; or `null`. */
export function checkChain(
  events: readonly { readonly seq: number; readonly event: object; readonly hash: string }[],
): number | null {
  let hash = '';
  for (const [index, { seq, event, hash: stated }] of events.entries()) {
    hash = chainHash(hash, event);
    if (seq !== index + 1 || hash !== stated) return index + 1;
  }
  return null;
}
