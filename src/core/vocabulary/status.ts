import type { Design, Gate } from './design.ts';
import { PHASE_OF, type Phase, type Status, type Step } from './event-parts.ts';
import type { EventOf } from './events.ts';
import { hasProcesses } from './participants.ts';
import { present } from './present.ts';
import type { Round } from './round.ts';
import type { Accepted } from './sets.ts';

export function phaseOf(step: Step): Phase {
  return PHASE_OF[step];
}

/** Synthesis has its own time; every earlier step is deliberation. */
export function isSynthesis(step: Step): boolean {
  return phaseOf(step) === 'synthesis';
}

export function openRound(design: Design): Round | null {
  const last = design.rounds.at(-1);
  return last === undefined || last.closed ? null : last;
}

/** `true` if the design has ended, or its outcome is settled and its files are being written. */
export function isOver({ end, settled }: Design): boolean {
  return end !== null || settled !== null;
}

/** `false` while files are missing or older than the newest follow-up. */
export function hasItsFiles({ files, followUps, afterwardsInFiles }: Design): boolean {
  return files.length > 0 && afterwardsInFiles === followUps.length;
}

/**
 * Time at which the outcome was decided; `null` before. All durations end there, because the files
 * contain them and are written before the end.
 */
export function resultTimeOf({ end, settled }: Design): number | null {
  return settled?.at ?? end?.at ?? null;
}

export function openGate(design: Design): Gate | null {
  const last = design.gates.at(-1);
  return last === undefined || last.decision !== null || isOver(design) ? null : last;
}

export function findReminder(
  { reminders }: Pick<Design, 'reminders'>,
  index: number,
): Design['reminders'][number] {
  return present(reminders[index], `no reminder ${index}`);
}

/**
 * `true` for a gate about going on without a round's result or without the thread, rather than
 * about the decision.
 */
export function isBeforeResult({ about }: Pick<Gate, 'about'>): boolean {
  return about !== 'decision';
}

/** `true` if people see what is asked as soon as it is asked: nothing has to be posted for them. */
export function isSeenAtOnce({ thread, gates }: Pick<Design, 'thread' | 'gates'>): boolean {
  return thread === null || gates.some(isWithoutThread);
}

/** `true` if a person let the design go on although nothing can be posted in its thread. */
function isWithoutThread({ about, decision }: Gate): boolean {
  return about === 'thread' && decision?.choice === 'accept' && decision.by !== '';
}

export function findAcceptance({ rounds }: Pick<Design, 'rounds'>, gate: Gate): Accepted {
  if (gate.about !== 'round') return gate.about === 'thread' ? 'no_thread' : 'decision';
  const isComposite = rounds.some(({ id, kind }) => id === gate.roundId && kind === 'composite');
  return isComposite ? 'no_decision' : 'no_contribution';
}

/** The current wait for a model, or `null`. */
export function openPauseOf(design: Design): Design['pauses'][number] | null {
  const last = design.pauses.at(-1);
  return last === undefined || last.resumedAt !== null || isOver(design) ? null : last;
}

function isWaitingForPeople(design: Design): boolean {
  return design.answering !== null || openGate(design) !== null;
}

/** `true` if the design waits for people or for a model, so that its processes may be released. */
export function isResting(design: Design): boolean {
  return isWaitingForPeople(design) || openPauseOf(design) !== null;
}

/** `true` if the design waits and has no process. */
export function isParked(design: Design): boolean {
  return isResting(design) && !hasProcesses(design);
}

/** The status follows from the events; waiting for a person is neither an error nor an end. */
export function statusOf(design: Design): Status {
  if (design.end !== null) return design.end.status;
  if (design.settled !== null) return 'running';
  return isWaitingForPeople(design) ? 'awaiting_input' : 'running';
}

/** Where a design stands in this step, as its events say it. */
export function statusFieldsOf(
  design: Design,
  step: Step,
): Pick<EventOf<'status_changed'>, 'status' | 'phase' | 'step'> {
  return { status: statusOf(design), phase: phaseOf(step), step };
}

const ACCEPTED_WORDS: Record<Accepted, string> = {
  decision: 'accepted the decision',
  no_contribution: 'let it go on with what there is',
  no_decision: 'let it end without a decision',
  no_thread: 'let it go on without its thread',
};

const CHOICE_WORDS: Record<Exclude<Choice, 'accept'>, string> = {
  send_back: 'sent the draft back',
  again: 'ran the step again',
  stop: 'stopped it here',
  settle: 'settled it',
  unanswered: 'No one decided in time',
};

type Choice = NonNullable<Gate['decision']>['choice'];

/** What a person did at a gate, after the name; a sentence if nobody chose. */
export function describeChoice(choice: Choice, accepted: Accepted): string {
  return choice === 'accept' ? ACCEPTED_WORDS[accepted] : CHOICE_WORDS[choice];
}
