import type { Design, Gate } from './design.ts';
import { PHASE_OF, type Phase, type Status, type Step } from './events.ts';
import type { GateId } from './ids.ts';
import { hasProcesses } from './participants.ts';
import type { Round } from './round.ts';
import type { Accepted } from './sets.ts';

export function phaseOf(step: Step): Phase {
  return PHASE_OF[step];
}

/** Returns `true` for a step of synthesis, which has its own time; everything before it is deliberation. */
export function isSynthesis(step: Step): boolean {
  return phaseOf(step) === 'synthesis';
}

export function openRound(design: Design): Round | null {
  const last = design.rounds.at(-1);
  return last === undefined || last.closed ? null : last;
}

/** The outcome is final: the design has ended, or its outcome is settled and its files are being written. */
export function isOver({ end, settled }: Design): boolean {
  return end !== null || settled !== null;
}

/** The files tell of all that there is to tell. Until then they are being written, or could not be. */
export function hasItsFiles({ files, followUps, afterwardsInFiles }: Design): boolean {
  return files.length > 0 && afterwardsInFiles === followUps.length;
}

/**
 * When it was decided how it ends; `null` until then. Every figure of how long it took is to that moment: the files have
 * that figure, and are written before the end.
 */
export function resultAt({ end, settled }: Design): number | null {
  return settled?.at ?? end?.at ?? null;
}

export function openGate(design: Design): Gate | null {
  const last = design.gates.at(-1);
  return last === undefined || last.decision !== null || isOver(design) ? null : last;
}

/** One that an event of this design names. */
export function gateNamed({ gates }: Pick<Design, 'gates'>, id: GateId): Gate {
  const gate = gates.find((each) => each.id === id);
  if (gate === undefined) throw new Error(`broken invariant: no gate ${id}`);
  return gate;
}

/** The gate of a design that is not about its result, but whether it goes on without what a round was for. */
export function isBeforeResult(gate: Pick<Gate, 'roundId'>): boolean {
  return gate.roundId !== null;
}

/** Returns the thing that is accepted at a gate: the decision, or that the design does without something. */
export function acceptedAt({ rounds }: Pick<Design, 'rounds'>, gate: Gate): Accepted {
  if (gate.roundId === null) return 'decision';
  const isComposite = rounds.some(({ id, kind }) => id === gate.roundId && kind === 'composite');
  return isComposite ? 'no_decision' : 'no_contribution';
}

/** The pause in which the design waits for a model (A21); `null` for none. */
export function pausedIn(design: Design): Design['pauses'][number] | null {
  const last = design.pauses.at(-1);
  return last === undefined || last.resumedAt !== null || isOver(design) ? null : last;
}

/** Only a person takes it further, or a deadline. */
function isWaitingForPeople(design: Design): boolean {
  return design.answering !== null || openGate(design) !== null;
}

/** It waits for people or for a model, and may give its processes back. */
export function isResting(design: Design): boolean {
  return isWaitingForPeople(design) || pausedIn(design) !== null;
}

/** It rests and keeps no process meanwhile. */
export function isParked(design: Design): boolean {
  return isResting(design) && !hasProcesses(design);
}

/** The status inferred from what was recorded (A5); waiting for a person is neither an error nor an end (A7). */
export function statusOf(design: Design): Status {
  if (design.end !== null) return design.end.status;
  if (design.settled !== null) return 'running';
  return isWaitingForPeople(design) ? 'awaiting_input' : 'running';
}
