import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Reply } from '../vocabulary/design.ts';
import type { Round } from '../vocabulary/round.ts';

/** Names a reply within a matching: `R1`, `R2`, … */
export function replyName(index: number): string {
  return `R${index + 1}`;
}

/** A reply that was changed since the matching began is read by the next; of one that a person has dealt with nothing is read. */
export function isReadIn(round: Round, { id, since, unread }: Reply): boolean {
  return round.replies.includes(id) && since < round.since && unread;
}

/** Refuses a name that a turn has made up. */
export function unknown(name: string, what: string, known: readonly { readonly id: string }[]): Refusal {
  const list = known.map(({ id }) => id).join(', ');
  return refuse('unknown_reference', `There is no ${name}: the ${what} are ${list}.`);
}
