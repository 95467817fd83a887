import { type FoundWords, type Match, matchesOf } from '../questions/quoting/found.ts';
import {
  findQuestionNamed,
  findReplyNamed,
  isReadIn,
  nameOfReply,
  type ReadingCheck,
  type ReadingProblem,
} from '../questions/quoting/named-replies.ts';
import { findQuote } from '../questions/quoting/quotes.ts';
import { isOverlapping } from '../questions/quoting/span.ts';
import { isAskedIn, isWrittenTo } from '../questions/replies/answers-given.ts';
import { isSameAuthor } from '../questions/replies/author.ts';
import { openQuestions } from '../questions/replies/questions.ts';
import { isWritten } from '../questions/replies/replies.ts';
import { findRequests, isAllRequest } from '../questions/replies/requests.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design, Question, Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { Differing } from '../vocabulary/event-parts.ts';
import { findById } from '../vocabulary/ids.ts';
import type { Round } from '../vocabulary/round.ts';
import type { Author, SubmissionInput } from '../vocabulary/submission.ts';
import { isAbleToRead, readAtOnce } from './reader.ts';
import { listBearings } from './reading.ts';

/**
 * Most matchings of one design, the last reserved for the end of answering. Numbered answers allow
 * one more per question.
 */
const MAX_MATCHINGS = 10;

/**
 * `true` if there are replies to read before open questions are assumed, and a synthesizer to read
 * them.
 */
export function isMatchingOwed(draft: Draft): boolean {
  return isAble(draft) && unreadIn(draft.design).length > 0;
}

/**
 * Ids of the replies for a matching that is due: as soon as there are some that no turn has been
 * given, and once more when answering has ended with a question open. A matching whose turn failed
 * is not repeated as such.
 */
export function listRepliesToMatch(draft: Draft): string[] {
  return isAble(draft) ? listTakenNext(draft.design) : [];
}

export function isMatchingDue(draft: Draft): boolean {
  return listRepliesToMatch(draft).length > 0;
}

function isAble(draft: Draft): boolean {
  return (
    matchingsOf(draft.design).length < countAllowedMatchings(draft.design) &&
    isAbleToRead(draft, 'matching')
  );
}

function countAllowedMatchings({ questions }: Pick<Design, 'questions'>): number {
  return MAX_MATCHINGS + questions.length;
}

/**
 * Replies that no turn has read: all of them while people may answer or a question is open, else
 * only numbered ones.
 */
function unreadIn(design: Design): Reply[] {
  const isOpen = openQuestions(design).length > 0 || design.answering !== null;
  return design.replies.filter(
    ({ unread, answers }) => unread && (isOpen || answers.some(isWritten)),
  );
}

/** Ids of the replies that a matching would read now; empty if none is due. */
function listTakenNext(design: Design): string[] {
  const matchings = matchingsOf(design);
  const taken = new Map(
    matchings.flatMap((round) => round.replies.map((id) => [id, round.since] as const)),
  );
  // A reply edited since counts as new.
  const isTaken = ({ id, since }: Reply) => since < (taken.get(id) ?? since);
  const untaken = unreadIn(design).filter((reply) => !isTaken(reply));
  const isOpen = openQuestions(design).length > 0;
  const ended = design.answeringEnded;
  const isLast = ended !== null || !isOpen;
  const most = untaken.some(({ answers }) => answers.some(isWritten))
    ? countAllowedMatchings(design)
    : MAX_MATCHINGS;
  const isNew = untaken.length > 0 && (isLast || matchings.length < most - 1);
  const isOnceMore = ended !== null && isOpen && (matchings.at(-1)?.since ?? -1) < ended.since;
  if (!isNew && !isOnceMore) return [];
  const unread = design.replies.filter((reply) => reply.unread);
  const due = new Set(readAtOnce([...new Set([...untaken, ...unread])]));
  return unread.filter((reply) => due.has(reply)).map(({ id }) => id);
}

function matchingsOf({ rounds }: Design): Round[] {
  return rounds.filter(({ kind }) => kind === 'matching');
}

type Read = SubmissionInput<'match_answers'>;

/**
 * Records a turn's reading of people's replies: which words answer a question, and who does not
 * know. Each quote must be its author's own words in the reply. Records the whole sentences around
 * each quote. Leaves out replies edited or withdrawn meanwhile, and answers that their author has
 * written anew since. At the last try what is sound is recorded, and a reply with words that were
 * not found stays unread.
 */
export function matchAnswers(
  draft: Draft,
  author: Author,
  round: Round,
  { matches, left_open, requests: asked, differ: contrary, bearing: named, rationale }: Read,
  isLastTry: boolean,
): Refusal | null {
  const { design } = draft;
  const check: ReadingCheck = { design, round, problems: [] };
  const answers = findQuotes(check, matches).filter(
    ({ reply, question }) =>
      !isWrittenTo(reply, question.id) && !isReplaced(design, question.id, reply),
  );
  const open = findQuotes(check, left_open).filter((each) => !isAnsweredElsewhere(check, each));
  const isIn = (others: readonly FoundWords[]) => (each: FoundWords) =>
    others.some((other) => isSameAnswer(each, other));
  for (const both of answers.filter(isIn(open))) check.problems.push(makeContradiction(both));
  const answersAlone = answers.filter((each) => !isIn(open)(each));
  const openAlone = open.filter((each) => !isIn(answers)(each));
  const matched = matchesOf(answersAlone);
  const leftOpen = matchesOf(openAlone);
  const differ = differIn(check, contrary, matched);
  const bearing = listBearings(check, named);
  const bears = (id: string) =>
    bearing.some(({ replyId, verdict }) => replyId === id && verdict === 'bears');
  // Words that bear on the decision are no request alone, unless the record has answered them.
  const requests = findRequests(check, asked, [...answers, ...open]).filter(
    ({ replyId, ...request }) => {
      const reply = findById(design.replies, replyId);
      const isAlone =
        reply !== undefined && isAllRequest({ ...reply, request }) && !isAskedIn(design, reply);
      return !isAlone || !bears(replyId);
    },
  );
  const { problems } = check;
  const isAnythingFound = [matched, leftOpen, requests, bearing].some(({ length }) => length > 0);
  const refusal = refuseForAll(problems.map((each) => each.refusal));
  if (refusal !== null && !(isLastTry && isAnythingFound))
    return addFound(refusal, [...answersAlone, ...openAlone]);
  const notFound = problems.flatMap(({ replyId }) => replyId ?? []);
  const isStillUnread = ({ id }: Reply) =>
    notFound.includes(id) && bearing.every(({ replyId }) => replyId !== id);
  const quotes = problems.map(({ quote }) => quote).filter((quote) => quote !== '');
  draft.record({
    type: 'answers_matched',
    ...author,
    replies: design.replies
      .filter((reply) => isReadIn(round, reply) && !isStillUnread(reply))
      .map(({ id }) => id),
    matches: matched,
    ...(leftOpen.length === 0 ? {} : { leftOpen }),
    ...(requests.length === 0 ? {} : { requests }),
    ...(differ.length === 0 ? {} : { differ }),
    ...(bearing.length === 0 ? {} : { bearing }),
    ...(quotes.length === 0 ? {} : { dropped: quotes }),
    rationale,
  });
  return null;
}

/** Quotes with the question and reply that they name, if that reply is still read. */
function findQuotes(check: ReadingCheck, quoted: Read['matches']): FoundWords[] {
  return quoted.flatMap(({ question: number, reply: name, quote }) => {
    const question = findQuestionNamed(check, number, quote);
    const reply = findReplyNamed(check, name, quote);
    if (question === undefined || reply === undefined) return [];
    const quotation = findQuote(check, quote, reply, question.text);
    return quotation === null ? [] : [{ question, reply, ...quotation }];
  });
}

/**
 * `true`, with a problem, for words that leave a question open which its author answers elsewhere
 * in the reply, under its number.
 */
function isAnsweredElsewhere(
  { problems }: ReadingCheck,
  { question: { id }, reply, quote, spans }: FoundWords,
): boolean {
  const written = reply.answers.filter((answer) => answer.questionId === id && isWritten(answer));
  const isUnder = written.some((answer) =>
    answer.spans.some((each) => spans.some((span) => isOverlapping(each, span))),
  );
  if (written.length === 0 || isUnder) return false;
  const refusal = refuse(
    'invalid',
    `“${quote}” is not under ${id} in ${nameOfReply(reply)}, where its author answers it. Copy the words under that number that say that they do not know, or leave this out.`,
  );
  problems.push({ refusal, quote, replyId: reply.id });
  return true;
}

/**
 * Replies whose answers to a question cannot all hold. They may be one person's, of which the
 * latest holds.
 */
function differIn(
  check: ReadingCheck,
  named: Read['differ'],
  matched: readonly Match[],
): Differing[] {
  const { design, problems } = check;
  return named.flatMap(({ question: number, replies: names }) => {
    const question = findQuestionNamed(check, number, '');
    if (question === undefined) return [];
    const { id: questionId } = question;
    const answering = design.replies.filter(({ id, answers }) =>
      [...answers, ...matched.filter(({ replyId }) => replyId === id)].some(
        (each) => each.questionId === questionId,
      ),
    );
    const those = answering.filter((reply) => names.includes(nameOfReply(reply)));
    if (those.length > 1) return [{ questionId, replyIds: those.map(({ id }) => id) }];
    problems.push({ refusal: refuseNoDifference(questionId), quote: '', replyId: null });
    return [];
  });
}

function refuseNoDifference(id: Question['id']): Refusal {
  return refuse(
    'invalid',
    `\`differ\` takes two answers to ${id}: match the words of each reply that you name, or leave this out.`,
  );
}

function isSameAnswer(one: FoundWords, other: FoundWords): boolean {
  return one.question.id === other.question.id && one.reply.id === other.reply.id;
}

function makeContradiction({ question: { id }, reply, quote }: FoundWords): ReadingProblem {
  const name = nameOfReply(reply);
  const refusal = refuse(
    'invalid',
    `${name} cannot both answer ${id} and leave it open: name it in \`matches\` or in \`left_open\`, or in neither.`,
  );
  return { refusal, quote, replyId: reply.id };
}

/** The refusal with what was found, so that the next try does not lose it. */
function addFound({ code, message }: Refusal, found: readonly FoundWords[]): Refusal {
  if (found.length === 0) return refuse(code, message);
  const names = new Set(
    found.map(({ question, reply }) => `${question.id} in ${nameOfReply(reply)}`),
  );
  return refuse(
    code,
    `${message}\nThe other quotations were found; submit them again: ${[...names].join(', ')}.`,
  );
}

/**
 * `true` if the author has numbered an answer since, or somebody has said whose holds: both outrank
 * a reading.
 */
function isReplaced(
  { replies }: Design,
  questionId: Question['id'],
  reply: Pick<Reply, 'since' | 'author' | 'authorId'>,
): boolean {
  const { since } = reply;
  return replies.some(
    (each) =>
      each.since > since &&
      (isSameAuthor(each, reply) || each.takes !== undefined) &&
      isWrittenTo(each, questionId),
  );
}
