import { type ReadBlock, type ReadInline, readBlocks, readLine } from '#acts/drawing/markdown.ts';
import {
  convertToText,
  type Line,
  type Prose,
  type Section,
  type Style,
  type TextBlock,
} from '#presentation/format/document.ts';

const MS_PER_SECOND = 1_000;

export function discordMarkdownOf(sections: readonly Section[]): string {
  return sections.map((section) => readBlocks(section).map(block).join('\n')).join('\n\n');
}

function block(each: ReadBlock): string {
  if (each.kind === 'heading') return `### ${escapeText(each.words)}`;
  return each.kind === 'small' ? `-# ${escapeText(each.words)}` : text(convertToText(each));
}

function text(each: Exclude<TextBlock, Prose>): string {
  switch (each.kind) {
    case 'lines':
      return inlines(each.line);
    case 'quote':
      return `> ${inlines(each.line).replaceAll('\n', '\n> ')}`;
    case 'code':
      return fenceCode(
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

/**
 * Separates adjacent styles by an invisible space, so that Discord does not read their marks as
 * one.
 */
function inlines(line: Line): string {
  return readLine(line)
    .map(inline)
    .reduce((words, next) => {
      const isTouching = /[*~`]$/.test(words) && !words.endsWith('\\*') && /^[*~`\w]/.test(next);
      return `${words}${isTouching ? '\u200b' : ''}${next}`;
    }, '');
}

function inline(each: ReadInline): string {
  switch (each.kind) {
    case 'text':
      return each.style === undefined ? escapeText(each.text) : addStyle(each.text, each.style);
    case 'link':
      if (each.words !== undefined) return `[${escapeText(each.words)}](<${each.url}>)`;
      return each.url.startsWith('mailto:')
        ? escapeText(each.url.slice('mailto:'.length))
        : `<${each.url}>`;
    case 'moment':
      return `<t:${Math.floor(each.atMs / MS_PER_SECOND)}:${each.isAgo ? 'R' : each.isNear ? 't' : 'f'}>`;
  }
}

/** Longest inline code. Escaping can double it, and it must still fit into a message. */
const CODE_CHARACTERS = 500;

/** Keeps white space at either end outside of the marks, which have to touch the words. */
function addStyle(text: string, { bold, italic, strike, code }: Style): string {
  const words = text.trim();
  if (words === '') return text;
  const start = text.indexOf(words);
  const marks = [strike ? '~~' : '', bold ? '**' : '', italic ? '*' : ''];
  const inner =
    code && words.length <= CODE_CHARACTERS
      ? inlineCode(words.replaceAll('\n', ' '))
      : escapeText(words);
  const markup = `${marks.join('')}${inner}${marks.toReversed().join('')}`;
  return `${text.slice(0, start)}${markup}${text.slice(start + words.length)}`;
}

/**
 * Signs that Discord reads as markup anywhere: emphasis, code, spoilers, mentions, channels,
 * timestamps, emoji, headings, quotes, link labels. A backslash escapes each. All patterns match in
 * linear time.
 */
const MARKUP = /[\\*_~`|<>@#[\]]/g;
/** Escapes addresses, which would become links containing the backslashes, and emoji names. */
const COLON = /:(?=\/\/|\w)/g;
/** A list, only at the start of a line. */
const BULLET = /^(\s{0,20})([-+])/gm;
const NUMBER = /^(\s{0,20}\d{1,9})([.)])/gm;

function escapeText(text: string): string {
  return text
    .replaceAll(MARKUP, '\\$&')
    .replaceAll(COLON, '\\:')
    .replaceAll(BULLET, '$1\\$2')
    .replaceAll(NUMBER, '$1\\$2');
}

/** Words of the first line of a message that was drawn here. */
export function readDrawnHead(markdown: string): string {
  return (
    markdown
      .split('\n')
      .map(readDrawnLine)
      .find((line) => line !== '') ?? ''
  );
}

function readDrawnLine(line: string): string {
  return line
    .replace(/^(?:###|-#|>) /, '')
    .replaceAll(/\]\(<[^<>]{0,2000}>\)/g, '')
    .replaceAll(/\\(.)|[*~`[]/g, '$1')
    .trim();
}

/**
 * Backslashes do not escape in a code block, so an invisible space separates backticks that would
 * end it.
 */
function fenceCode(text: string): string {
  return `\`\`\`\n${text.replaceAll(/``(?=`)/g, '``\u200b')}\n\`\`\``;
}

function inlineCode(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const apart = text.replaceAll(/`(?=`)/g, '`\u200b');
  return `\`\` ${apart} \`\``;
}
