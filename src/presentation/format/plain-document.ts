import { type Block, type Inline, type Line, type Section, sayMoment } from './document.ts';
import { unisolate } from './plain.ts';

/** Text without markup, for models; blocks are a blank line apart. */
export function plainOf(section: Section): string {
  return section
    .map(blockPlain)
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockPlain(block: Block): string {
  switch (block.kind) {
    case 'prose':
      return block.markdown;
    case 'lines':
    case 'quote':
    case 'code':
    case 'title':
      return convertToPlain(block.line);
    case 'heading':
    case 'alert':
    case 'small':
      return block.words;
    case 'phases':
      return block.names.join(' · ');
    case 'bullets':
      return block.items
        .map((item) => `${'  '.repeat(block.depth)}- ${convertToPlain(item)}`)
        .join('\n');
    case 'numbered':
      return block.items.map((item, at) => `${at + 1}. ${convertToPlain(item)}`).join('\n');
    case 'table':
      return block.rows.map((cells) => cells.map(convertToPlain).join(' · ')).join('\n');
  }
}

export function convertToPlain(line: Line): string {
  return line.map(piecePlain).join('');
}

function piecePlain(piece: Inline): string {
  switch (piece.kind) {
    case 'prose':
      return piece.markdown;
    case 'text': {
      const text = unisolate(piece.text);
      return piece.style?.code ? `\`${text}\`` : text;
    }
    case 'link':
      return piece.words ?? piece.url;
    case 'reference':
      return piece.words;
    case 'moment':
      return sayMoment(piece);
  }
}
