import type { Design, Question } from '../design.ts';

export function openQuestions(design: Design): Question[] {
  return design.questions.filter((question) => question.status === 'open');
}

/** Milliseconds in which people may correct what their words were read as, once nothing is open any more. */
const CORRECTION_MS = 60_000;

/** Until when people are waited for: until the deadline, and no longer than a minute once everything was read as answered. */
export function answeringUntil(design: Design): number | null {
  const { answering } = design;
  if (answering === null) return null;
  const { openedAt, deadlineAt, matchedAt } = answering;
  if (openQuestions(design).length > 0) return deadlineAt;
  // What was read in the run before is shown since the questions are.
  return Math.min(deadlineAt, (matchedAt ?? openedAt) + CORRECTION_MS);
}
