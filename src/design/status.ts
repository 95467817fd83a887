/** Where a design stands, in the words of the vocabulary. */

import type { Phase, Reply } from './events.ts';
import {
  type Decision,
  type Design,
  type Gate,
  PHASE_OF,
  type Question,
  type Status,
} from './state.ts';

/** Its outcome is settled: nothing is asked of anybody any more. */
export function isSettled({ settled }: Design): boolean {
  return settled !== null;
}

export function phaseOf({ step }: Design): Phase {
  return PHASE_OF[step];
}

export function statusOf(design: Design): Status {
  if (design.end !== null) return design.end.status;
  return waitsForPeople(design) ? 'awaiting_input' : 'running';
}

/** People can answer or decide now, and have been told so. */
function waitsForPeople(design: Design): boolean {
  return !isSettled(design) && (design.answering !== null || openGate(design) !== null);
}

export function openGate(design: Design): Gate | null {
  const last = design.gates.at(-1);
  return last === undefined || last.decision !== null || isSettled(design) ? null : last;
}

export function newestDecision({ decisions }: Design): Decision | null {
  return decisions.at(-1) ?? null;
}

/** Replies since the questions were asked that no matching has read as they are now. */
export function hasUnreadReplies({ rounds, replies }: Design): boolean {
  const last = rounds.findLast(
    ({ kind, contributed }) =>
      kind === 'questions' || (kind === 'matching' && contributed.length > 0),
  );
  return replies.some(
    ({ number, at }) => number > (last?.repliesUpTo ?? 0) || at > (last?.openedAt ?? 0),
  );
}

export function openQuestions({ questions }: Design): Question[] {
  return questions.filter(({ status, isUnknown }) => status === 'open' && !isUnknown);
}

/** `R3`; `R0` is the topic with its context, which stands under the same rule (J8). */
export function replyNamed(
  { replies, startedBy, topic }: Design,
  name: string,
): Pick<Reply, 'author' | 'via' | 'text'> | null {
  if (name === 'R0') return { author: startedBy.name, via: startedBy.via, text: topic };
  return replies.find(({ number }) => name === `R${number}`) ?? null;
}
