import type { ShownPart } from '../../vocabulary/event-parts.ts';
import { linesOf } from './lines.ts';
import { remember } from './remembered.ts';
import { findLooseEnds, sentenceSpansOf, splitParts } from './sentences.ts';
import { piecesOf, type ShownPiece, type ShownText } from './shown.ts';
import { listTouched, type Span } from './span.ts';

export interface Passage extends ShownPiece {
  /** Start of a number or bullet before it; `from` without one. */
  readonly before: number;
  /** The sentence that introduces its list: *None of these is true:* */
  readonly lead: Span | null;
}

interface Part extends ShownPiece {
  readonly before: number;
  readonly line: number;
  readonly isItem: boolean;
  /** It may continue a sentence from the line above. */
  readonly mayGoOn: boolean;
}

/**
 * Cuts a reply into passages that cover everything but blanks: quotations, blocks of code, and
 * sentences. A sentence ends by Unicode's rules, and at its line's end unless the next line
 * continues it. When in doubt, a passage is too long, since half a sentence can say the opposite.
 */
export const passagesOf: (said: ShownText) => readonly Passage[] = remember((said) => {
  const { text: reply } = said;
  const passages: Passage[] = [];
  let paragraph: Part[] = [];
  let lead: Span | null = null;
  let isBelowItem = false;
  const flush = (): void => {
    passages.push(...sentencesIn(reply, paragraph, lead));
    paragraph = [];
  };
  for (const part of listParts(said)) {
    if (goesOn(reply, paragraph, part)) {
      paragraph.push(part);
      continue;
    }
    flush();
    lead =
      part.kind === 'quotation' ? null : leadOf(reply, part, passages.at(-1), lead, isBelowItem);
    isBelowItem = part.isItem;
    if (part.kind === 'words') paragraph = [part];
    else passages.push(...wholeOf(reply, part, lead));
  }
  flush();
  return passages;
});

/**
 * The sentence that introduces this part. The line directly above a list introduces all its items.
 * A colon introduces the next line, even after an empty line. An indented line belongs to its item.
 */
function leadOf(
  reply: string,
  part: Part,
  last: Passage | undefined,
  lead: Span | null,
  isBelowItem: boolean,
): Span | null {
  const above = last?.kind === 'words' ? last : undefined;
  if (above !== undefined && LEADING.includes(reply.charAt(above.to - 1))) return leadUntil(above);
  if (!part.isItem) return lead !== null && isSetIn(reply, part) ? lead : null;
  const isRightAbove =
    above !== undefined &&
    isBlank(reply.slice(above.to, part.before)) &&
    isNextLine(reply, above, part);
  return lead === null && !isBelowItem && isRightAbove ? leadUntil(above) : lead;
}

/** A passage with what introduces it. */
function leadUntil({ from, to, lead }: Passage): Span {
  return { from: lead?.from ?? from, to };
}

/** `true` if there is exactly one line break between them. */
function isNextLine(reply: string, { to }: Span, { before }: Part): boolean {
  const end = reply.indexOf('\n', to);
  const next = end === -1 ? -1 : reply.indexOf('\n', end + 1);
  return end !== -1 && (next === -1 || next >= before);
}

function isSetIn(reply: string, { from }: Span): boolean {
  return BLANKS.includes(reply.charAt(from - 1)) && BLANKS.includes(reply.charAt(from - 2));
}

/** A quotation, or a block of code, which is cut if it is long. */
function wholeOf(reply: string, { from, to, kind, before }: Part, lead: Span | null): Passage[] {
  const spans = kind === 'code' ? splitParts(reply, from, to) : [{ from, to }];
  return spans.map((span, index) => ({
    ...span,
    kind,
    before: index === 0 ? before : span.from,
    lead,
  }));
}

/** The parts of each line, with quotations and blocks of code as a whole. */
function listParts({ text, shown = [] }: ShownText): Part[] {
  const lines = linesOf({ text, shown });
  const end = lines.at(-1)?.to ?? 0;
  const taken = new Set<Span>();
  return lines.flatMap((line, index) => {
    const { from, wordsFrom, number } = line;
    const within = { from: wordsFrom, to: line.to };
    return piecesOf(within, listBlocks(text, within, shown)).flatMap(
      ({ kind, ...piece }): Part[] => {
        const whole = kind === 'words' ? piece : listTouched(shown, piece)[0];
        if (whole === undefined || taken.has(whole)) return [];
        taken.add(whole);
        const words = text.slice(whole.from, Math.min(whole.to, end));
        if (isBlank(words)) return [];
        const marker = kind === 'words' ? measureMarker(words.trim()) : 0;
        return [
          {
            kind,
            from: whole.from + words.length - words.trimStart().length + marker,
            to: whole.from + words.trimEnd().length,
            before: piece.from === wordsFrom ? from : piece.from,
            line: index,
            isItem: marker > 0,
            mayGoOn: marker === 0 && number === null && piece.from === from,
          },
        ];
      },
    );
  });
}

/** Quotations, and code on lines of its own. Other code is a part of its sentence. */
function listBlocks(text: string, line: Span, shown: readonly ShownPart[]): ShownPart[] {
  const parts = listTouched(shown, line);
  const isAlone = piecesOf(line, parts).every(
    ({ kind, from, to }) => kind !== 'words' || isBlank(text.slice(from, to)),
  );
  const isBlock = ({ kind, from, to }: ShownPart): boolean =>
    kind === 'quotation' || isAlone || text.slice(from, to).includes('\n');
  return parts.filter(isBlock);
}

const BLANKS = ' \t';
const TERMINATORS = '.!?…。！？؟।';
/** A line that ends in one of these goes on. */
const LEADING = ':：';
const JOINING = ':：,;、，；،؛–—-(';
/** A line of such a length was wrapped by a program, not by its author. */
const WRAPPED = { from: 60, to: 100 };

/** `true` if case, a comma or the length shows that the line above did not end a sentence. */
function goesOn(reply: string, paragraph: readonly Part[], part: Part): boolean {
  const first = paragraph[0];
  const last = paragraph.at(-1);
  if (first === undefined || last === undefined || part.kind !== 'words') return false;
  if (!part.mayGoOn || part.line !== last.line + 1) return false;
  const end = reply.charAt(last.to - 1);
  const length = last.to - last.from;
  if (JOINING.includes(end) || (length >= WRAPPED.from && length <= WRAPPED.to)) return true;
  // A lower-case letter proves nothing if the author uses no capitals.
  const isSmall = isLower(reply.charAt(part.from)) && !isLower(reply.charAt(first.from));
  return isSmall && !TERMINATORS.includes(end);
}

function isLower(letter: string): boolean {
  return letter.toUpperCase() !== letter;
}

const BULLETS = '-*•–+';
const DIGITS = '0123456789';
const MAX_NUMBER = 3;

/** Length of a list item's number or bullet, with the blank after it; `0` without one. */
function measureMarker(words: string): number {
  let length = 0;
  while (length < MAX_NUMBER && DIGITS.includes(words.charAt(length) || ' ')) length++;
  const isMarked =
    length > 0
      ? '.)'.includes(words.charAt(length) || ' ')
      : BULLETS.includes(words.charAt(0) || ' ');
  return isMarked && words.charAt(length + 1).trim() === '' && words.length > length + 1
    ? length + 2
    : 0;
}

function sentencesIn(reply: string, paragraph: readonly Part[], lead: Span | null): Passage[] {
  const first = paragraph[0];
  const last = paragraph.at(-1);
  if (first === undefined || last === undefined) return [];
  return sentenceSpansOf(reply.slice(first.from, last.to)).flatMap((span, index) => {
    const sentence = { from: first.from + span.from, to: first.from + span.to };
    return partsOf(reply, sentence, index === 0 ? first.before : sentence.from, lead);
  });
}

/**
 * A sentence, or its parts where it may have ended before: each but the first is introduced by
 * those before it.
 */
function partsOf(reply: string, sentence: Span, before: number, lead: Span | null): Passage[] {
  const { from, to } = sentence;
  const ends = lead === null ? findLooseEnds(reply.slice(from, to)).map((end) => from + end) : [];
  return [...ends, to].map((end, index): Passage => {
    const last = index === 0 ? null : { from, to: ends[index - 1] ?? from };
    const start = last === null ? from : end - reply.slice(last.to, end).trimStart().length;
    return {
      from: start,
      to: end,
      kind: 'words',
      before: last === null ? before : start,
      lead: last ?? lead,
    };
  });
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
