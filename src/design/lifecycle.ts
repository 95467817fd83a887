/** A design's start, its takeover by another process, and its ends at once. */

import { cut } from '#support/text.ts';
import type { Change } from './change.ts';
import { type CommandOf, type Refusal, refuseEnded } from './commands.ts';
import { settle, settleWithWhatThereIs } from './ending.ts';
import { FORMAT } from './events.ts';
import { describeDeath, personasOf } from './participants.ts';
import { hasProcesses, park, startSession, wake } from './sessions.ts';

/** All ids are on record before any process is spawned (C1); the synthesizer is asked first. */
export function start(change: Change, { type: _, ...facts }: CommandOf<'start'>): void {
  change.record({ type: 'design_started', format: FORMAT, ...facts });
  const isFirst = (role: string) => (role === 'synthesizer' ? 0 : 1);
  const inOrder = facts.participants.toSorted((a, b) => isFirst(a.role) - isFirst(b.role));
  for (const { id } of inOrder) startSession(change, id, 'first');
}

/** A design ends after so many crashes of Charrette itself with no progress between them. */
const MAX_CRASHES = 5;

/**
 * Another process takes the design over (C18). The sessions of the process before are gone, which
 * uses up no retry. `flow.ts` wakes those who have work to do; before the question is framed, all
 * sessions start again.
 */
export function resume(change: Change, command: CommandOf<'resume'>): void {
  const { design } = change;
  if (design.end !== null) return;
  change.record({ type: 'design_resumed', crashed: command.crashed && hasProcesses(design) });
  if (design.settled !== null) return;
  park(change);
  if (change.design.crashesInRow >= MAX_CRASHES) {
    const detail = `Charrette crashed ${MAX_CRASHES} times in a row while it was at work.`;
    settleWithWhatThereIs(change, 'crashed_repeatedly', detail);
  } else if (design.step === 'spawning' || design.step === 'framing') {
    for (const { id } of design.participants) wake(change, id);
  }
}

/** Cancelling twice is cancelling once (C19). */
export function cancelByPerson(
  change: Change,
  { reason, by }: CommandOf<'cancel'>,
): Refusal | null {
  const { settled } = change.design;
  if (settled === null) settle(change, 'cancelled', 'cancelled_by_person', reason, by);
  const isTooLate = settled !== null && settled.status !== 'cancelled';
  return isTooLate ? refuseEnded() : null;
}

/** Runs in the same step as the last persona's death, and says what each died of (C8, C9). */
export function cancelWithoutPersonas(change: Change): void {
  const all = personasOf(change.design);
  // Long causes are cut one by one, so that none crowds out another's name.
  const share = Math.floor(2_000 / all.length) - 2;
  const detail = all.map((each) => `${cut(describeDeath(each), share)}.`).join(' ');
  settle(change, 'cancelled', 'no_persona_left', detail);
}
