import { LRUCache } from 'lru-cache';
import type { List, Nodes, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import stringWidth from 'string-width';
import { cutText, cutWords } from '../../foundation/cut-text.ts';
import {
  type Block,
  bullets,
  convertToText,
  type Document,
  document,
  type Inline,
  join,
  type Line,
  merge,
  type Numbered,
  type Prose,
  type Reference,
  type Style,
  sayMoment,
  shortenLine,
  type Title,
  trust,
  untrustedMarkdownBlock,
  WHOLE,
} from '../../presentation/format/document.ts';
import { convertToPlainText, foldToOneLine, isolate } from '../../presentation/format/plain.ts';

/**
 * Characters to read of any text. A message shows no more, and reading takes more than linear time.
 */
const READ_CHARACTERS = 3_000;
/** Parsed texts to cache: texts hardly change, but the messages around them do. */
const KEPT_READINGS = 500;
const CELL_CHARACTERS = 30;
const URL_CHARACTERS = 1_000;
/** Deeper nesting is shown as text. */
const MAX_DEPTH = 6;
/**
 * Eight nested quotes and lists at the start of a line, and the mark of a ninth: reading them takes
 * quadratic time.
 */
const NESTED =
  /^((?:[ \t]{0,8}(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){8}[ \t]{0,8}\d{0,9})([>+*.)-])/gm;

interface Piece {
  readonly kind: 'paragraph' | 'line' | 'bullet' | 'quote' | 'code';
  /** Lists around a bullet, from 0. */
  readonly depth?: number;
  readonly line: readonly Inline[];
}

/** Converts Markdown to blocks: headings become bold lines, tables become code. */
export function readBlockMarkdown(markdown: string, maxChars = WHOLE): Block[] {
  const pieces = blockReadings(markdown, () =>
    parseMarkdown(markdown).children.flatMap((node) => block(node, 0)),
  );
  return blocksOf(clipPieces(pieces, maxChars));
}

/** Blocks with all Markdown read, except within lines. */
export type ReadBlock = Exclude<Block, Prose | Title | Numbered>;
/** Inline content with all Markdown read. */
export type ReadInline = Exclude<Inline, Prose | Reference>;

/** Reads Markdown blocks; elements that only documents have become text. */
export function readBlocks(blocks: readonly Block[]): ReadBlock[] {
  return blocks.flatMap((each) => {
    if (each.kind === 'prose')
      return readBlockMarkdown(each.markdown, each.maxChars) as ReadBlock[];
    return [each.kind === 'title' || each.kind === 'numbered' ? convertToText(each) : each];
  });
}

/** Reads Markdown within a line. References become text, since a message has no files beside it. */
export function readLine(line: Line): ReadInline[] {
  const read = line.flatMap((each) => {
    if (each.kind === 'prose') return readInlineMarkdown(each.markdown, each.maxChars, each.style);
    return [each.kind === 'reference' ? trust(each.words) : each];
  });
  return merge(read).filter((each) => each.kind !== 'text' || each.text !== '') as ReadInline[];
}

/** One line of plain text for notifications. */
export function notificationOf({ notification }: Pick<Document, 'notification'>): string {
  return readLine(shortenLine(notification, WHOLE))
    .map((each) =>
      each.kind === 'text'
        ? each.text
        : each.kind === 'link'
          ? (each.words ?? each.url)
          : sayMoment(each),
    )
    .join('');
}

/** A private answer in Charrette's own Markdown. */
export function drawMarkdown(markdown: string): Document {
  return document(markdown, [untrustedMarkdownBlock(markdown)]);
}

/** Markdown on one line, keeping only inline styles. */
export function readInlineMarkdown(
  markdown: string,
  maxChars = WHOLE,
  style: Style = {},
): Inline[] {
  const inlines = inlineReadings(`${JSON.stringify(style)} ${markdown}`, () => {
    const { children } = parseMarkdown(foldToOneLine(cutText(markdown, READ_CHARACTERS)));
    const parts = children.map((node) => inline(node, style));
    return merge(
      parts.flatMap((part, index) => (index === 0 ? part : [text(' ', style), ...part])),
    );
  });
  return clip(inlines, maxChars);
}

const blockReadings = createReadings<Piece[]>();
const inlineReadings = createReadings<Inline[]>();

/** Caches parsed texts, so that a redrawn card is not parsed again. */
function createReadings<Reading extends object>(): (text: string, read: () => Reading) => Reading {
  const cache = new LRUCache<string, Reading>({ max: KEPT_READINGS });
  return (text, read) => {
    const reading = cache.get(text) ?? read();
    cache.set(text, reading);
    return reading;
  };
}

function parseMarkdown(markdown: string): Root {
  const source = convertToPlainText(cutText(markdown, READ_CHARACTERS)).replaceAll(
    /\n{3,}/g,
    '\n\n',
  );
  const shallow = source.replaceAll(NESTED, '$1\\$2');
  return fromMarkdown(shallow, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function text(words: string, style: Style): Inline {
  return trust(isolate(words), Object.keys(style).length === 0 ? undefined : style);
}

function inline(node: Nodes, style: Style, depth = 0): Inline[] {
  if (depth > MAX_DEPTH) return [text(textOf(node), style)];
  const within = (more: Style) =>
    'children' in node
      ? node.children.flatMap((child) => inline(child, { ...style, ...more }, depth + 1))
      : [];
  switch (node.type) {
    case 'text':
      return [text(node.value.replaceAll('\n', ' '), style)];
    case 'html':
    case 'yaml':
      return [text(node.value, style)];
    case 'inlineCode':
    case 'code':
      return [text(node.value.replaceAll('\n', ' '), { ...style, code: true })];
    case 'strong':
      return within({ bold: true });
    case 'emphasis':
      return within({ italic: true });
    case 'delete':
      return within({ strike: true });
    case 'break':
      return [trust('\n')];
    case 'link':
      return link(within({}), textOf(node), node.url, style);
    case 'image':
      return link([text(node.alt ?? '', style)], node.alt ?? '', node.url, style);
    case 'definition':
      return [text(`[${node.label ?? node.identifier}]: ${node.url}`, style)];
    case 'footnoteReference':
      return [text(`[^${node.identifier}]`, style)];
    case 'imageReference':
      return [text(node.alt ?? node.identifier, style)];
    case 'thematicBreak':
      return [];
    default:
      return within({});
  }
}

/** Shows every link's target; a target outside the web becomes text. */
function link(label: readonly Inline[], words: string, target: string, style: Style): Inline[] {
  const url = URL.parse(target);
  const isWeb = url !== null && ['http:', 'https:', 'mailto:'].includes(url.protocol);
  const href = isWeb && url.href.length <= URL_CHARACTERS ? url.href : null;
  if (href === null) return [...label, text(` (${target})`, style)];
  const element: Inline = { kind: 'link', url: href };
  const saysSo = [target, href, href.replace(/\/$/, ''), href.replace('mailto:', '')].includes(
    words.trim(),
  );
  return saysSo || words.trim() === '' ? [element] : [...label, trust(' ('), element, trust(')')];
}

function block(node: RootContent, depth: number): Piece[] {
  if (depth > MAX_DEPTH) return paragraph([text(textOf(node), {})]);
  switch (node.type) {
    case 'heading':
      return paragraph(inline(node, { bold: true }));
    case 'list':
      return list(node, depth);
    case 'code':
      return node.value.trim() === '' ? [] : [{ kind: 'code', line: [trust(node.value)] }];
    case 'table':
      return [{ kind: 'code', line: [trust(tableText(node))] }];
    case 'blockquote': {
      const parts = node.children.map((child) => inline(child, {}));
      const line = merge(join(parts, '\n'));
      return line.length === 0 ? [] : [{ kind: 'quote', line }];
    }
    default:
      return paragraph(inline(node, {}));
  }
}

function paragraph(elements: readonly Inline[]): Piece[] {
  const line = merge(elements);
  return line.length === 0 ? [] : [{ kind: 'paragraph', line }];
}

/** Numbers are written out, because platforms would restart each list. */
function list({ ordered, start, children }: List, depth: number): Piece[] {
  return children.flatMap((item, index) => {
    const number = ordered ? `${(start ?? 1) + index}. ` : '';
    const box = item.checked == null ? '' : item.checked ? '☑ ' : '☐ ';
    const [first, ...rest] = item.children;
    const isText = first?.type === 'paragraph';
    const words = merge([trust(`${number}${box}`), ...(isText ? inline(first, {}) : [])]);
    const deeper = (isText ? rest : item.children).flatMap((child) => block(child, depth + 1));
    if (words.length === 0) return deeper;
    const piece: Piece = ordered
      ? { kind: 'line', line: words }
      : { kind: 'bullet', depth, line: words };
    return [piece, ...deeper];
  });
}

function tableText({ children }: Table): string {
  const rows = children.map((row) =>
    row.children.map((cell) => cutWords(convertToPlainText(textOf(cell)), CELL_CHARACTERS)),
  );
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  const padRow = (row: readonly string[]) =>
    widths
      .map((width, column) => padEnd(row[column] ?? '', width))
      .join(' │ ')
      .trimEnd();
  const [head = [], ...body] = rows;
  const rule = widths.map((width) => '─'.repeat(width)).join('─┼─');
  return [padRow(head), rule, ...body.map(padRow)].join('\n');
}

function padEnd(words: string, width: number): string {
  return `${words}${' '.repeat(Math.max(0, width - stringWidth(words)))}`;
}

function lengthOf(element: Inline): number {
  return element.kind === 'text'
    ? element.text.length
    : element.kind === 'link'
      ? element.url.length
      : 20;
}

function clip(elements: readonly Inline[], maxChars: number): Inline[] {
  const elementsKept: Inline[] = [];
  let room = maxChars;
  for (const element of elements) {
    if (lengthOf(element) <= room) {
      elementsKept.push(element);
      room -= lengthOf(element);
      continue;
    }
    elementsKept.push(
      element.kind === 'text' && room > 1
        ? { ...element, text: isolate(cutWords(element.text, room)) }
        : trust('…'),
    );
    break;
  }
  return elementsKept;
}

function clipPieces(pieces: readonly Piece[], maxChars: number): Piece[] {
  const piecesKept: Piece[] = [];
  let room = maxChars;
  for (const piece of pieces) {
    const length = piece.line.reduce((sum, element) => sum + lengthOf(element), 0);
    if (length > room) return [...piecesKept, { ...piece, line: clip(piece.line, room) }];
    piecesKept.push(piece);
    room -= length;
  }
  return piecesKept;
}

function blocksOf(pieces: readonly Piece[]): Block[] {
  const blocks: Block[] = [];
  for (const { kind, depth = 0, line } of pieces) {
    const last = blocks.at(-1);
    if (kind === 'bullet') {
      const isMore = last?.kind === 'bullets' && last.depth === depth;
      if (isMore) blocks[blocks.length - 1] = bullets([...last.items, line], depth);
      else blocks.push(bullets([line], depth));
    } else if (kind === 'quote' || kind === 'code') {
      blocks.push({ kind, line });
    } else if (last?.kind === 'lines') {
      const apart = trust(kind === 'line' ? '\n' : '\n\n');
      blocks[blocks.length - 1] = { kind: 'lines', line: [...last.line, apart, ...line] };
    } else {
      blocks.push({ kind: 'lines', line });
    }
  }
  return blocks;
}
