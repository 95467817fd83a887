import type { DesignId } from '../../vocabulary/ids.ts';
import { cutWords, sentences } from '../../vocabulary/text.ts';
import type { Control } from './controls.ts';
import { cutLine, isolated, oneLine, plainText, printable } from './plain.ts';
import { timeWords } from './time.ts';

/** Blocks of a section: text, which may break its lines; a list; a quotation; code; Markdown by its author. */
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

/** Blocks that a platform may draw by means of its own; `asText` gives their words without these. */
export type Block =
  | TextBlock
  /** The subject of a message, and text of the least weight. Letters and nothing else. */
  | { readonly kind: 'heading' | 'small'; readonly words: string }
  /** The state in words; the level only adds to them. */
  | { readonly kind: 'alert'; readonly level: Level; readonly words: string }
  /** The way from the first to the last, and the index of where on it this is. */
  | { readonly kind: 'phases'; readonly names: readonly string[]; readonly present: number }
  /** Rows of cells, the first of which is what a row is about; the first row is the head. One in a message. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly Line[])[] }
  | Title
  | Numbered;
/** The heading of a part of a paper. */
export interface Title {
  readonly kind: 'title';
  readonly level: TitleLevel;
  readonly line: Line;
}
type TitleLevel = 1 | 2 | 3 | 4;
/** A list in which each item has its number, from 1. */
export interface Numbered {
  readonly kind: 'numbered';
  readonly items: readonly Line[];
}
export type Level = 'info' | 'warning' | 'error' | 'success';

/** Blocks that belong together, and stand a little apart from others. */
export type Section = readonly Block[];

/** Controls under a message. */
export type Clickable =
  | { readonly kind: 'controls'; readonly designId: DesignId; readonly controls: readonly Control[] }
  /** A menu of designs, one of which is meant. */
  | {
      readonly kind: 'choice';
      /** Says what is done with it. */
      readonly of: string;
      readonly label: string;
      /** `tail`: what tells those of one topic apart, which stands behind it. */
      readonly designs: readonly { readonly id: DesignId; readonly topic: string; readonly tail: string }[];
    }
  /** Buttons of a private message, in their order. */
  | { readonly kind: 'buttons'; readonly buttons: readonly PrivateButton[] };
interface PrivateButton {
  readonly action: string;
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
 * A message for every chat platform alike: each draws it with its own means, and with as much of each text as it
 * has room for.
 */
export interface Document {
  /** The text where there is room for one line only. */
  readonly notification: Line;
  /** `most`: the characters that one piece of text may take. */
  readonly sections: (maxChars: number) => readonly Section[];
  /** Sections that are read on demand only, folded under the rest; `null` for nothing. */
  readonly folded: Folded | null;
  readonly clickable: Clickable | null;
  /** Controls right after the sections that they are about, in the order of these. */
  readonly early: readonly Early[];
  /** Files that come with it. */
  readonly files: readonly NamedFile[];
}

/** `after`: the number of sections that it stands after. */
interface Early {
  readonly after: number;
  readonly clickable: Clickable;
}

/** `about`: what a button that shows it says it is, with the design's id. */
export interface Folded {
  readonly title: string;
  readonly button: string;
  readonly designId: DesignId;
  readonly about: string;
  readonly sections: Document['sections'];
}

/** A message without anything to click, and without files, unless it says otherwise. */
export function document(
  notification: string | Line,
  sections: Document['sections'],
  more: Partial<Pick<Document, 'clickable' | 'early' | 'files' | 'folded'>> = {},
): Document {
  const head = typeof notification === 'string' ? [trusted(notification)] : notification;
  return { notification: head, sections, folded: null, clickable: null, early: [], files: [], ...more };
}

/** Returns the folded sections as a document, for the one person who asked for them. */
export function unfolded({ title, sections }: Folded): Document {
  return document(title, (maxChars) => [section(heading(title, maxChars)), ...sections(maxChars)]);
}

/** The controls of a design; nothing where there are none. */
export function clickable(designId: DesignId, controls: readonly Control[]): Clickable | null {
  return controls.length === 0 ? null : { kind: 'controls', designId, controls };
}

/** The same right after the first sections, `after` of them. */
export function early(after: number, designId: DesignId, controls: readonly Control[]): Early[] {
  const shown = clickable(designId, controls);
  return shown === null ? [] : [{ after, clickable: shown }];
}

export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
}

/** Pieces of a line. None of them could call anybody. */
export type Inline =
  | Words
  /** Shown as the address that it leads to: `http`, `https` or `mailto`. One that we have made ourselves may have our own words. */
  | { readonly kind: 'link'; readonly url: string; readonly words?: string; readonly style?: Style }
  | Reference
  /** A moment on each reader's own clock; with its day when that is not near. In milliseconds since the epoch. */
  | Moment
  | Prose;
/** Markdown as a person or a model wrote it; a renderer reads it, up to `most` characters of what is shown. */
export interface Prose {
  readonly kind: 'prose';
  readonly markdown: string;
  readonly maxChars: number;
  readonly style?: Style;
}
interface Words {
  readonly kind: 'text';
  readonly text: string;
  readonly style?: Style;
}
/** Leads to a place in the design's own files: `record.md#a-1`. Words and nothing else where those are not at hand. */
export interface Reference {
  readonly kind: 'reference';
  readonly target: string;
  readonly words: string;
}
export interface Moment {
  readonly kind: 'moment';
  readonly atMs: number;
  readonly isNear: boolean;
  /** Shown as the time that has passed since, and counts up, where a platform can do so; else as a time after *at*. */
  readonly isAgo?: true;
}
export type Line = readonly Inline[];

const NEAR_MS = 12 * 3_600_000;
/** Characters of a text where there is room for all of it. */
export const WHOLE = Number.POSITIVE_INFINITY;

/** Our own fixed words. */
export function trusted(text: string, style?: Style): Words {
  return style === undefined ? { kind: 'text', text } : { kind: 'text', text, style };
}

export function bold(text: string): Words {
  return trusted(text, { bold: true });
}

/** A name or a short text that people, models or files gave, on one line and without any markup in it. */
export function untrusted(text: string, maxChars: number, style?: Style): Words {
  return trusted(isolated(cutLine(text, maxChars)), style);
}

/** The same letter by letter and in full: for texts whose bytes are signed. What cannot be printed is `\ufffd`. */
export function named(text: string, style?: Style): Words {
  return trusted(printable(text).replaceAll(/\s+/g, ' ').trim(), style);
}

/** A place, a hash or what somebody quotes, as code on one line. */
export function codeSpan(text: string): Words {
  return named(text, { code: true });
}

export function reference(target: string, words: string): Reference {
  return { kind: 'reference', target, words };
}

/** Leads to the page of a turn, where there are pages. */
export function turnReference(number: number): Reference {
  return reference(`turns/${number}`, `turn ${number}`);
}

/** Shortens a person's or a model's text to its first words, enough to show the meaning, without any markup. */
export function firstWords(text: string, maxChars: number): string {
  const [first] = sentences.segment(oneLine(text));
  return cutWords(first?.segment.trim() ?? '', maxChars);
}

/** The characters of a heading at most: what is longer is no heading. */
const HEADING_CHARACTERS = 500;

/** Makes a heading of words that people, models or files gave. */
export function heading(text: string, maxChars: number): Block {
  return { kind: 'heading', words: readable(text, Math.min(maxChars, HEADING_CHARACTERS)) };
}

export function small(text: string, maxChars: number): Block {
  return { kind: 'small', words: readable(text, maxChars) };
}

export function alert(level: Level, text: string, maxChars: number): Block {
  return { kind: 'alert', level, words: readable(text, maxChars) };
}

/** A heading of a paper; Markdown is read in it. */
export function title(level: TitleLevel, line: Line): Title {
  return { kind: 'title', level, line };
}

/** Returns content with its heading; nothing at all without content. */
export function under(heading: Block, ...content: readonly Section[]): Section {
  const blocks = content.flat();
  return blocks.length === 0 ? [] : [heading, ...blocks];
}

function readable(text: string, maxChars: number): string {
  return isolated(cutLine(text, maxChars)) || '…';
}

/** Markdown on one line; nothing where there is none. */
export function untrustedMarkdown(markdown: string, maxChars: number, style?: Style): Line {
  if (markdown.trim() === '') return [];
  return [
    style === undefined
      ? { kind: 'prose', markdown, maxChars: maxChars }
      : { kind: 'prose', markdown, maxChars: maxChars, style },
  ];
}

/** Markdown as blocks: paragraphs, lists, quotations, code. */
export function untrustedMarkdownBlock(markdown: string, maxChars: number): Prose {
  return { kind: 'prose', markdown, maxChars: maxChars };
}

/** Somebody's own words, none of them taken away. */
export function quotation(text: string, maxChars = WHOLE): Block {
  const words = untrustedLines(text, maxChars);
  return { kind: 'quote', line: words.text === '' ? [trusted('…')] : [words] };
}

/** Letter by letter, line by line. */
export function untrustedLines(text: string, maxChars: number): Words {
  return trusted(isolated(cutWords(plainText(text).trim(), maxChars)));
}

/** A line of our own words, with pieces between them. */
export function line(words: TemplateStringsArray, ...pieces: readonly (Inline | Line | string)[]): Line {
  return words.flatMap((own, at) => {
    const piece = pieces[at] ?? [];
    const said = typeof piece === 'string' ? [trusted(piece)] : 'kind' in piece ? [piece] : piece;
    return own === '' ? said : [trusted(own), ...said];
  });
}

/** Near is within half a day of `fromMs`. */
export function moment(atMs: number, fromMs: number): Moment {
  return { kind: 'moment', atMs, isNear: Math.abs(atMs - fromMs) < NEAR_MS };
}

/** A moment in the past by the time that has passed since. */
export function ago(atMs: number, fromMs: number): Moment {
  return { ...moment(atMs, fromMs), isAgo: true };
}

/** A time for places that show no reader's own clock; that of UTC where the reader's offset to it is not known. */
export function momentWords(
  { atMs, isNear, isAgo }: Omit<Moment, 'kind' | 'isAgo'> & { readonly isAgo?: boolean },
  offsetMs?: number,
): string {
  return `${isAgo ? 'at ' : ''}${timeWords(atMs, !isNear, offsetMs)}${offsetMs === undefined ? ' UTC' : ''}`;
}

/** Lines below one another. */
export function lines(...all: readonly Line[]): Exclude<TextBlock, Prose> {
  return { kind: 'lines', line: belowOneAnother(all) };
}

function belowOneAnother(all: readonly Line[]): Line {
  const shown = merged(all.flatMap((line, index) => (index === 0 ? line : [trusted('\n'), ...line])));
  return shown.length === 0 ? [trusted('…')] : shown;
}

/** Parts apart by the same sign. */
export function joined(parts: readonly Line[], sign: string): Inline[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [trusted(sign), ...part]));
}

export function bullets(items: readonly Line[], depth = 0): BulletsBlock {
  return { kind: 'bullets', depth, items: items.map((item) => belowOneAnother([item])) };
}

/** A list; nothing where it is empty. */
export function list(items: readonly Line[]): Section {
  return items.length === 0 ? [] : [bullets(items)];
}

export function numbered(items: readonly Line[]): Section {
  return items.length === 0 ? [] : [{ kind: 'numbered', items }];
}

/** Rows under their heads; nothing without rows. */
export function table(heads: readonly string[], rows: readonly (readonly Line[])[]): Section {
  return rows.length === 0 ? [] : [{ kind: 'table', rows: [heads.map((head) => [trusted(head)]), ...rows] }];
}

export function section(...blocks: Section): Section {
  return blocks;
}

/** Neighbours of one look as one, and no empty ones but code, which shows that it is empty. */
export function merged(elements: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const element of elements) {
    const last = result.at(-1);
    if (element.kind !== 'text') result.push(element);
    else if (last?.kind === 'text' && JSON.stringify(last.style) === JSON.stringify(element.style))
      result[result.length - 1] = { ...last, text: last.text + element.text };
    else if (element.text !== '' || element.style?.code) result.push(element);
  }
  return result;
}

const SIGNS: Record<Level, string> = { info: '', warning: '⚠ ', error: '✕ ', success: '✓ ' };

export function asText(block: Exclude<Block, Prose>): Exclude<TextBlock, Prose> {
  switch (block.kind) {
    case 'heading':
      return lines([bold(block.words)]);
    case 'alert':
      return lines(line`${SIGNS[block.level]}${bold(block.words)}`);
    case 'small':
      return lines([trusted(block.words)]);
    case 'phases': {
      const { names, present } = block;
      const [done, now, ahead] = ['●', '◐', '○'];
      const each = names.map((name, at): Line => {
        if (at === present) return line`${now} ${bold(`${name} (${at + 1} of ${names.length})`)}`;
        return line`${at < present ? done : ahead} ${name}`;
      });
      return lines(joined(each, ' ─ '));
    }
    case 'table':
      return bullets(block.rows.slice(1).map((cells) => joined(cells, ' · ')));
    case 'title':
      return lines(block.line);
    case 'numbered':
      return lines(...block.items.map((item, at) => line`${`${at + 1}. `}${item}`));
    default:
      return block;
  }
}

/** A private answer of a sentence or two; names of people in it are shown as letters and nothing else. */
export function wordsDocument(words: string): Document {
  return document(words, (maxChars) => [section(lines([untrusted(words, maxChars)]))]);
}

/** Two messages as one, with what can be clicked under the second. */
export function together(first: Document, second: Document): Document {
  const sections: Document['sections'] = (maxChars) => [
    ...first.sections(maxChars),
    ...second.sections(maxChars),
  ];
  return { ...second, notification: first.notification, sections };
}

/** Lengths of each piece of text, from all that anybody wants to read down to the one that always fits. */
const SIZES = [3_000, 1_500, 800, 400, 200, 120, 80, 48, 24] as const;
const FEWEST = 24;

/**
 * Draws with as much of each text as the message has room for: `draw` gets the characters that one piece of text may
 * take. What is too long even with the fewest is left to `shortened`.
 */
export function fitted<Drawn>(
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
