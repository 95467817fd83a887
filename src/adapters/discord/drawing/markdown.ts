import { type ReadBlock, type ReadInline, readBlocks, readLine } from '../../../acts/message/markdown.ts';
import {
  asText,
  type Line,
  type Prose,
  type Section,
  type Style,
  type TextBlock,
} from '../../../core/presentation/format/document.ts';

const MS_PER_SECOND = 1_000;

/** Sections as Discord's Markdown, each apart from the next by an empty line. */
export function markdownOf(sections: readonly Section[]): string {
  return sections.map((section) => readBlocks(section).map(block).join('\n')).join('\n\n');
}

function block(each: ReadBlock): string {
  if (each.kind === 'heading') return `### ${escaped(each.words)}`;
  return each.kind === 'small' ? `-# ${escaped(each.words)}` : text(asText(each));
}

function text(each: Exclude<TextBlock, Prose>): string {
  switch (each.kind) {
    case 'lines':
      return inlines(each.line);
    case 'quote':
      return `> ${inlines(each.line).replaceAll('\n', '\n> ')}`;
    case 'code':
      return fenced(
        readLine(each.line)
          .map((piece) => (piece.kind === 'text' ? piece.text : inline(piece)))
          .join(''),
      );
    case 'bullets': {
      const indent = '  '.repeat(each.depth);
      return each.items
        .map((item) => `${indent}- ${inlines(item).replaceAll('\n', `\n${indent}  `)}`)
        .join('\n');
    }
  }
}

/** Pieces of different looks that touch are kept apart by a space that nobody sees, so that their marks are not read as one. */
function inlines(line: Line): string {
  return readLine(line)
    .map(inline)
    .reduce((said, next) => {
      const isTouching = /[*~`]$/.test(said) && !said.endsWith('\\*') && /^[*~`\w]/.test(next);
      return `${said}${isTouching ? '\u200b' : ''}${next}`;
    }, '');
}

function inline(each: ReadInline): string {
  switch (each.kind) {
    case 'text':
      return each.style === undefined ? escaped(each.text) : styled(each.text, each.style);
    case 'link':
      if (each.words !== undefined) return `[${escaped(each.words)}](<${each.url}>)`;
      return each.url.startsWith('mailto:') ? escaped(each.url.slice('mailto:'.length)) : `<${each.url}>`;
    case 'moment':
      return `<t:${Math.floor(each.atMs / MS_PER_SECOND)}:${each.isAgo ? 'R' : each.isNear ? 't' : 'f'}>`;
  }
}

/**
 * Limit beyond which a text is no code: a message must be able to end before it. Twice as many where signs are kept apart in it.
 */
const CODE_CHARACTERS = 500;

/** Marks stand next to the words: white space at either end stays outside of them. */
function styled(text: string, { bold, italic, strike, code }: Style): string {
  const words = text.trim();
  if (words === '') return text;
  const start = text.indexOf(words);
  const marks = [strike ? '~~' : '', bold ? '**' : '', italic ? '*' : ''];
  const said =
    code && words.length <= CODE_CHARACTERS ? inlineCode(words.replaceAll('\n', ' ')) : escaped(words);
  const marked = `${marks.join('')}${said}${marks.toReversed().join('')}`;
  return `${text.slice(0, start)}${marked}${text.slice(start + words.length)}`;
}

/**
 * Signs that Discord reads as markup, wherever they stand: emphasis, code, spoilers, mentions, channels, timestamps, emoji,
 * headings, quotes, labels of links. A backslash before any sign makes a letter of it. Each is linear (A15).
 */
const MARKUP = /[\\*_~`|<>@#[\]]/g;
/** An address would be a link, and the backslashes within it part of it; a word between colons an emoji. */
const COLON = /:(?=\/\/|\w)/g;
/** A list, at the start of a line only. */
const BULLET = /^(\s{0,20})([-+])/gm;
const NUMBER = /^(\s{0,20}\d{1,9})([.)])/gm;

/** Text as letters and nothing but letters. */
function escaped(text: string): string {
  return text
    .replaceAll(MARKUP, '\\$&')
    .replaceAll(COLON, '\\:')
    .replaceAll(BULLET, '$1\\$2')
    .replaceAll(NUMBER, '$1\\$2');
}

/** Returns a block of code, in which no backslash escapes: characters that would end it are kept apart. */
function fenced(text: string): string {
  return `\`\`\`\n${text.replaceAll(/``(?=`)/g, '``\u200b')}\n\`\`\``;
}

function inlineCode(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const apart = text.replaceAll(/`(?=`)/g, '`\u200b');
  return `\`\` ${apart} \`\``;
}
