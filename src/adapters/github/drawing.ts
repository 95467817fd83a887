import type { BlockContent, List, ListItem, PhrasingContent, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { blockMarkdown, inlineMarkdown } from '../../acts/message/markdown.ts';
import {
  asText,
  type Block,
  type Inline,
  type Line,
  merged,
  type Section,
  type Style,
  trusted,
} from '../../core/presentation/format/document.ts';
import { JOINER, oneLine, uncalling, unisolated } from '../../core/presentation/format/plain.ts';
import { linePlain } from '../../core/presentation/format/plain-document.ts';
import { cutWords } from '../../core/vocabulary/text.ts';

const [TITLE_CHARACTERS, SUBJECT_CHARACTERS] = [120, 72];

/**
 * Text that GitHub and its bots interpret, rendered or as a squashed commit's message, although Markdown is escaped: mail
 * addresses, since a name follows the escaped sign; issue numbers; words that skip checks; trailers; bot commands.
 */
const READINGS: readonly (readonly [RegExp, string])[] = [
  [/@(?=\w)/g, `@${JOINER}`],
  [/#(?=\d)/g, `#${JOINER}`],
  [/\b(GH-)(?=\d)/gi, `$1${JOINER}`],
  [/\[(?=(?:skip|no|ci|actions) (?:ci|skip|actions)\])/gi, `[${JOINER}`],
  [/^(skip-checks|[\w-]{1,40}-by)(?=\s{0,9}:)/gim, `$1${JOINER}`],
  [/^(\s{0,9}\/)(?=\w)/gm, `$1${JOINER}`],
];
/** Outside of code, GitHub links a commit's id. */
const COMMIT = /(?<!\w)([0-9a-f]{7,40})(?!\w)/i;

function unread(text: string): string {
  return READINGS.reduce((said, [reading, instead]) => said.replaceAll(reading, instead), uncalling(text));
}

/** One line without markup, for a pull request. */
export function githubTitle(words: string): string {
  return cutWords(unread(oneLine(words)), TITLE_CHARACTERS);
}

export function commitSubject(words: string): string {
  return cutWords(unread(oneLine(words)), SUBJECT_CHARACTERS);
}

/**
 * The text of a pull request. People's and models' words lead nowhere, load nothing and mention no one. The
 * serializing library escapes Markdown, since it knows where a sign has a meaning.
 */
export function githubBody(sections: readonly Section[]): string {
  const children = sections.flat().reduce<RootContent[]>((above, block) => added(above, block), []);
  return toMarkdown({ type: 'root', children }, { bullet: '-', extensions: [gfmToMarkdown()] });
}

function added(above: RootContent[], block: Block): RootContent[] {
  switch (block.kind) {
    case 'prose':
      return blockMarkdown(block.markdown, block.maxChars).map(withoutLinks).reduce(added, above);
    case 'bullets': {
      const items = block.items.map(item);
      const within = listAt(above, block.depth);
      if (within === null) return [...above, { type: 'list', spread: false, children: items }];
      within.children.push(...items);
      return above;
    }
    case 'phases':
    case 'table':
      return added(above, asText(block));
    default:
      return [...above, drawn(block)];
  }
}

function drawn(block: Exclude<Block, { kind: 'prose' | 'bullets' | 'phases' | 'table' }>): BlockContent {
  switch (block.kind) {
    case 'title':
      return { type: 'heading', depth: block.level, children: phrasing(block.line) };
    case 'heading':
      return { type: 'heading', depth: 2, children: letters(block.words, {}) };
    case 'alert':
      return quoted([paragraph([trusted(block.words, { bold: true })])]);
    case 'small':
      return quoted([paragraph([trusted(block.words)])]);
    case 'quote':
      return quoted([paragraph(block.line)]);
    case 'code':
      return { type: 'code', value: unread(block.line.map(wordsOf).join('')) };
    case 'numbered':
      return { type: 'list', ordered: true, spread: false, children: block.items.map(item) };
    case 'lines':
      return paragraph(block.line);
  }
}

/** The list that continues at this depth; `null` to begin one. */
function listAt(above: readonly RootContent[], depth: number): List | null {
  const last = above.at(-1);
  if (last?.type !== 'list' || last.ordered === true) return null;
  if (depth === 0) return last;
  const within = last.children.at(-1);
  if (within === undefined) return last;
  if (within.children.at(-1)?.type !== 'list') within.children.push({ type: 'list', children: [] });
  return listAt(within.children, depth - 1);
}

function item(line: Line): ListItem {
  return { type: 'listItem', spread: false, children: [paragraph(line)] };
}

function quoted(children: BlockContent[]): BlockContent {
  return { type: 'blockquote', children };
}

function paragraph(line: Line): BlockContent & { type: 'paragraph' } {
  return { type: 'paragraph', children: phrasing(line) };
}

/** Addresses in people's and models' words stay text: whoever copies one has read it. */
function withoutLinks(block: Block): Block {
  if ('line' in block) return { ...block, line: block.line.map(withoutLink) };
  return block.kind === 'bullets'
    ? { ...block, items: block.items.map((each) => each.map(withoutLink)) }
    : block;
}

function withoutLink(piece: Inline): Inline {
  return piece.kind === 'link' ? trusted(piece.url.replace(/^mailto:/, ''), piece.style) : piece;
}

function phrasing(line: Line): PhrasingContent[] {
  return merged(line).flatMap(pieceOf);
}

function pieceOf(piece: Inline): PhrasingContent[] {
  switch (piece.kind) {
    case 'prose':
      return phrasing(inlineMarkdown(piece.markdown, piece.maxChars, piece.style).map(withoutLink));
    case 'link':
      return [
        { type: 'link', url: piece.url, children: [{ type: 'text', value: piece.words ?? piece.url }] },
      ];
    case 'text':
      return letters(piece.text, piece.style ?? {});
    case 'reference':
    case 'moment':
      return letters(wordsOf(piece), {});
  }
}

function letters(text: string, { bold, italic, strike, code }: Style): PhrasingContent[] {
  const pieces = code
    ? [coded(text)]
    : text
        .split('\n')
        .flatMap((line, at) => [
          ...(at === 0 ? [] : [{ type: 'break' } as const]),
          ...line.split(COMMIT).flatMap((part, of) => (of % 2 === 0 ? plain(part) : [coded(part)])),
        ]);
  const struck: PhrasingContent[] = strike ? [{ type: 'delete', children: pieces }] : pieces;
  const slanted: PhrasingContent[] = italic ? [{ type: 'emphasis', children: struck }] : struck;
  return bold ? [{ type: 'strong', children: slanted }] : slanted;
}

function coded(text: string): PhrasingContent {
  return { type: 'inlineCode', value: unread(unisolated(text)) };
}

/** A dollar sign begins a formula unless it stands apart, as GitHub documents. */
function plain(text: string): PhrasingContent[] {
  return unread(unisolated(text))
    .split(/(\$)/)
    .filter((part) => part !== '')
    .map((part) =>
      part === '$' ? { type: 'html', value: '<span>$</span>' } : { type: 'text', value: part },
    );
}

function wordsOf(piece: Inline): string {
  return piece.kind === 'text' ? unisolated(piece.text) : linePlain([piece]);
}
