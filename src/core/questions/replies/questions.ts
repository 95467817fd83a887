import type { Answer, Design, Question, Reply } from '../../vocabulary/design.ts';
import { openRound } from '../../vocabulary/status.ts';
import { isSameAuthor } from './author.ts';

/** Questions that people can still answer. */
export function openQuestions<Asked extends Pick<Question, 'status'>>({
  questions,
}: {
  readonly questions: readonly Asked[];
}): Asked[] {
  return questions.filter(isOpen);
}

/** `true` if nobody has answered it, or two people differ. */
export function isOpen({ status }: Pick<Question, 'status'>): boolean {
  return status === 'open' || status === 'differing';
}

/** Replies of people who differ on a question: the newest of each, if there are two. */
export function listDifferingOn({ differing, replies }: Known, id: Question['id']): Reply[] {
  const rows = differing.filter(({ questionId }) => questionId === id);
  const all = replies.filter(
    (reply) =>
      rows.some(({ replyIds, since }) => replyIds.includes(reply.id) && reply.since < since) &&
      answersIn(reply).some(({ questionId }) => questionId === id),
  );
  const newest = all.filter(
    (reply) => !all.some((later) => later.since > reply.since && isSameAuthor(later, reply)),
  );
  return newest.length > 1 ? newest : [];
}

type Known = Pick<Design, 'differing' | 'replies'>;

/** The questions if only these replies were left: a question without an answer among them is open again. */
export function reopenQuestions(
  { questions, replies }: Pick<Design, 'questions' | 'replies'>,
  left: readonly Reply[],
): Question[] {
  const before = answeredIdsOf(replies);
  const after = answeredIdsOf(left);
  return questions.map((question) =>
    before.has(question.id) && !after.has(question.id) ? { ...question, status: 'open' } : question,
  );
}

export function answeredIdsOf(replies: readonly Reply[]): ReadonlySet<Question['id']> {
  return new Set(replies.flatMap((reply) => answersIn(reply).map(({ questionId }) => questionId)));
}

/** Answers in a reply. Numbered words count only once a turn has read them, since they may say “I don't know”. */
export function answersIn({ answers, unread }: Pick<Reply, 'answers' | 'unread'>): readonly Answer[] {
  return unread ? answers.filter(({ source }) => source !== undefined) : answers;
}

/** A reply's words that answer the question. */
export function answerWordsOf(reply: Reply, id: Question['id']): string {
  return answersIn(reply)
    .flatMap(({ questionId, text }) => (questionId === id ? [text] : []))
    .join('\n');
}

/** `true` if the assumption replaces an answer. */
export function isAssumed({ status }: Pick<Question, 'status'>): boolean {
  return status === 'assumed' || status === 'left_open' || status === 'not_read';
}

/** `true` if a decision has to say what it assumes: there is no answer, or two people differ. */
export function needsAssumption(question: Pick<Question, 'status'>): boolean {
  return isAssumed(question) || question.status === 'differing';
}

/** Milliseconds to correct a match after the last question was answered. */
const CORRECTION_MS = 60_000;

export function isMatching(design: Design): boolean {
  return openRound(design)?.kind === 'matching';
}

/** End of the wait for people: the deadline, or a minute after all questions are matched and no matching is open. */
export function answeringEndOf(design: Design): number | null {
  const { answering } = design;
  if (answering === null) return null;
  const { openedAt, deadlineAt, matchedAt } = answering;
  if (openQuestions(design).length > 0 || isMatching(design)) return deadlineAt;
  // Matches from the earlier run are shown with the questions, so the minute begins with the wait.
  return Math.min(deadlineAt, (matchedAt ?? openedAt) + CORRECTION_MS);
}
