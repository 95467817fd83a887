import { type Refusal, refuse } from '../../vocabulary/commands.ts';
import type { Design, Question, Reply } from '../../vocabulary/design.ts';
import type { Round } from '../../vocabulary/round.ts';

/** A turn's reading of replies while it is checked. Checks add their `problems`. */
export interface ReadingCheck {
  readonly design: Design;
  readonly round: Round;
  readonly problems: ReadingProblem[];
}

/**
 * A part of a reading that cannot be recorded. `replyId`: the reply that it is about, or `null`.
 */
export interface ReadingProblem {
  readonly refusal: Refusal;
  readonly quote: string;
  readonly replyId: string | null;
}

/** `R2`: stays the reply's when others are withdrawn, and in another run. */
export function nameOfReply({ number }: Pick<Reply, 'number'>): string {
  return `R${number}`;
}

/**
 * `false` for a reply edited since the round began, which the next round reads, and for one that a
 * person dealt with.
 */
export function isReadIn(round: Round, { id, since, unread }: Reply): boolean {
  return round.replies.includes(id) && since < round.since && unread;
}

/**
 * The reply by its name; `undefined` if it is not in the round, which is a problem, or not read any
 * more.
 */
export function findReplyNamed(
  { design, round, problems }: ReadingCheck,
  name: string,
  quote: string,
): Reply | undefined {
  const replies = design.replies.filter(({ id }) => round.replies.includes(id));
  const reply = replies.find((each) => nameOfReply(each) === name);
  if (reply === undefined && !isWithdrawn(design, name)) {
    const names = replies.map((each) => ({ id: nameOfReply(each) }));
    problems.push({ refusal: refuseUnknown(name, 'replies', names), quote, replyId: null });
  }
  return reply !== undefined && isReadIn(round, reply) ? reply : undefined;
}

function isWithdrawn({ replies, lastReplyNumber }: Design, name: string): boolean {
  const number = Number(name.slice(1));
  const isGiven = number > 0 && number <= lastReplyNumber && name === nameOfReply({ number });
  return isGiven && replies.every((reply) => reply.number !== number);
}

/** The question by its number; `undefined` if it is unknown, which is a problem. */
export function findQuestionNamed(
  { design, problems }: ReadingCheck,
  number: string,
  quote: string,
): Question | undefined {
  const question = design.questions.find((each) => each.id === number);
  if (question === undefined)
    problems.push({
      refusal: refuseUnknown(number, 'questions', design.questions),
      quote,
      replyId: null,
    });
  return question;
}

function refuseUnknown(
  name: string,
  what: string,
  replies: readonly { readonly id: string }[],
): Refusal {
  const list = replies.map(({ id }) => id).join(', ');
  return refuse('unknown_reference', `There is no ${name}: the ${what} are ${list}.`);
}
