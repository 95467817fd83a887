import type { Design, Question, Reply } from '../vocabulary/design.ts';
import { openRound } from '../vocabulary/status.ts';
import { disputesIn } from './disputed.ts';

/** Questions that people are still wanted for: nobody has answered them, or their answers contradict each other (J13). */
export function openQuestions(design: Design): Question[] {
  const disputed = disputesIn(design).map(({ question }) => question);
  return design.questions.filter((question) => question.status === 'open' || disputed.includes(question));
}

export function unansweredQuestions({ questions }: Pick<Design, 'questions'>): Question[] {
  return questions.filter(({ status }) => status === 'open');
}

/** The questions as they stand where of the replies these are left: what only the others answer is open. */
export function questionsWith(
  { questions, replies }: Pick<Design, 'questions' | 'replies'>,
  left: readonly Reply[],
): Question[] {
  const [before, after] = [answeredIn(replies), answeredIn(left)];
  return questions.map((question) =>
    before.has(question.id) && !after.has(question.id) ? { ...question, status: 'open' } : question,
  );
}

export function answeredIn(replies: readonly Reply[]): ReadonlySet<Question['id']> {
  return new Set(replies.flatMap(({ answers }) => answers.map(({ questionId }) => questionId)));
}

/** Milliseconds in which people may correct what their words were read as, once nothing is open any more. */
const CORRECTION_MS = 60_000;

/** Replies are being matched right now. */
export function isMatching(design: Design): boolean {
  return openRound(design)?.kind === 'matching';
}

/**
 * Until when people are waited for: until the deadline, and no longer than a minute once everything was read as answered and
 * nothing is being read.
 */
export function answeringUntil(design: Design): number | null {
  const { answering } = design;
  if (answering === null) return null;
  const { openedAt, deadlineAt, matchedAt } = answering;
  if (openQuestions(design).length > 0 || isMatching(design)) return deadlineAt;
  // What was read in the run before is shown since the questions are.
  return Math.min(deadlineAt, (matchedAt ?? openedAt) + CORRECTION_MS);
}
