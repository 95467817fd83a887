import type { Design, GivenAnswer, Question, Reply } from '../../vocabulary/design.ts';
import { openRound } from '../../vocabulary/status.ts';
import { fold } from '../quoting/places.ts';
import { isSameAuthor } from './author.ts';
import { baseOf } from './versions.ts';

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

/** Replies of people who differ on a question: the newest of each, unless all say the same. */
export function listDifferingOn({ differing, replies }: Known, id: Question['id']): Reply[] {
  const rows = differing.filter(({ questionId }) => questionId === id);
  if (rows.length === 0) return [];
  const all = replies.filter(
    (reply) =>
      rows.some(({ replyIds, since }) => replyIds.includes(reply.id) && reply.since < since) &&
      listAnswers(reply).some(({ questionId }) => questionId === id),
  );
  const newest = all.filter(
    (reply) => !all.some((later) => later.since > reply.since && isSameAuthor(later, reply)),
  );
  return new Set(newest.map((reply) => foldAnswer(answerWordsOf(reply, id)))).size > 1
    ? newest
    : [];
}

/** `true` for one of those who differ on a question. */
export function isBetween(
  design: Known,
  id: Question['id'],
  person: Pick<Reply, 'author' | 'authorId'>,
): boolean {
  return listDifferingOn(design, id).some((reply) => isSameAuthor(reply, person));
}

/** `true` for a person whose answer to a question holds no more. */
export function hasGivenUp(
  { replies }: Pick<Design, 'replies'>,
  id: Question['id'],
  person: Pick<Reply, 'author' | 'authorId'>,
): boolean {
  return replies.some(
    (reply) =>
      isSameAuthor(reply, person) && reply.givenUp.some(({ questionId }) => questionId === id),
  );
}

/** The reply whose answer this one takes, as long as it says the same. */
export function findTaken(
  { replies }: Pick<Design, 'replies'>,
  { takes, answers, text }: Reply,
): Reply | null {
  const [answer] = answers;
  if (takes === undefined || answer === undefined) return null;
  const newest = replies.findLast(({ id }) => baseOf(id) === baseOf(takes));
  return newest?.id === takes && answerWordsOf(newest, answer.questionId) === text ? newest : null;
}

/** The last reply that takes an answer to the question, by a button. */
export function findTaking(
  { replies }: Pick<Design, 'replies'>,
  id: Question['id'],
): Reply | undefined {
  return replies.findLast(
    (reply) =>
      reply.takes !== undefined && listAnswers(reply).some(({ questionId }) => questionId === id),
  );
}

const STOPS: readonly string[] = ['.', '!', '。'];

/**
 * One form of answers that say the same in the same words, with or without capitals and a full
 * stop.
 */
function foldAnswer(words: string): string {
  const said = fold(words).toLowerCase();
  return STOPS.includes(said.at(-1) ?? '') ? said.slice(0, -1).trimEnd() : said;
}

type Known = Pick<Design, 'differing' | 'replies'>;

export function answeredIdsOf(replies: readonly Reply[]): ReadonlySet<Question['id']> {
  const answering = replies.filter(({ answers }) => answers.length > 0);
  return new Set(
    answering.flatMap((reply) => listAnswers(reply).map(({ questionId }) => questionId)),
  );
}

/**
 * Answers in a reply. Numbered words count only once a turn has read them, since they may say “I
 * don't know”.
 */
export function listAnswers({
  answers,
  unread,
}: Pick<Reply, 'answers' | 'unread'>): readonly GivenAnswer[] {
  return unread ? answers.filter(({ source }) => source !== undefined) : answers;
}

/** A reply's words that answer the question. */
export function answerWordsOf(reply: Reply, id: Question['id']): string {
  return listAnswers(reply)
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

/**
 * End of the wait for people: the deadline, or a minute after all questions are matched and no
 * matching is open.
 */
export function answeringEndOf(design: Design): number | null {
  const { answering } = design;
  if (answering === null) return null;
  const { openedAt, deadlineAt, matchedAt } = answering;
  if (openQuestions(design).length > 0 || isMatching(design)) return deadlineAt;
  // Matches from the earlier run are shown with the questions, so the minute begins with the wait.
  return Math.min(deadlineAt, (matchedAt ?? openedAt) + CORRECTION_MS);
}
