import {
  type Block,
  type Content,
  type Inline,
  type Line,
  type Section,
  type Style,
  sayMoment,
  section,
} from './document.ts';
import {
  block as blocks,
  escapeInline,
  escapeLetters,
  escapeVerbatim,
  name,
  quote,
  quoteCode,
} from './escape.ts';
import { makePrintable, unisolate } from './plain.ts';

/**
 * Sections as a Markdown file, which ends with one newline. Text by others in it never becomes our
 * markup.
 */
export function writeMarkdownFile(...content: readonly Content[]): string {
  return `${markdownOf(section(...content))}\n`;
}

/** Blocks separated by blank lines; parts of one list or quotation are not. */
export function markdownOf(section: Section): string {
  return section.reduce((above, block, at) => {
    const drawn = blockMarkdown(block);
    const before = section[at - 1];
    if (before === undefined || above === '') return drawn;
    return drawn === '' ? above : `${above}${apart(before, block)}${drawn}`;
  }, '');
}

function apart(before: Block, block: Block): string {
  if (isBanner(before) && isBanner(block)) return '\n>\n';
  const isDeeper =
    before.kind === 'bullets' && block.kind === 'bullets' && block.depth > before.depth;
  return isDeeper ? '\n' : '\n\n';
}

/** Blocks that code writes about the file. */
function isBanner({ kind }: Block): boolean {
  return kind === 'alert' || kind === 'small';
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'prose':
      return blocks(block.markdown);
    case 'lines':
      return lineMarkdown(block.line);
    case 'quote':
      return quote(textOf(block.line));
    case 'code':
      return escapeVerbatim(textOf(block.line));
    case 'title':
      return `${'#'.repeat(block.level)} ${lineMarkdown(block.line)}`;
    case 'heading':
      return `## ${escapeInline(block.words)}`;
    // Plain text: they may contain words of people and models, but code says them.
    case 'alert':
      return `> **${name(unisolate(block.words))}**`;
    case 'small':
      return `> ${name(unisolate(block.words))}`;
    case 'phases':
      return block.names
        .map((name, at) => (at === block.present ? `**${name}**` : name))
        .join(' · ');
    case 'bullets': {
      const indent = '  '.repeat(block.depth);
      return block.items
        .map((item) => `${indent}- ${lineMarkdown(item, `${indent}  `)}`)
        .join('\n');
    }
    case 'numbered':
      return block.items.map((item, at) => `${at + 1}. ${lineMarkdown(item, '   ')}`).join('\n');
    case 'table': {
      const [heads = [], ...rows] = block.rows.map((cells) =>
        cells.map((each) => cell(lineMarkdown(each, '', false))),
      );
      const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
      return [row(heads), `|${heads.map(() => '---|').join('')}`, ...rows.map(row)].join('\n');
    }
  }
}

/** A bar would end the cell, and a newline the table. */
function cell(text: string): string {
  return text.replaceAll('\\\n', ' ').replaceAll('\\|', '|').replaceAll('|', '\\|');
}

/** `indent`: before every further line. `isStart`: it begins a line of the file. */
function lineMarkdown(line: Line, indent = '', isStart = true): string {
  return runs(line)
    .map((run, at) => markRun(run, isStart && at === 0))
    .join('')
    .replaceAll('\n', `\\\n${indent}`);
}

/** Groups pieces of one style, which share its marks; a link takes the style before it. */
function runs(line: Line): Inline[][] {
  const parts: Inline[][] = [];
  for (const piece of line) {
    const last = parts.at(-1);
    const before = last?.at(-1);
    if (last === undefined || before === undefined) parts.push([piece]);
    else if (isLink(piece)) last.push(piece);
    else if (marks(last[0] ?? piece) !== marks(piece)) parts.push([piece]);
    else if (isLetters(before) && isLetters(piece))
      last[last.length - 1] = { ...before, text: before.text + piece.text };
    else last.push(piece);
  }
  return parts;
}

function isLink({ kind }: Inline): boolean {
  return kind === 'link' || kind === 'reference';
}

function isLetters(piece: Inline): piece is Extract<Inline, { kind: 'text' }> {
  return piece.kind === 'text' && piece.style?.code !== true;
}

function styleOf(piece: Inline): Style {
  return piece.kind === 'text' || piece.kind === 'prose' ? (piece.style ?? {}) : {};
}

function marks(piece: Inline): string {
  const { bold, italic, strike } = styleOf(piece);
  return `${strike ? '~~' : ''}${bold ? '**' : ''}${italic ? '*' : ''}`;
}

function markRun(run: readonly Inline[], isFirst: boolean): string {
  const around = run[0] === undefined ? '' : marks(run[0]);
  const text = run
    .map((piece, at) => pieceMarkdown(piece, at === 0 && (isFirst || around !== '')))
    .join('');
  const words = text.trim();
  if (around === '' || words === '') return text;
  const start = text.indexOf(words);
  const back = [...around].toReversed().join('');
  return `${text.slice(0, start)}${around}${words}${back}${text.slice(start + words.length)}`;
}

function pieceMarkdown(piece: Inline, isStart: boolean): string {
  switch (piece.kind) {
    case 'prose':
      return escapeInline(piece.markdown);
    case 'text': {
      const text = makePrintable(unisolate(piece.text));
      return piece.style?.code ? quoteCode(text) : escapeLetters(text, isStart);
    }
    case 'link': {
      if (piece.words === undefined) return `<${piece.url}>`;
      const words = piece.style?.code ? quoteCode(piece.words) : escapeLetters(piece.words, false);
      return `[${words}](${piece.url})`;
    }
    case 'reference':
      return `[${escapeLetters(piece.words, false)}](${piece.target})`;
    case 'moment':
      return sayMoment(piece);
  }
}

function textOf(line: Line): string {
  return unisolate(
    line
      .map((piece) => (piece.kind === 'text' ? piece.text : pieceMarkdown(piece, false)))
      .join(''),
  );
}
