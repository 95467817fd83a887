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
import { hasUnreadReplies, openQuestions } from './status.ts';

/** Replies are read once people have written nothing for so long. */
const PAUSE_MS = 20_000;
const MAX_MATCHINGS = 8;
/** After so many failed matchings of the same replies, they stay unmatched. */
const MAX_FAILURES = 2;

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

/** One that failed has read nothing. New replies, and the end of the wait, are tried anew. */
export function isMatchingOwed(design: Design): boolean {
  if (!hasUnreadReplies(design) || countMatchings(design) >= MAX_MATCHINGS) return false;
  const since = Math.max(lastReplyAt(design), design.answeringClosed?.at ?? 0);
  return countMatchings(design, since) < MAX_FAILURES;
}

/** When what people wrote is read before they are done: after a pause, or never. */
export function matchingTimeOf(design: Design): number | null {
  const { answering } = design;
  if (answering === null || openRound(design) !== null) return null;
  if (!isMatchingOwed(design) || !mayMatchBeforeEnd(design)) return null;
  const failedAt = lastRound(design, 'matching')?.closedAt ?? 0;
  return Math.max(answering.openedAt, lastReplyAt(design), failedAt) + PAUSE_MS;
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

function countMatchings({ rounds }: Design, since = 0): number {
  return rounds.filter(({ kind, openedAt }) => kind === 'matching' && openedAt >= since).length;
}

function lastReplyAt({ replies }: Design): number {
  return Math.max(0, ...replies.map(({ at }) => at));
}

/** An edit takes the place of what it edits until the personas go on (J8). */
export function mayReplaceReply(design: Design): boolean {
  return design.answeringClosed === null && !hasRound(design, 'proposals');
}
