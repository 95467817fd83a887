import type { Answer, Design, Question, Reply } from '../vocabulary/design.ts';
import { openRound } from '../vocabulary/status.ts';

/** Questions that people are still wanted for. */
export function openQuestions({ questions }: Pick<Design, 'questions'>): Question[] {
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
  return new Set(replies.flatMap((reply) => answersIn(reply).map(({ questionId }) => questionId)));
}

/** Answers in a reply. Words under a number are one only once a turn has read them: they may say that their author does not know (J10). */
export function answersIn({ answers, unread }: Pick<Reply, 'answers' | 'unread'>): readonly Answer[] {
  return unread ? answers.filter(({ source }) => source !== undefined) : answers;
}

/** Returns true for a question in whose place its assumption stands, for whatever reason. */
export function isAssumed({ status }: Pick<Question, 'status'>): boolean {
  return status === 'assumed' || status === 'left_open' || status === 'not_read';
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
