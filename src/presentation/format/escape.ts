import { makePrintable, makePrintableLine, removeCalls } from './plain.ts';

/**
 * Text by models and people, made safe within our Markdown: it cannot make a heading, a quote, raw
 * HTML, a link definition or a code block that swallows what follows. So the banner above it and
 * the headings around it are ours. One pass over each line, and only expressions of linear cost.
 * The rules are those of CommonMark 0.31 blocks. Code fences count only at the start of a line,
 * where every reader of Markdown agrees; any other is taken apart. A quote mark at the start of a
 * line is escaped, so that every block quote in a file is ours.
 */

/** `<` where a tag, a comment or a bracketed link could begin. */
const TAG_START = /<(?=[A-Za-z/!?])/g;
/**
 * A link to anything but a file or heading beside it: words could hide its address, so it is taken
 * apart. Active links can be spelled in many ways: over two lines, with entities, with backslashes.
 */
const OTHER_LINK = /\]\((?![^\s:&\\<>()]*\))/g;
/** Code, in which nothing notifies anyone, and which people copy. */
const CODE_SPAN = /(`[^`]{1,2000}`)/;
const LIST_MARKER = /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/;
const FENCE = /^(`{3,}(?!`)|~{3,}(?!~))([^`]*)$/;

/** Paragraphs, lists and code that cannot affect the text around them. Empty for empty text. */
export function block(text: string, headings: 'bold' | 'as_text' = 'bold'): string {
  const lines: string[] = [];
  let fence = '';
  for (const line of makePrintable(text).split('\n')) {
    if (fence !== '') {
      lines.push(line);
      if (closes(line, fence)) fence = '';
      continue;
    }
    const opening = FENCE.exec(line);
    fence = opening?.[1] ?? '';
    lines.push(
      opening === null ? tameLine(line, headings) : `${fence}${language(opening[2] ?? '')}`,
    );
  }
  if (fence !== '') lines.push(fence);
  return trimBlankLines(lines).join('\n');
}

/** One line, safe anywhere. */
export function escapeInline(text: string): string {
  const line = breakLinks(makePrintableLine(text));
  const start = /^(?:\d{1,9}(?=[.)])|)/.exec(line)?.[0].length ?? 0;
  const blockStart = start > 0 || /^(?:[#>=|~[]|[-+*](?:$| |[-*])|`{3}|_{3})/.test(line);
  const escaped = blockStart ? `${line.slice(0, start)}\\${line.slice(start)}` : line;
  return backticks(escaped) % 2 === 0 ? escaped : escaped.replaceAll('`', '\\`');
}

/** Characters with a meaning anywhere in Markdown, and starts of addresses that would be linked. */
const MARKS = /[\\`*_[\]<>#|~@]|:(?=\/\/)|(?<=www)\./gi;
/** Characters with a meaning at the start of a line: lists, tables, underlines. */
const START_MARKS = /^[-+=:]|(?<=^\d{1,9})[.)]/;

/** Plain text without any markup; `isStart`: a line may begin with it. */
export function escapeLetters(text: string, isStart: boolean): string {
  const escaped = removeCalls(text).replaceAll(MARKS, '\\$&');
  return isStart ? escaped.replace(START_MARKS, '\\$&') : escaped;
}

export function name(text: string): string {
  return escapeLetters(makePrintableLine(text), true);
}

export function quote(text: string): string {
  return block(text, 'as_text')
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** A quotation as code on one line, with its backticks. */
export function quoteCode(text: string): string {
  const line = breakLinks(makePrintableLine(text));
  const fence = fenceAround(line, 0);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** Literal text in a code block that it cannot end. */
export function escapeVerbatim(text: string): string {
  const lines = makePrintable(text);
  const fence = fenceAround(lines, 2);
  return `${fence}\n${lines}\n${fence}`;
}

/** More backticks than stand together in the text, and than `least`. */
function fenceAround(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length), least) + 1);
}

function breakLinks(line: string): string {
  const harmless = line
    .split(CODE_SPAN)
    .map((part, at) => (at % 2 === 0 ? removeCalls(part) : part));
  return harmless
    .join('')
    .replaceAll(TAG_START, '< ')
    .replaceAll('![', '!\\[')
    .replaceAll(OTHER_LINK, ']\\(');
}

/** One line outside code, with anything that could open a block turned into text. */
function tameLine(line: string, headings: 'bold' | 'as_text'): string {
  const heading = headings === 'bold' ? /^#{1,6}[ \t]+(\S.*)$/.exec(line)?.[1] : undefined;
  if (heading !== undefined) return `\n**${breakLinks(heading.replaceAll(/[*#]/g, '').trim())}**\n`;
  const { prefix, rest } = pastListMarkers(line);
  const opens =
    /^(?:[#>]|`{3}|~{3})/.test(rest) ||
    /^(?:=+|-+)[ \t]*$/.test(rest) ||
    (rest.startsWith('[') && !/^\[[^[\]]*\]\(/.test(rest));
  return `${prefix}${opens ? '\\' : ''}${breakLinks(rest)}`;
}

/** List markers may nest on one line (`- 1. # x`); a block could begin after the last. */
function pastListMarkers(line: string): { prefix: string; rest: string } {
  const end = line.trimEnd().length;
  let index = 0;
  for (;;) {
    while (line[index] === ' ' || line[index] === '\t') index += 1;
    const marker = LIST_MARKER.exec(line.slice(index, index + 11))?.[0];
    // A lone dash underlines the line above and makes it a heading.
    if (marker === undefined || (line[index] === '-' && index === end - 1)) break;
    index += marker.length;
  }
  return { prefix: line.slice(0, index), rest: line.slice(index) };
}

/**
 * Exactly CommonMark's closing fence; anything looser would leave a parser inside a block this code
 * considers closed.
 */
function closes(line: string, fence: string): boolean {
  const run = /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1] ?? '';
  return run.length >= fence.length && run[0] === fence[0];
}

function language(words: string): string {
  return /^[a-z0-9+-]{1,20}/i.exec(words.trim())?.[0] ?? '';
}

function backticks(text: string): number {
  return text.split('`').length - 1;
}

function trimBlankLines(lines: readonly string[]): string[] {
  const joined = lines.join('\n').split('\n');
  const first = joined.findIndex((line) => line.trim() !== '');
  return first === -1
    ? []
    : joined.slice(first, joined.findLastIndex((line) => line.trim() !== '') + 1);
}
