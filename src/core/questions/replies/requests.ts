import { type Refusal, refuse } from '../../vocabulary/commands.ts';
import type { Reply } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import type { SubmissionInput } from '../../vocabulary/submission.ts';
import type { FoundWords } from '../quoting/found.ts';
import { findReplyNamed, type ReadingCheck } from '../quoting/named-replies.ts';
import type { Passage } from '../quoting/passages.ts';
import { findQuote } from '../quoting/quotes.ts';
import { rowsOf } from '../quoting/rows.ts';
import { isCodeAlone, type ShownText } from '../quoting/shown.ts';
import { isOverlapping, type Span } from '../quoting/span.ts';
import { leaveOutSpans } from '../quoting/unused-words.ts';
import { widen } from '../quoting/widen-quote.ts';

type Named = SubmissionInput<'match_answers'>['requests'][number];
type Request = NonNullable<EventOf<'answers_matched'>['requests']>[number];

/**
 * Requests, in the words of their authors, at most one per reply; what follows a question is none,
 * and code asks for nothing. Words that also answer a question remain an answer (*no, stop using
 * Redis*), and so do numbered words. `taken`: words that this turn reads as answers, or as leaving
 * a question open.
 */
export function findRequests(
  check: ReadingCheck,
  named: readonly Named[],
  taken: readonly FoundWords[],
): Request[] {
  const seen = new Set<string>();
  return named.flatMap(({ reply: name, quote, kind }) => {
    const reply = findReplyNamed(check, name, quote);
    if (reply === undefined) return [];
    const { id: replyId } = reply;
    if (seen.has(replyId)) {
      check.problems.push({ refusal: refuseTwice(name), quote, replyId });
      return [];
    }
    seen.add(replyId);
    const quotation = findQuote(check, quote, reply) && widen(quote, reply, rowsOf);
    const own = widen(quote, reply, rowsAloneOf);
    if (!quotation || own === null || isCodeAlone(reply, own.spans)) return [];
    if (isAnswer(own.spans, reply, taken)) return [];
    return [{ replyId, kind, quote: quotation.quote, spans: own.spans }];
  });
}

/** The lines that introduce a request ask for nothing, and may be an answer. */
function rowsAloneOf(said: ShownText): Passage[] {
  return rowsOf(said).map((row) => ({ ...row, lead: null }));
}

function refuseTwice(name: string): Refusal {
  const message = `\`requests\` names ${name} twice. Name the one thing that it asks for most, or nothing.`;
  return refuse('invalid', message);
}

function isAnswer(asked: readonly Span[], reply: Reply, taken: readonly FoundWords[]): boolean {
  const read = taken.flatMap((each) => (each.reply.id === reply.id ? each.spans : []));
  const written = reply.answers.flatMap(({ spans }) => spans);
  return [...read, ...written].some((answer) => asked.some((each) => isOverlapping(each, answer)));
}

/**
 * `true` if everything in the reply asks something of the bot, so that nothing in it is said on the
 * matter.
 */
export function isAllRequest(reply: Pick<Reply, 'text' | 'request'>): boolean {
  return reply.request !== null && removeRequest(reply) === '';
}

/** A reply without its request. */
export function removeRequest(reply: Pick<Reply, 'text' | 'shown' | 'request'>): string {
  const { text, request } = reply;
  return request === null ? text : leaveOutSpans(reply, request.spans);
}
