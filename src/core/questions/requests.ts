import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Answer, Design, Reply } from '../vocabulary/design.ts';
import type { EventOf } from '../vocabulary/events.ts';
import type { Round } from '../vocabulary/round.ts';
import type { SubmissionInput } from '../vocabulary/submission.ts';
import type { Found } from './found.ts';
import { leftOver, spansOf } from './left-over.ts';
import { isReadIn, replyName, unknown } from './named-replies.ts';
import type { Span } from './quoted.ts';
import { refusalForNoRequest } from './quotes.ts';
import { widened } from './widened.ts';

type Named = SubmissionInput<'match_answers'>['requests'][number];
type Request = NonNullable<EventOf<'answers_matched'>['requests']>[number];

/**
 * `taken`: words that this turn reads as answers, or as leaving a question open. `refusals`: where problems are added.
 */
interface Read {
  readonly taken: readonly Found[];
  readonly refusals: Refusal[];
}

/**
 * Requests, in the words of their authors (A17), at most one per reply. Words that also answer a question remain an
 * answer (*no, stop using Redis*), and so do numbered words.
 */
export function requestsIn(
  design: Design,
  round: Round,
  named: readonly Named[],
  { taken, refusals }: Read,
): Request[] {
  const seen = new Set<string>();
  return named.flatMap(({ reply: name, quote, kind }) => {
    const replyId = round.replies.find((_, index) => replyName(index) === name);
    if (replyId === undefined) {
      const known = round.replies.map((_, index) => ({ id: replyName(index) }));
      refusals.push(unknown(name, 'replies', known));
      return [];
    }
    if (seen.has(replyId)) {
      const message = `\`requests\` names ${name} twice. Name the one thing that it asks for most, or nothing.`;
      refusals.push(refuse('invalid', message));
      return [];
    }
    seen.add(replyId);
    const reply = design.replies.find((each) => each.id === replyId && isReadIn(round, each));
    if (reply === undefined) return [];
    const problem = refusalForNoRequest(quote, name, reply);
    if (problem !== null) refusals.push(problem);
    const said = problem === null ? widened(quote, reply) : null;
    if (said === null || isAnswer(said.spans, reply, taken)) return [];
    return [{ replyId, kind, ...said }];
  });
}

function isAnswer(asked: readonly Span[], reply: Reply, taken: readonly Found[]): boolean {
  const read = taken.flatMap((each) => (each.reply.id === reply.id ? each.spans : []));
  const answers: readonly Answer[] = reply.answers;
  return [...read, ...spansOf(reply.text, answers)].some((answer) =>
    asked.some(({ from, to }) => from < answer.to && answer.from < to),
  );
}

export function materialIn({ text, request }: Pick<Reply, 'text' | 'request'>): string {
  if (request === null) return text;
  const spans = [{ questionId: 'Q1' as const, text: request.quote, spans: request.spans }];
  return leftOver(text, spans)
    .map(({ from, to }) => text.slice(from, to))
    .join('\n')
    .trim();
}
