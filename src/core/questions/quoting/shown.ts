import { BOUNDS } from '../../vocabulary/bounds.ts';
import type { ShownPart } from '../../vocabulary/event-parts.ts';
import { hasLetter } from '../../vocabulary/text.ts';
import { listTouched, type Span } from './span.ts';

/**
 * Words with the parts that a platform showed as code or as a quotation. Without such parts, all of
 * it is words.
 */
export interface ShownText {
  readonly text: string;
  readonly shown?: readonly ShownPart[] | undefined;
}

/** A range, and how it was shown. */
export interface ShownPiece extends Span {
  readonly kind: 'words' | ShownPart['kind'];
}

/** Cuts a range at these parts, into pieces that cover it. */
export function piecesOf(range: Span, shown: readonly ShownPart[]): ShownPiece[] {
  const { from, to } = range;
  const pieces: ShownPiece[] = [];
  let at = from;
  const add = (end: number, kind: ShownPiece['kind']): void => {
    if (end > at) pieces.push({ from: at, to: end, kind });
    at = Math.max(at, end);
  };
  for (const part of listTouched(shown, range)) {
    add(part.from, 'words');
    add(Math.min(part.to, to), part.kind);
  }
  add(to, 'words');
  return pieces;
}

export function sliceShown(
  { text, shown = [] }: ShownText,
  from: number,
  to = text.length,
): ShownText {
  const within = piecesOf({ from, to }, shown).flatMap((piece) =>
    piece.kind === 'words'
      ? []
      : [{ kind: piece.kind, from: piece.from - from, to: piece.to - from }],
  );
  return { text: text.slice(from, to), shown: within };
}

export function trimShown(said: ShownText): ShownText {
  const { text } = said;
  return sliceShown(said, text.length - text.trimStart().length, text.trimEnd().length);
}

export function joinShown(parts: readonly ShownText[], between = ''): ShownText {
  let text = '';
  const shown: ShownPart[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += between;
    const start = text.length;
    shown.push(
      ...(part.shown ?? []).map(({ kind, from, to }) => ({
        kind,
        from: start + from,
        to: start + to,
      })),
    );
    text += part.text;
  }
  return { text, shown };
}

/** Changes the text piece by piece, so that each keeps how it was shown. */
export function changeShown(
  { text, shown = [] }: ShownText,
  change: (piece: string) => string,
): ShownText {
  const pieces = piecesOf({ from: 0, to: text.length }, shown).map(({ from, to, kind }) =>
    showAs(kind, change(text.slice(from, to))),
  );
  return joinShown(pieces);
}

export function showAs(kind: ShownPiece['kind'], text: string): ShownText {
  return {
    text,
    shown: kind === 'words' || text === '' ? [] : [{ kind, from: 0, to: text.length }],
  };
}

export function isSameShown(one: ShownText, other: ShownText): boolean {
  return (
    one.text === other.text && JSON.stringify(one.shown ?? []) === JSON.stringify(other.shown ?? [])
  );
}

/**
 * The fields as they are recorded. Of too many parts, quotations are kept: code only marks an
 * answer.
 */
export function limitShown({ text, shown = [] }: ShownText): { text: string; shown?: ShownPart[] } {
  const isTooMany = shown.length > BOUNDS.shownParts;
  const kept = isTooMany ? shown.filter(({ kind }) => kind === 'quotation') : shown;
  return { text, ...(kept.length === 0 ? {} : { shown: kept.slice(0, BOUNDS.shownParts) }) };
}

/** `true` if these ranges have no word outside of code. */
export function isCodeAlone({ text, shown = [] }: ShownText, spans: readonly Span[]): boolean {
  const pieces = spans.flatMap((span) => piecesOf(span, shown));
  const isSaid = ({ from, to }: Span) => hasLetter(text.slice(from, to));
  return (
    pieces.some(({ kind }) => kind === 'code') &&
    !pieces.some((piece) => piece.kind !== 'code' && isSaid(piece))
  );
}
