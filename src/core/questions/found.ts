import type { Question, Reply } from '../vocabulary/design.ts';
import type { EventOf } from '../vocabulary/events.ts';
import type { Placed } from './widened.ts';

export type Match = EventOf<'answers_matched'>['matches'][number];

/** Words of a reply, with the question that a turn reads them for. */
export interface Found extends Placed {
  readonly question: Question;
  readonly reply: Reply;
}

/** Each once, however often a turn says so. */
export function matchesOf(found: readonly Found[]): Match[] {
  const matches = found.map(({ question, reply, quote, spans }): [string, Match] => [
    JSON.stringify([question.id, reply.id, spans]),
    { questionId: question.id, replyId: reply.id, quote, spans },
  ]);
  return [...new Map(matches.toReversed()).values()].toReversed();
}
