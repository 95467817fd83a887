import type { Design, Gate } from './design.ts';
import type { Phase, Status, Step } from './events.ts';
import { hasProcesses } from './participants.ts';
import type { Round } from './round/round.ts';

const PHASE_OF: Record<Step, Phase> = {
  spawning: 'spawning',
  asking: 'questioning',
  answering: 'questioning',
  proposing: 'independent',
  mapping: 'refinement',
  arguing: 'refinement',
  composing: 'synthesis',
  signing: 'synthesis',
  auditing: 'synthesis',
  briefing: 'synthesis',
  deciding: 'synthesis',
  writing: 'synthesis',
};

export function phaseOf(step: Step): Phase {
  return PHASE_OF[step];
}

export function openRound(design: Design): Round | null {
  const last = design.rounds.at(-1);
  return last === undefined || last.closed ? null : last;
}

export function openGate(design: Design): Gate | null {
  const last = design.gates.at(-1);
  const isOver = design.end !== null || design.settled !== null;
  return last === undefined || last.decision !== null || isOver ? null : last;
}

/** The gate of a design whose thread is gone: a person decides whether it goes on, not what becomes of its result. */
export function isPause({ reasons }: Gate): boolean {
  return reasons.includes('thread_unreachable');
}

/** Whoever is at work finishes; nobody is asked anything new before a person has said that it goes on. */
export function isPaused(design: Design): boolean {
  const gate = openGate(design);
  return gate !== null && isPause(gate);
}

/** Only a person takes it further, or a deadline. */
export function isWaitingForPeople(design: Design): boolean {
  return design.answering !== null || openGate(design) !== null;
}

/** It waits for people and keeps no process meanwhile. */
export function isParked(design: Design): boolean {
  return isWaitingForPeople(design) && !hasProcesses(design);
}

/** A5: inferred from what was recorded; waiting for a person is neither an error nor an end. */
export function statusOf(design: Design): Status {
  if (design.end !== null) return design.end.status;
  if (design.settled !== null) return 'running';
  return isWaitingForPeople(design) ? 'awaiting_input' : 'running';
}
