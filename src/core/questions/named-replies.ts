import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Reply } from '../vocabulary/design.ts';
import type { Round } from '../vocabulary/round.ts';

/** A reply's name in a matching or reading: `R1`, `R2`, … */
export function replyName(index: number): string {
  return `R${index + 1}`;
}

/**
 * `false` for a reply edited since the round began, which the next round reads, and for one that a person dealt with.
 */
export function isReadIn(round: Round, { id, since, unread }: Reply): boolean {
  return round.replies.includes(id) && since < round.since && unread;
}

export function unknown(name: string, what: string, known: readonly { readonly id: string }[]): Refusal {
  const list = known.map(({ id }) => id).join(', ');
  return refuse('unknown_reference', `There is no ${name}: the ${what} are ${list}.`);
}
