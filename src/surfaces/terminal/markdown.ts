import {
  type ReadBlock,
  type ReadInline,
  readBlocks,
  readInlineMarkdown,
  readLine,
} from '../../acts/message/markdown.ts';
import {
  asText,
  type Inline,
  type Line,
  momentWords,
  type Section,
} from '../../presentation/format/document.ts';
import { fold, type Look, momentText, type Paint } from './format.ts';
import { oneLine, plainText } from './safe.ts';

export const MOST = 3_000;
const LOOKS = [
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['strike', 'strikethrough'],
  ['code', 'cyan'],
] as const;
export const leaveUnpainted: Paint = (_, text) => text;

/** One line of a model's or a person's words. */
export function markdownLine(markdown: string, paint: Paint = leaveUnpainted): string {
  return inlinesText(readInlineMarkdown(markdown, MOST), paint).replaceAll('\n', ' ').trim();
}

/** `at`: moments are shown relative to it; by default, in UTC. */
export function documentText(
  sections: readonly Section[],
  paint: Paint = leaveUnpainted,
  at?: number,
): string {
  return sections
    .map((blocks) =>
      readBlocks(blocks)
        .map((block) => blockText(block, paint, at))
        .join('\n'),
    )
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Sections in lines that fit; those of a list are indented where they go on. */
export function draw(sections: readonly Section[], { columns, paint }: Look, at?: number): string {
  const text = documentText(sections, paint, at);
  return text
    .split('\n')
    .map((each) => fold(each, columns))
    .join('\n');
}

function blockText(block: ReadBlock, paint: Paint, at?: number): string {
  const inlines = (line: readonly Inline[]) => inlinesText(line, paint, at);
  switch (block.kind) {
    case 'heading':
      return paint('bold', markdownLine(block.words));
    case 'bullets':
      return block.items.map((item) => `${'  '.repeat(block.depth)}- ${inlines(item)}`).join('\n');
    case 'quote':
      return inlines(block.line).replaceAll(/^/gm, '> ');
    case 'code':
      return inlines(block.line).replaceAll(/^/gm, '    ');
    case 'lines':
      return inlines(block.line);
    default:
      return blockText(asText(block), paint, at);
  }
}

/** Lines of an event at `at`; later moments are shown relative to it. */
export function lineTexts(line: Line, at: number): string[] {
  return inlinesText(line, leaveUnpainted, at).split('\n').map(oneLine);
}

function inlinesText(line: readonly Inline[], paint: Paint, at?: number): string {
  return readLine(line)
    .map((inline) => inlineText(inline, paint, at))
    .join('');
}

function inlineText(inline: ReadInline, paint: Paint, at?: number): string {
  if (inline.kind === 'moment') return at === undefined ? momentWords(inline) : momentText(inline.atMs, at);
  if (inline.kind === 'link') {
    const address = paint('underline', plainText(inline.url));
    return inline.words === undefined ? address : `${inline.words}: ${address}`;
  }
  const { text, style = {} } = inline;
  const words = plainText(style.code ? `\`${text}\`` : text);
  return LOOKS.reduce((painted, [name, look]) => (style[name] ? paint(look, painted) : painted), words);
}
