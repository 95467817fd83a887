import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Answer, Design, Question, Reply } from '../vocabulary/design.ts';
import type { Round } from '../vocabulary/round.ts';

/** Names a reply within a matching: `R1`, `R2`, … */
export function replyName(index: number): string {
  return `R${index + 1}`;
}

/**
 * Ids of the replies that a matching may name, in the order of their names: those that it reads, and behind them those of before,
 * whose answers the new ones may contradict. The list stays the same while people change their words.
 */
export function namedReplies(
  { carried, rounds }: Pick<Design, 'carried' | 'rounds'>,
  round: Round,
): string[] {
  const before = rounds.filter(({ kind, since }) => kind === 'matching' && since < round.since);
  const known = [
    ...(carried?.replies ?? []).map(({ id }) => id),
    ...before.flatMap(({ replies }) => replies),
  ];
  return [...new Set([...round.replies, ...known])];
}

/** A reply that was changed since the matching began is read by the next; of one that a person has dealt with nothing is read. */
export function isReadIn(round: Round, { id, since, unread }: Reply): boolean {
  return round.replies.includes(id) && since < round.since && unread;
}

/** Answers to this question by a reply of before, as it stood when the matching began. */
export function answersBefore(round: Round, reply: Reply, questionId: Question['id']): Answer[] {
  return reply.since < round.since ? reply.answers.filter((answer) => answer.questionId === questionId) : [];
}

/** Refuses a name that a turn has made up. */
export function unknown(name: string, what: string, known: readonly { readonly id: string }[]): Refusal {
  const list = known.map(({ id }) => id).join(', ');
  return refuse('unknown_reference', `There is no ${name}: the ${what} are ${list}.`);
}
