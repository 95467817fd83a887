/**
 * Documents: what is shown to people, as blocks of lines. They hold words and no markup, so each
 * renderer makes the text of people and models harmless where it goes.
 *
 * @example
 * document(headline, (maxChars) => [heading(topic, maxChars), list(reasons)]);
 */

import type { DesignId } from '../../core/vocabulary/ids.ts';
import { compact, type Optional } from '../../foundation/compact.ts';
import { cutInside, cutWords, listSentences } from '../../foundation/cut-text.ts';
import type { Action, Control } from './control.ts';
import { convertToPlainText, cutLine, foldToOneLine, isolate, makePrintableLine } from './plain.ts';
import { sayTime } from './time.ts';

/** Blocks of a section: text that may wrap, a list, a quotation, code, or an author's Markdown. */
export type TextBlock = Prose | LinesBlock | BulletsBlock;
interface LinesBlock {
  readonly kind: 'lines' | 'quote' | 'code';
  readonly line: Line;
}
interface BulletsBlock {
  readonly kind: 'bullets';
  readonly depth: number;
  readonly items: readonly Line[];
}

/** Blocks that a platform may draw in its own way; `convertToText` is the fallback. */
export type Block =
  | TextBlock
  /** The subject of a message, and its least important text. Plain text only. */
  | (Least & { readonly kind: 'heading' | 'small'; readonly words: string })
  /** The state in words; the level only adds to them. */
  | (Least & { readonly kind: 'alert'; readonly level: Level; readonly words: string })
  /** All steps of a sequence, and the index of the present one. */
  | { readonly kind: 'phases'; readonly names: readonly string[]; readonly present: number }
  /**
   * Rows of cells. The first row is the head, the first cell the row's subject. At most one in a
   * message.
   */
  | { readonly kind: 'table'; readonly rows: readonly (readonly Line[])[] }
  | Title
  | Numbered;
export interface Title {
  readonly kind: 'title';
  readonly level: TitleLevel;
  readonly line: Line;
}
type TitleLevel = 1 | 2 | 3 | 4;
export interface Numbered {
  readonly kind: 'numbered';
  readonly items: readonly Line[];
}
export type Level = 'info' | 'warning' | 'error' | 'success';

export type Section = readonly Block[];
/**
 * What stands in a section: a block, others as they are, or nothing by a condition in its place.
 */
export type Content = Optional<Block> | readonly Content[];

export type Clickable =
  | {
      readonly kind: 'controls';
      readonly designId: DesignId;
      readonly controls: readonly Control[];
    }
  | { readonly kind: 'buttons'; readonly buttons: readonly PrivateButton[] };
interface PrivateButton {
  readonly action: Action;
  readonly value: string;
  readonly label: string;
  readonly look: 'primary' | 'danger' | 'plain';
}

export interface NamedFile {
  readonly name: string;
  /** `null`: the file of this name in the design's bundle. */
  readonly text: string | null;
}

/**
 * A message for every chat platform. Each draws it in its own way, with as much of each text as
 * fits: see `fitInto`.
 */
export interface Document {
  readonly notification: Line;
  readonly sections: readonly Section[];
  readonly folded: Folded | null;
  readonly clickable: Clickable | null;
  /** Controls directly after the sections they are about, in order. */
  readonly early: readonly Early[];
  readonly files: readonly NamedFile[];
}

/** `after`: number of sections before it. */
interface Early {
  readonly after: number;
  readonly clickable: Clickable;
}

/** `about`: the subject in its button's value, beside the design's id. */
export interface Folded {
  readonly title: string;
  readonly button: string;
  readonly designId: DesignId;
  readonly about: string;
  readonly sections: Document['sections'];
}

/** A message; without controls and files unless given. */
export function document(
  notification: string | Line,
  content: readonly Content[],
  more: Partial<Pick<Document, 'clickable' | 'early' | 'files' | 'folded'>> = {},
): Document {
  const head = typeof notification === 'string' ? [trust(notification)] : notification;
  return {
    notification: head,
    sections: sectionsOf(content),
    folded: null,
    clickable: null,
    early: [],
    files: [],
    ...more,
  };
}

export function unfold({ title, sections }: Folded): Document {
  return document(title, [heading(title), ...sections]);
}

export function clickable(designId: DesignId, controls: readonly Control[]): Clickable | null {
  return controls.length === 0 ? null : { kind: 'controls', designId, controls };
}

export function early(after: number, designId: DesignId, controls: readonly Control[]): Early[] {
  const buttons = clickable(designId, controls);
  return buttons === null ? [] : [{ after, clickable: buttons }];
}

export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
}

/** Pieces of a line. None of them can notify anyone. */
export type Inline =
  | Words
  | OthersWords
  /** Shown as its address (`http`, `https` or `mailto`); only our own links have words. */
  | { readonly kind: 'link'; readonly url: string; readonly words?: string; readonly style?: Style }
  | Reference
  /**
   * A time on each reader's own clock, with its day unless near. In milliseconds since the epoch.
   */
  | Moment
  | Prose;
/** Markdown by a person or a model. */
export interface Prose extends Others {
  readonly kind: 'prose';
  readonly markdown: string;
  /** Shown characters, once it is shortened for a message. */
  readonly maxChars?: number;
  readonly style?: Style;
}
/** Our own words. */
interface Words {
  readonly kind: 'text';
  readonly text: string;
  readonly style?: Style;
}
interface OthersWords extends Words, Others {
  /** Loses its middle: without its end a sentence can say the opposite. */
  readonly isCutInside?: true;
}
interface Others extends Least {
  /** Longest excerpt in a message. */
  readonly most: number;
}
interface Least {
  /** Characters that stay, however little room there is. */
  readonly least?: number;
}
/**
 * Links a place in the design's files: `record.md#a-1`. Plain words where the files are not at
 * hand.
 */
export interface Reference {
  readonly kind: 'reference';
  readonly target: string;
  readonly words: string;
}
export interface Moment {
  readonly kind: 'moment';
  readonly atMs: number;
  readonly isNear: boolean;
  /** Shown as a growing duration where the platform can, else as a time after *at*. */
  readonly isAgo?: true;
}
export type Line = readonly Inline[];
/** Words, or pieces of a line. */
type Said = string | Inline | Line;

const NEAR_MS = 12 * 3_600_000;
/** Texts are cut only where a message needs it. A number that JSON has. */
export const WHOLE = Number.MAX_SAFE_INTEGER;

export function trust(text: string, style?: Style): Words {
  return style === undefined ? { kind: 'text', text } : { kind: 'text', text, style };
}

export function bold(words: Said): Line {
  return applyStyle(words, { bold: true });
}

export function italic(words: Said): Line {
  return applyStyle(words, { italic: true });
}

export function strikeOut(words: Said): Line {
  return applyStyle(words, { strike: true });
}

/** A line in one more style, as far as its pieces can have one. */
function applyStyle(words: Said, style: Style): Line {
  return line`${words}`.map((piece) =>
    piece.kind === 'text' || piece.kind === 'prose'
      ? { ...piece, style: { ...piece.style, ...style } }
      : piece,
  );
}

/** A name or short text by people, models or files, on one line and without markup. */
export function untrusted(text: string, most = WHOLE): OthersWords {
  return { ...trust(isolate(foldToOneLine(text))), most };
}

/** The exact text in full, for signed bytes. Unprintable characters become `\ufffd`. */
export function drawName(text: string): Words {
  return trust(makePrintableLine(text));
}

export function codeSpan(text: string): Words {
  return { ...drawName(text), style: { code: true } };
}

export function reference(target: string, words: string): Reference {
  return { kind: 'reference', target, words };
}

export function referToTurn(number: number): Reference {
  return reference(`turns/${number}`, `turn ${number}`);
}

export function cutToFirstSentence(text: string): string {
  const [first] = listSentences(foldToOneLine(text));
  return first?.segment.trim() ?? '';
}

const HEADING_CHARACTERS = 500;

export function heading(text: string): Block {
  return { kind: 'heading', words: readable(text, HEADING_CHARACTERS) };
}

export function small(text: string, maxChars = WHOLE): Block {
  return { kind: 'small', words: readable(text, maxChars) };
}

export function alert(level: Level, text: string): Block {
  return { kind: 'alert', level, words: readable(text, WHOLE) };
}

/** The notice of a rehearsal; nothing without one. */
export function drawMark(mark: string): Section {
  return mark === '' ? [] : [lines(bold(`${mark}.`))];
}

/** A heading within a file; its line may contain Markdown. */
export function title(level: TitleLevel, line: Line): Title {
  return { kind: 'title', level, line };
}

export function under(heading: Block, ...content: readonly Content[]): Section {
  const blocks = section(...content);
  return blocks.length === 0 ? [] : [heading, ...blocks];
}

/** A part under its heading; nothing if it is empty. */
export function part(level: 2 | 3, words: string, ...content: readonly Content[]): Section {
  return under(title(level, [trust(words)]), ...content);
}

function readable(text: string, maxChars: number): string {
  return isolate(cutLine(text, maxChars)) || '…';
}

export function untrustedMarkdown(markdown: string, most = WHOLE): Line {
  return markdown.trim() === '' ? [] : [untrustedMarkdownBlock(markdown, most)];
}

/** A line of which a message shows at most so much of each text by others. */
export function limit(words: Line, most: number): Line {
  return words.map((piece) =>
    'most' in piece ? { ...piece, most: Math.min(piece.most, most) } : piece,
  );
}

/** Blocks of which so much of each text stays, however little room there is. */
export function keep(least: number, ...content: readonly Content[]): Section {
  return section(...content).map((block) =>
    'words' in block
      ? { ...block, least }
      : mapPieces(block, (piece) => ('most' in piece ? { ...piece, least } : piece)),
  );
}

/** Sections with at most so much of each text by others, as each of them allows. */
export function shortenSections(sections: readonly Section[], maxChars: number): Section[] {
  return sections.map((blocks) =>
    blocks.map((block) =>
      'words' in block
        ? { ...block, words: readable(block.words, Math.max(maxChars, block.least ?? 0)) }
        : mapPieces(block, (piece) => shortenPiece(piece, maxChars)),
    ),
  );
}

export function shortenLine(words: Line, maxChars: number): Line {
  return words.map((piece) => shortenPiece(piece, maxChars));
}

function shortenPiece<Piece extends Inline>(piece: Piece, maxChars: number): Piece {
  if (!('most' in piece)) return piece;
  const room = Math.min(piece.most, Math.max(maxChars, piece.least ?? 0));
  if (piece.kind === 'prose') return { ...piece, maxChars: room };
  const cut = piece.isCutInside ? cutInside : cutWords;
  return { ...piece, text: isolate(cut(piece.text, room)) };
}

function mapPieces(
  block: Exclude<Block, { readonly words: string }>,
  change: <Piece extends Inline>(piece: Piece) => Piece,
): Block {
  const changeLine = (words: Line) => words.map((piece) => change(piece));
  switch (block.kind) {
    case 'prose':
      return change(block);
    case 'phases':
      return block;
    case 'table':
      return { ...block, rows: block.rows.map((cells) => cells.map(changeLine)) };
    case 'bullets':
    case 'numbered':
      return { ...block, items: block.items.map(changeLine) };
    default:
      return { ...block, line: changeLine(block.line) };
  }
}

/** Markdown as blocks: paragraphs, lists, quotations, code. */
export function untrustedMarkdownBlock(markdown: string, most = WHOLE): Prose {
  return { kind: 'prose', markdown, most };
}

/** A person's own words, unchanged. */
export function quotation(text: string): Block {
  const words = untrustedLines(text);
  return { kind: 'quote', line: words.text === '' ? [trust('…')] : [words] };
}

/** Exact text as code. */
export function codeBlock(text: string): Block {
  return { kind: 'code', line: [untrustedLines(text)] };
}

/** Exact text, line by line. */
export function untrustedLines(text: string): OthersWords {
  return { ...trust(isolate(convertToPlainText(text).trim())), most: WHOLE };
}

/**
 * Our own words with pieces between them. A text in a hole is taken for others' words, unless it is
 * marked: `trust`.
 */
export function line(own: TemplateStringsArray, ...pieces: readonly Said[]): Line {
  return own.flatMap((before, at) => {
    const piece = pieces[at] ?? [];
    const said =
      typeof piece === 'string' ? [trust(flatten(piece))] : 'kind' in piece ? [piece] : piece;
    return [trust(before), ...said].filter(isFilled);
  });
}

/** One line without signs that affect others. Blanks around it stay. */
function flatten(text: string): string {
  return isolate(convertToPlainText(text).replaceAll(/\s+/g, ' '));
}

/** Code shows that it is empty. */
function isFilled(piece: Inline): boolean {
  return piece.kind !== 'text' || piece.text !== '' || piece.style?.code === true;
}

/** Our own words with a line between them; nothing where the line is empty. */
export function ifAny(own: TemplateStringsArray, piece: Line): Line {
  return piece.length === 0 ? [] : line(own, piece);
}

/** A time, in ISO 8601 or in milliseconds since the epoch. */
export type Time = string | number;

/** Near: within half a day of `from`. */
export function moment(at: Time, from: Time): Moment {
  const atMs = msOf(at);
  return { kind: 'moment', atMs, isNear: Math.abs(atMs - msOf(from)) < NEAR_MS };
}

export function ago(at: Time, from: Time): Moment {
  return { ...moment(at, from), isAgo: true };
}

function msOf(at: Time): number {
  return typeof at === 'number' ? at : Date.parse(at);
}

/** A time in UTC, for places without a reader's clock. */
export function sayMoment({
  atMs,
  isNear,
  isAgo,
}: Omit<Moment, 'kind' | 'isAgo'> & { readonly isAgo?: boolean }): string {
  return `${isAgo ? 'at ' : ''}${sayTime(atMs, !isNear)} UTC`;
}

export function lines(...all: readonly Optional<Said>[]): Exclude<TextBlock, Prose> {
  return { kind: 'lines', line: belowOneAnother(compact(...all).map((each) => line`${each}`)) };
}

function belowOneAnother(all: readonly Line[]): Line {
  const pieces = all.flatMap((line, index) => (index === 0 ? line : [trust('\n'), ...line]));
  const filled = pieces.filter(isFilled);
  return filled.length === 0 ? [trust('…')] : filled;
}

/** Joins the parts that are not empty. */
export function join(parts: readonly Line[], sign: string): Inline[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [trust(sign), ...part]));
}

export function bullets(items: readonly Optional<Line>[], depth = 0): BulletsBlock {
  return {
    kind: 'bullets',
    depth,
    items: compact(...items).map((item) => belowOneAnother([item])),
  };
}

export function list(items: readonly Optional<Line>[]): Section {
  const block = bullets(items);
  return block.items.length === 0 ? [] : [block];
}

export function numberItems(items: readonly Line[]): Section {
  return items.length === 0 ? [] : [{ kind: 'numbered', items }];
}

/** Nothing without rows. */
export function table(heads: readonly string[], rows: readonly (readonly Line[])[]): Section {
  return rows.length === 0
    ? []
    : [{ kind: 'table', rows: [heads.map((head) => [trust(head)]), ...rows] }];
}

export function section(...content: readonly Content[]): Section {
  return compact(...content).flatMap((each) => ('kind' in each ? [each] : section(...each)));
}

/** Each in a section of its own. */
export function sectionsOf(content: readonly Content[]): Section[] {
  return compact(...content).map((each) => section(each));
}

/** Joins neighbours of one style and drops empty pieces. */
export function merge(elements: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const element of elements) {
    const last = result.at(-1);
    if (element.kind !== 'text') result.push(element);
    else if (last?.kind === 'text' && JSON.stringify(last.style) === JSON.stringify(element.style))
      result[result.length - 1] = { ...last, text: last.text + element.text };
    else if (isFilled(element)) result.push(element);
  }
  return result;
}

const SIGNS: Record<Level, string> = { info: '', warning: '⚠ ', error: '✕ ', success: '✓ ' };

export function convertToText(block: Exclude<Block, Prose>): Exclude<TextBlock, Prose> {
  switch (block.kind) {
    case 'heading':
      return lines(bold(block.words));
    case 'alert':
      return lines(line`${SIGNS[block.level]}${bold(block.words)}`);
    case 'small':
      return lines(block.words);
    case 'phases': {
      const { names, present } = block;
      const done = '●';
      const now = '◐';
      const ahead = '○';
      const each = names.map((name, at): Line => {
        if (at === present) return line`${now} ${bold(`${name} (${at + 1} of ${names.length})`)}`;
        return line`${at < present ? done : ahead} ${name}`;
      });
      return lines(join(each, ' ─ '));
    }
    case 'table':
      return bullets(block.rows.slice(1).map((cells) => join(cells, ' · ')));
    case 'title':
      return lines(block.line);
    case 'numbered':
      return lines(...block.items.map((item, at) => line`${`${at + 1}. `}${item}`));
    default:
      return block;
  }
}

/** A private answer of a sentence or two; names in it are plain text. */
export function documentOfWords(words: string): Document {
  return document(words, [lines(untrusted(words))]);
}

/** A message with a sentence of ours below it. */
export function addWords(to: Document, words: string): Document {
  return { ...to, sections: [...to.sections, [lines(trust(words))]] };
}

/** Two messages as one, with the second's controls. */
export function joinDocuments(first: Document, second: Document): Document {
  const sections = [...first.sections, ...second.sections];
  return { ...second, notification: first.notification, sections };
}

/**
 * Lengths to try for a piece of text, from the most anyone wants to read to one that always fits.
 */
const SIZES = [3_000, 1_500, 800, 400, 200, 120, 80, 48, 24] as const;
const FEWEST = 24;

/**
 * Draws with as much of each text as fits: `draw` gets the longest piece. A message that is still
 * too long goes to `shortened`.
 */
export function fitInto<Drawn>(
  draw: (maxChars: number) => Drawn,
  fits: (drawn: Drawn) => boolean,
  shortened: (drawn: Drawn) => Drawn,
): Drawn {
  for (const most of SIZES) {
    const drawn = draw(most);
    if (fits(drawn)) return drawn;
  }
  return shortened(draw(FEWEST));
}
