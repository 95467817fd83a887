/** Ends at once: a person cancels, or nobody is left. */

import { cut } from '#support/text.ts';
import type { Change } from './change.ts';
import { type CommandOf, type Refusal, refuse } from './commands.ts';
import { settle } from './ending.ts';
import { describeDeath, personasOf } from './participants.ts';

/** Cancelling twice is cancelling once (C19). */
export function cancelByPerson(
  change: Change,
  { reason, by }: CommandOf<'cancel'>,
): Refusal | null {
  const { settled } = change.design;
  if (settled === null) settle(change, 'cancelled', 'cancelled_by_person', reason, by);
  const isTooLate = settled !== null && settled.status !== 'cancelled';
  return isTooLate ? refuse('ended', 'This design has already come to its end.') : null;
}

/** In the step that makes the last persona dead, with what each died of (C8, C9). */
export function cancelWithoutPersonas(change: Change): void {
  const all = personasOf(change.design);
  // Long causes are cut one by one, so that none crowds out another's name.
  const share = Math.floor(2_000 / all.length) - 2;
  const detail = all.map((each) => `${cut(describeDeath(each), share)}.`).join(' ');
  settle(change, 'cancelled', 'no_persona_left', detail);
}
