import type { Question, Reply } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import type { PlacedQuote } from './widen-quote.ts';

export type Match = EventOf<'answers_matched'>['matches'][number];

/** Words of a reply that a turn matched to a question. */
export interface FoundWords extends PlacedQuote {
  readonly question: Question;
  readonly reply: Reply;
}

/** Removes repeats. */
export function matchesOf(found: readonly FoundWords[]): Match[] {
  const matches = found.map(({ question, reply, quote, spans }): [string, Match] => [
    JSON.stringify([question.id, reply.id, spans]),
    { questionId: question.id, replyId: reply.id, quote, spans },
  ]);
  return [...new Map(matches.toReversed()).values()].toReversed();
}
