import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design, Question, Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { roleHolder } from '../vocabulary/participants.ts';
import type { Round } from '../vocabulary/round.ts';
import type { SubmissionInput } from '../vocabulary/submission.ts';
import { openRoundFor } from '../workflow/advance.ts';
import type { Author } from '../workflow/rounds/turns.ts';
import { isSameAuthor } from './author.ts';
import { type Found, type Match, matchesOf } from './found.ts';
import { isReadIn, replyName, unknown } from './named-replies.ts';
import { openQuestions } from './questions.ts';
import { refusalForLeftOpen, refusalForNoAnswer, refusalForQuote } from './quotes.ts';
import { isAbleToRead, readAtOnce } from './reader.ts';
import { bearingIn } from './reading.ts';
import { isWritten } from './replies.ts';
import { requestsIn } from './requests.ts';
import { isWrittenTo } from './said.ts';
import { widened } from './widened.ts';

/**
 * Most matchings of one design, the last reserved for the end of answering. Numbered answers allow one more per
 * question.
 */
const MAX_MATCHINGS = 10;

/** `true` if there are replies to read before open questions are assumed, and a synthesizer to read them. */
export function isMatchingOwed(draft: Draft): boolean {
  return isAble(draft) && unreadIn(draft.design).length > 0;
}

/**
 * `true` if a matching is due: as soon as there are replies that no turn has been given, and once more when answering
 * has ended with a question open. A matching whose turn failed is not repeated as such.
 */
export function isMatchingDue(draft: Draft): boolean {
  return isAble(draft) && takenNext(draft.design).length > 0;
}

export function openMatchingIfDue(draft: Draft): boolean {
  if (!isMatchingDue(draft)) return false;
  const { design } = draft;
  openRoundFor(draft, 'matching', [roleHolder(design, 'synthesizer')], [], takenNext(design));
  return true;
}

function isAble(draft: Draft): boolean {
  return matchingsOf(draft.design).length < mostMatchings(draft.design) && isAbleToRead(draft, 'matching');
}

function mostMatchings({ questions }: Pick<Design, 'questions'>): number {
  return MAX_MATCHINGS + questions.length;
}

/**
 * Replies that no turn has read: all of them while people may answer or a question is open, else only numbered ones.
 */
function unreadIn(design: Design): Reply[] {
  const isOpen = openQuestions(design).length > 0 || design.answering !== null;
  return design.replies.filter(({ unread, answers }) => unread && (isOpen || answers.some(isWritten)));
}

/** Ids of the replies that a matching would read now; empty if none is due. */
function takenNext(design: Design): string[] {
  const matchings = matchingsOf(design);
  const taken = new Map(matchings.flatMap((round) => round.replies.map((id) => [id, round.since] as const)));
  // A reply edited since counts as new.
  const isTaken = ({ id, since }: Reply) => since < (taken.get(id) ?? since);
  const untaken = unreadIn(design).filter((reply) => !isTaken(reply));
  const isOpen = openQuestions(design).length > 0;
  const ended = design.answeringEnded;
  const isLast = ended !== null || !isOpen;
  const most = untaken.some(({ answers }) => answers.some(isWritten)) ? mostMatchings(design) : MAX_MATCHINGS;
  const isNew = untaken.length > 0 && (isLast || matchings.length < most - 1);
  const isOnceMore = ended !== null && isOpen && (matchings.at(-1)?.since ?? -1) < ended.since;
  if (!isNew && !isOnceMore) return [];
  const unread = design.replies.filter((reply) => reply.unread);
  const due = new Set(readAtOnce([...untaken, ...unread.filter((reply) => !untaken.includes(reply))]));
  return unread.filter((reply) => due.has(reply)).map(({ id }) => id);
}

function matchingsOf({ rounds }: Design): Round[] {
  return rounds.filter(({ kind }) => kind === 'matching');
}

type Quoted = SubmissionInput<'match_answers'>['matches'][number];

/**
 * Records a turn's reading of people's replies: which words answer a question, and who does not know. Each quote must
 * be its author's own words in the reply, or the whole submission is refused. Records the whole sentences around each
 * quote. Leaves out replies edited or withdrawn meanwhile, and answers that their author has written anew since.
 */
export function matchAnswers(
  draft: Draft,
  author: Author,
  round: Round,
  { matches, left_open, requests: asked, bearing: named, rationale }: SubmissionInput<'match_answers'>,
): Refusal | null {
  const { design } = draft;
  const refusals: Refusal[] = [];
  const answers = quotedIn(design, round, matches, refusals, refusalForNoAnswer).filter(
    ({ reply, question }) => !isWrittenTo(reply, question.id) && !isReplaced(design, question.id, reply),
  );
  const open = quotedIn(design, round, left_open, refusals, refusalForLeftOpen);
  const isBoth = ({ questionId, replyId }: Match) =>
    matchesOf(open).some((each) => each.questionId === questionId && each.replyId === replyId);
  for (const both of matchesOf(answers).filter(isBoth)) refusals.push(contradiction(round, both));
  const leftOpen = matchesOf(open);
  const requests = requestsIn(design, round, asked, { taken: [...answers, ...open], refusals });
  const bearing = bearingIn(design, round, named, refusals);
  const refusal = refuseForAll(refusals);
  if (refusal !== null) return refusal;
  draft.record({
    type: 'answers_matched',
    ...author,
    replies: design.replies.filter((reply) => isReadIn(round, reply)).map(({ id }) => id),
    matches: matchesOf(answers),
    ...(leftOpen.length === 0 ? {} : { leftOpen }),
    ...(requests.length === 0 ? {} : { requests }),
    ...(bearing.length === 0 ? {} : { bearing }),
    rationale,
  });
  return null;
}

/** Quotes with the question and reply that they name, if that reply is still read. Adds to `refusals`. */
function quotedIn(
  { questions, replies }: Design,
  round: Round,
  quoted: readonly Quoted[],
  refusals: Refusal[],
  alsoWrong: typeof refusalForLeftOpen,
): Found[] {
  return quoted.flatMap(({ question: number, reply: name, quote }) => {
    const question = questions.find(({ id }) => id === number);
    if (question === undefined) refusals.push(unknown(number, 'questions', questions));
    const replyId = round.replies.find((_, index) => replyName(index) === name);
    if (replyId === undefined) {
      const known = round.replies.map((_, index) => ({ id: replyName(index) }));
      refusals.push(unknown(name, 'replies', known));
    }
    const reply = replies.find((each) => each.id === replyId && isReadIn(round, each));
    if (question === undefined || reply === undefined) return [];
    const problem = refusalForQuote(quote, name, reply, question) ?? alsoWrong(quote, name, reply, question);
    if (problem !== null) refusals.push(problem);
    const said = problem === null ? widened(quote, reply) : null;
    return said === null ? [] : [{ question, reply, ...said }];
  });
}

function contradiction({ replies }: Round, { questionId, replyId }: Match): Refusal {
  const name = replyName(replies.indexOf(replyId));
  return refuse(
    'invalid',
    `${name} cannot both answer ${questionId} and leave it open: name it in \`matches\` or in \`left_open\`, or in neither.`,
  );
}

/** `true` if the author has numbered an answer since, which outranks a reading (J8). */
function isReplaced(
  { replies }: Design,
  questionId: Question['id'],
  reply: Pick<Reply, 'since' | 'author' | 'authorId'>,
): boolean {
  const { since } = reply;
  return replies.some(
    (each) => each.since > since && isSameAuthor(each, reply) && isWrittenTo(each, questionId),
  );
}
