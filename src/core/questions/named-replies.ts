import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Question, Reply } from '../vocabulary/design.ts';
import type { Round } from '../vocabulary/round.ts';

/** A turn's reading of replies while it is checked. Checks add their `problems`. */
export interface Check {
  readonly design: Design;
  readonly round: Round;
  readonly problems: Problem[];
}

/** A part of a reading that cannot be recorded. `replyId`: the reply that it is about, or `null`. */
export interface Problem {
  readonly refusal: Refusal;
  readonly quote: string;
  readonly replyId: string | null;
}

/** A reply's name in a matching or reading: `R1`, `R2`, … */
export function replyName(index: number): string {
  return `R${index + 1}`;
}

/**
 * `false` for a reply edited since the round began, which the next round reads, and for one that a person dealt with.
 */
export function isReadIn(round: Round, { id, since, unread }: Reply): boolean {
  return round.replies.includes(id) && since < round.since && unread;
}

/** The reply by its name in the round; `undefined` if it is unknown, which is a problem, or not read any more. */
export function replyNamed(
  { design, round, problems }: Check,
  name: string,
  quote: string,
): Reply | undefined {
  const replyId = round.replies.find((_, index) => replyName(index) === name);
  if (replyId === undefined) {
    const known = round.replies.map((_, index) => ({ id: replyName(index) }));
    problems.push({ refusal: unknown(name, 'replies', known), quote, replyId: null });
  }
  return design.replies.find((each) => each.id === replyId && isReadIn(round, each));
}

/** The question by its number; `undefined` if it is unknown, which is a problem. */
export function questionNamed(
  { design, problems }: Check,
  number: string,
  quote: string,
): Question | undefined {
  const question = design.questions.find(({ id }) => id === number);
  if (question === undefined)
    problems.push({ refusal: unknown(number, 'questions', design.questions), quote, replyId: null });
  return question;
}

function unknown(name: string, what: string, known: readonly { readonly id: string }[]): Refusal {
  const list = known.map(({ id }) => id).join(', ');
  return refuse('unknown_reference', `There is no ${name}: the ${what} are ${list}.`);
}
