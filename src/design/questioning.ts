/**
 * From the framing to the end of the answers. People are waited for until somebody says *Go on*, the
 * deadline passes, or every question is answered; what answers what is said by short turns, at most
 * eight, of which the last is kept for the end.
 */

import type { Change } from './change.ts';
import type { Person } from './events.ts';
import { hasRound, isNearBudget } from './money.ts';
import { holderOfRole, personaState } from './participants.ts';
import { beginRound, lastRound, openRound } from './rounds.ts';
import type { Design } from './state.ts';
import { openQuestions } from './status.ts';

/** People have paused: what they wrote is read. */
const PAUSE_MS = 20_000;
const MAX_MATCHINGS = 8;

/** Framing begins when the synthesizer is healthy, or a persona has to do it. */
export function startFraming(change: Change): void {
  const state = personaState(holderOfRole(change.design, 'synthesizer'));
  if (state === 'alive' || state === 'dead') beginRound(change, 'framing');
}

export function shouldAsk(design: Design): boolean {
  return design.settings.questions === 'ask' && !isNearBudget(design);
}

/** The wait is over at once where nothing is open, and nothing that was written is unread. */
export function closeIfAnswered(change: Change): void {
  const { design } = change;
  if (openQuestions(design).length > 0) return;
  if (isMatchingOwed(design) && mayMatchBeforeEnd(design)) return;
  change.record({ type: 'answering_closed', reason: 'all_answered', by: null });
}

export function closeAnswering(
  change: Change,
  reason: 'go_on' | 'deadline' | 'cannot_ask',
  by: Person | null,
): void {
  change.record({ type: 'answering_closed', reason, by });
}

export function isAnswering({ step, answeringClosed }: Design): boolean {
  return step === 'answering' && answeringClosed === null;
}

/** Replies since the questions were asked that no matching has read as they are now. */
export function isMatchingOwed(design: Design): boolean {
  const asked = lastRound(design, 'questions');
  const last = lastRound(design, 'matching');
  const readUpTo = last?.repliesUpTo ?? asked?.repliesUpTo ?? 0;
  const readAt = last?.openedAt ?? asked?.openedAt ?? 0;
  const isUnread = design.replies.some(({ number, at }) => number > readUpTo || at > readAt);
  return isUnread && countMatchings(design) < MAX_MATCHINGS;
}

/** When what people wrote is read before they are done: after a pause, or never. */
export function matchingTimeOf(design: Design): number | null {
  const { answering, replies } = design;
  if (answering === null || openRound(design) !== null) return null;
  if (!isMatchingOwed(design) || !mayMatchBeforeEnd(design)) return null;
  return Math.max(answering.openedAt, ...replies.map(({ at }) => at)) + PAUSE_MS;
}

/** When people's time ends; if they never saw the questions, as long after these were ready. */
export function answersDueAt(design: Design): number | null {
  if (!isAnswering(design)) return null;
  if (design.answering !== null) return design.answering.deadlineAt;
  return (lastRound(design, 'questions')?.closedAt ?? 0) + design.settings.answerMs;
}

function mayMatchBeforeEnd(design: Design): boolean {
  return countMatchings(design) < MAX_MATCHINGS - 1;
}

function countMatchings({ rounds }: Design): number {
  return rounds.filter(({ kind }) => kind === 'matching').length;
}

/** An edit takes the place of what it edits until the personas go on (J8). */
export function mayReplaceReply(design: Design): boolean {
  return design.answeringClosed === null && !hasRound(design, 'proposals');
}
