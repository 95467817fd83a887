import {
  type ReadBlock,
  type ReadInline,
  readBlocks,
  readInlineMarkdown,
  readLine,
} from '../../acts/drawing/markdown.ts';
import {
  convertToText,
  type Inline,
  type Line,
  type Section,
  sayMoment,
  shortenLine,
  WHOLE,
} from '../../presentation/format/document.ts';
import { foldLine, type Look, momentTextOf, type Paint } from './format.ts';
import { cleanLine, cleanText } from './safe.ts';

export const MOST = 3_000;
const LOOKS = [
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['strike', 'strikethrough'],
  ['code', 'cyan'],
] as const;
export const leaveUnpainted: Paint = (_, text) => text;

/** One line of a model's or a person's words. */
export function drawMarkdownLine(markdown: string): string {
  return inlinesTextOf(readInlineMarkdown(markdown, MOST), leaveUnpainted)
    .replaceAll('\n', ' ')
    .trim();
}

/** `at`: moments are shown relative to it; by default, in UTC. */
export function documentTextOf(
  sections: readonly Section[],
  paint: Paint = leaveUnpainted,
  at?: number,
): string {
  return sections
    .map((blocks) =>
      readBlocks(blocks)
        .map((block) => blockTextOf(block, paint, at))
        .join('\n'),
    )
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Sections in lines that fit; those of a list are indented where they go on. */
export function drawSections(
  sections: readonly Section[],
  { columns, paint }: Look,
  at?: number,
): string {
  const text = documentTextOf(sections, paint, at);
  return text
    .split('\n')
    .map((each) => foldLine(each, columns))
    .join('\n');
}

function blockTextOf(block: ReadBlock, paint: Paint, at?: number): string {
  const inlines = (line: readonly Inline[]) => inlinesTextOf(line, paint, at);
  switch (block.kind) {
    case 'heading':
      return paint('bold', drawMarkdownLine(block.words));
    case 'bullets':
      return block.items.map((item) => `${'  '.repeat(block.depth)}- ${inlines(item)}`).join('\n');
    case 'quote':
      return inlines(block.line).replaceAll(/^/gm, '> ');
    case 'code':
      return inlines(block.line).replaceAll(/^/gm, '    ');
    case 'lines':
      return inlines(block.line);
    default:
      return blockTextOf(convertToText(block), paint, at);
  }
}

/** Lines of an event at `at`; later moments are shown relative to it. */
export function lineTextsOf(line: Line, at: number): string[] {
  return inlinesTextOf(shortenLine(line, WHOLE), leaveUnpainted, at).split('\n').map(cleanLine);
}

function inlinesTextOf(line: readonly Inline[], paint: Paint, at?: number): string {
  return readLine(line)
    .map((inline) => inlineTextOf(inline, paint, at))
    .join('');
}

function inlineTextOf(inline: ReadInline, paint: Paint, at?: number): string {
  if (inline.kind === 'moment')
    return at === undefined ? sayMoment(inline) : momentTextOf(inline.atMs, at);
  if (inline.kind === 'link') {
    const address = paint('underline', cleanText(inline.url));
    return inline.words === undefined ? address : `${inline.words}: ${address}`;
  }
  const { text, style = {} } = inline;
  const words = cleanText(style.code ? `\`${text}\`` : text);
  return LOOKS.reduce(
    (painted, [name, look]) => (style[name] ? paint(look, painted) : painted),
    words,
  );
}
