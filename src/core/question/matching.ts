import { openRoundFor } from '../course/advance.ts';
import { shortageNow } from '../policy/reserve.ts';
import type { Author } from '../round/turns.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design, Question, Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { isAlive, participant, roleHolder } from '../vocabulary/participants.ts';
import type { Round } from '../vocabulary/round.ts';
import { openRound } from '../vocabulary/status.ts';
import type { SubmissionInput } from '../vocabulary/submission.ts';
import { isSameAuthor } from './author.ts';
import { whyNoMatch, withSingleBlanks } from './match.ts';
import { openQuestions } from './questions.ts';
import { isWrittenTo } from './said.ts';

/** Matchings of one design, the last of which is kept for the end of answering. */
const MAX_MATCHINGS = 10;
/** Replies that one matching takes at most, and characters of them: the others wait for the next. */
const [MAX_REPLIES, MAX_CHARACTERS] = [500, 100_000];

/** Whether replies are being matched right now. */
export function isMatching(design: Design): boolean {
  return openRound(design)?.kind === 'matching';
}

/** Whether there are words that could answer an open question, and somebody to match them before silence is assumed. */
export function isMatchingOwed(draft: Draft): boolean {
  const { design } = draft;
  const isDue = design.replies.some(({ unmatched }) => unmatched) && openQuestions(design).length > 0;
  const isAble =
    shortageNow(draft, 'matching') === null &&
    isAlive(participant(design, roleHolder(design, 'synthesizer')));
  return isDue && isAble && matchingsOf(design).length < MAX_MATCHINGS;
}

/**
 * Opens the next matching if one is due: of the words that are not matched yet, as soon as there are some that no turn has
 * taken, and once more when answering has ended. One whose turn failed is not repeated for its own sake.
 */
export function openMatchingIfDue(draft: Draft): boolean {
  const { design } = draft;
  if (!isMatchingOwed(draft)) return false;
  const matchings = matchingsOf(design);
  const taken = new Map(matchings.flatMap((round) => round.replies.map((id) => [id, round.since] as const)));
  // Words that were changed since are new.
  const isTaken = ({ id, since }: Reply) => since < (taken.get(id) ?? since);
  const unmatched = design.replies.filter((reply) => reply.unmatched);
  const untaken = unmatched.filter((reply) => !isTaken(reply));
  const ended = design.answeringEnded;
  const isOnceMore = ended !== null && (matchings.at(-1)?.since ?? -1) < ended.since;
  const isNew = untaken.length > 0 && (ended !== null || matchings.length < MAX_MATCHINGS - 1);
  if (!isNew && !isOnceMore) return false;
  const due = new Set(readAtOnce([...untaken, ...unmatched.filter(isTaken)]));
  const ids = unmatched.filter((reply) => due.has(reply)).map(({ id }) => id);
  openRoundFor(draft, 'matching', [roleHolder(design, 'synthesizer')], [], ids);
  return true;
}

/** The first of these, as many as one turn can read; one reply has fewer characters than fit. */
function readAtOnce(replies: readonly Reply[]): readonly Reply[] {
  let left = MAX_CHARACTERS;
  const first = replies.slice(0, MAX_REPLIES);
  const tooMuch = first.findIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return tooMuch === -1 ? first : first.slice(0, tooMuch);
}

function matchingsOf({ rounds }: Design): Round[] {
  return rounds.filter(({ kind }) => kind === 'matching');
}

/**
 * What a turn has read in people's replies. Each quote has to occur in its reply, as an answer of its author, or all is
 * refused. Words that were changed or taken back meanwhile are left out, and so is what a person has settled since they were written.
 */
export function matchAnswers(
  draft: Draft,
  author: Author,
  round: Round,
  { matches, rationale }: SubmissionInput<'match_answers'>,
): Refusal | null {
  const { design } = draft;
  const read = design.replies.filter(
    ({ id, since, readBy }) => round.replies.includes(id) && since < round.since && readBy === undefined,
  );
  const found: { questionId: Question['id']; replyId: string; quote: string }[] = [];
  const refusals: Refusal[] = [];
  for (const { question, reply: name, quote } of matches) {
    const questionId = design.questions.find(({ id }) => id === question)?.id;
    if (questionId === undefined) refusals.push(unknown(question, 'questions', design.questions));
    const replyId = round.replies.find((_, index) => replyName(index) === name);
    if (replyId === undefined) {
      const known = round.replies.map((_, index) => ({ id: replyName(index) }));
      refusals.push(unknown(name, 'replies', known));
    }
    if (questionId === undefined || replyId === undefined) continue;
    const reply = read.find(({ id }) => id === replyId);
    if (reply === undefined) continue;
    const problem = whyNoMatch(quote, name, reply.text, design.questions);
    if (problem !== null) refusals.push(problem);
    const isNew = !found.some(
      (each) =>
        each.questionId === questionId &&
        each.replyId === replyId &&
        withSingleBlanks(each.quote) === withSingleBlanks(quote),
    );
    if (isNew && !isSettledByPerson(design, questionId, reply)) found.push({ questionId, replyId, quote });
  }
  const refusal = refuseForAll(refusals);
  if (refusal !== null) return refusal;
  const replies = read.map(({ id }) => id);
  draft.record({ type: 'answers_matched', ...author, replies, matches: found, rationale });
  return null;
}

/** How a matching calls the replies that it takes: `R1`, `R2`, … */
export function replyName(index: number): string {
  return `R${index + 1}`;
}

/** Its author, who has since written under the question's number, or a person who said which words answer it, outranks the model (J8). */
function isSettledByPerson(
  { replies, corrections }: Design,
  questionId: Question['id'],
  reply: Pick<Reply, 'since' | 'author' | 'authorId'>,
): boolean {
  const { since } = reply;
  const isWrittenSince = replies.some(
    (each) => each.since > since && isSameAuthor(each, reply) && isWrittenTo(each, questionId),
  );
  return (
    isWrittenSince ||
    corrections.some(
      (correction) =>
        correction.ofReply === undefined && correction.questionId === questionId && correction.since > since,
    )
  );
}

function unknown(name: string, what: string, known: readonly { readonly id: string }[]): Refusal {
  const list = known.map(({ id }) => id).join(', ');
  return refuse('unknown_reference', `There is no ${name}: the ${what} are ${list}.`);
}
