import type { Reply } from '../../vocabulary/design.ts';
import { passagesOf } from './passages.ts';
import { splitRows } from './rows.ts';
import type { ShownText } from './shown.ts';
import { isOverlapping, type Span } from './span.ts';

/** An author's own words in a reply that answer nothing, leave nothing open and ask for nothing. */
export function untakenWordsOf(reply: Reply): string {
  const { answers, leftOpen, request } = reply;
  const taken = [...answers, ...leftOpen, ...(request === null ? [] : [request])];
  if (taken.length === 0) return reply.text;
  return leaveOutSpans(
    reply,
    taken.flatMap(({ spans }) => spans),
    true,
  );
}

/**
 * Sentences that none of these spans touch, with numbers and bullets. `isOwn`: without quotations.
 */
export function leaveOutSpans(said: ShownText, spans: readonly Span[], isOwn = false): string {
  const { text } = said;
  const isTouched = (part: Span) => spans.some((span) => isOverlapping(span, part));
  return passagesOf(said)
    .filter(({ kind }) => kind !== 'quotation' || !isOwn)
    .flatMap((passage) => (isTouched(passage) ? splitRows(text, passage) : [passage]))
    .filter((part) => !isTouched(part))
    .map(({ before, to }) => text.slice(before, to))
    .join('\n')
    .trim();
}
