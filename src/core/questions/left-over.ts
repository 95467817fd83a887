import type { Answer, Reply } from '../vocabulary/design.ts';
import { type Passage, passagesOf } from './passages.ts';
import { placesIn } from './places.ts';
import type { Span } from './quoted.ts';
import { writtenIn } from './reply.ts';

type Taken = Pick<Answer, 'questionId' | 'text' | 'spans'>;

interface Left extends Span {
  readonly isOwn: boolean;
}

/** The part of a reply that answers no question, including its quotations. */
export function otherWords({
  text,
  answers,
}: {
  readonly text: string;
  readonly answers: readonly Taken[];
}): string {
  if (answers.length === 0) return text;
  return joined(text, leftOver(text, answers));
}

/** An author's own words in a reply that answer nothing, leave nothing open and ask for nothing. */
export function untaken({
  text,
  answers,
  leftOpen,
  request,
}: Pick<Reply, 'text' | 'answers' | 'leftOpen' | 'request'>): string {
  const asked = request === null ? [] : [{ ...request, questionId: 'Q0' as const, text: request.quote }];
  const taken = [...answers, ...leftOpen, ...asked];
  if (taken.length === 0) return text;
  return joined(
    text,
    leftOver(text, taken).filter(({ isOwn }) => isOwn),
  );
}

/** Sentences of a reply without these spans. */
export function leftOver(text: string, taken: readonly Taken[]): Left[] {
  const spans = spansOf(text, taken);
  return passagesOf(text).flatMap((passage) => {
    const whole: readonly Span[] = [{ from: passage.from, to: passage.to }];
    const left = spans
      .filter(({ from, to }) => from < passage.to && passage.from < to)
      .reduce((parts, span) => parts.flatMap((part) => without(part, span)), whole);
    return left
      .filter(({ from, to }) => text.slice(from, to).trim() !== '')
      .map((part) => ({ ...part, from: withPrefix(passage, part), isOwn: passage.isOwn }));
  });
}

export function spansOf(text: string, taken: readonly Taken[]): readonly Span[] {
  const placed = taken.flatMap(({ spans = [] }) => spans);
  const rest = taken.filter(({ spans }) => spans === undefined);
  if (rest.length === 0) return placed;
  const [written, places] = [writtenIn(text), placesIn(text)];
  const found = rest.flatMap((each) => {
    const place = written(each) ?? places(each.text)[0];
    return place === undefined ? [] : [place];
  });
  return [...placed, ...found];
}

function without({ from, to }: Span, taken: Span): Span[] {
  const parts = [
    { from, to: Math.min(to, taken.from) },
    { from: Math.max(from, taken.to), to },
  ];
  return parts.filter((part) => part.from < part.to);
}

/** A number or bullet stays with the first words after it. */
function withPrefix({ from, before }: Passage, left: Span): number {
  return left.from === from ? before : left.from;
}

function joined(text: string, left: readonly Span[]): string {
  let said = '';
  let end = 0;
  for (const { from, to } of left) {
    const gap = text.slice(end, from);
    if (said !== '') said += gap.trim() === '' ? gap : gap.includes('\n') ? '\n' : ' ';
    said += text.slice(from, to);
    end = to;
  }
  return said.trim();
}
