import type { Answer, Reply } from '../vocabulary/design.ts';
import { type Passage, passagesOf } from './passages.ts';
import { placesIn } from './places.ts';
import type { Span } from './quoted.ts';
import { writtenIn } from './reply.ts';

type Taken = Pick<Answer, 'questionId' | 'text' | 'spans'>;

/** A part of a reply that was taken for nothing. */
interface Left extends Span {
  readonly isOwn: boolean;
}

/** Words of a reply that answer no question, with what it quotes: nobody's are left out. */
export function otherWords({ text, answers }: Pick<Reply, 'text' | 'answers'>): string {
  if (answers.length === 0) return text;
  return joined(text, leftOver(text, answers));
}

/** Words of a reply's own author that answer no question, leave none open and ask for nothing. */
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

/** Parts of a reply beside these words, by their places: sentences, or as much of one as is left. */
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

/** Finds the places of words that were taken from a reply. */
export function spansOf(text: string, taken: readonly Taken[]): readonly Span[] {
  const placed = taken.flatMap(({ spans = [] }) => spans);
  const rest = taken.filter(({ spans }) => spans === undefined);
  if (rest.length === 0) return placed;
  const [written, places] = [writtenIn(text), placesIn(text)];
  const found = rest.flatMap((each) => {
    const place = written(each) ?? places(each.text)[0];
    if (place !== undefined) return [place];
    // A person may have said that words of several places answer it.
    return passagesOf(each.text).flatMap(({ before, to }) => places(each.text.slice(before, to)).slice(0, 1));
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

/** A number or the sign of a list goes with the first words behind it. */
function withPrefix({ from, before }: Passage, left: Span): number {
  return left.from === from ? before : left.from;
}

/** Keeps the breaks between lines, and puts a blank where words were taken out. */
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
