import type { Block, Section } from '../../../runtime/message/document.ts';
import type { Inline, Line, Style } from '../../../runtime/message/rich.ts';
import { escaped, fenced, inlineCode } from './escaping.ts';

const MS_PER_SECOND = 1_000;

/** Sections as Discord's Markdown, each apart from the next by an empty line. */
export function markdownOf(sections: readonly Section[]): string {
  return sections.map((section) => section.map(block).join('\n')).join('\n\n');
}

function block(each: Block): string {
  switch (each.kind) {
    case 'lines':
      return inlines(each.line);
    case 'quote':
      return `> ${inlines(each.line).replaceAll('\n', '\n> ')}`;
    case 'code':
      return fenced(each.line.map((piece) => (piece.kind === 'text' ? piece.text : inline(piece))).join(''));
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
  return line.map(inline).reduce((said, next) => {
    const isTouching = /[*~`]$/.test(said) && !said.endsWith('\\*') && /^[*~`\w]/.test(next);
    return `${said}${isTouching ? '\u200b' : ''}${next}`;
  }, '');
}

function inline(each: Inline): string {
  switch (each.kind) {
    case 'text':
      return each.style === undefined ? escaped(each.text) : styled(each.text, each.style);
    case 'link':
      return each.url.startsWith('mailto:') ? escaped(each.url.slice('mailto:'.length)) : `<${each.url}>`;
    case 'moment':
      return `<t:${Math.floor(each.atMs / MS_PER_SECOND)}:${each.isNear ? 't' : 'f'}>`;
  }
}

/** Marks stand close to the words: what is only space at either end stays outside of them. */
function styled(text: string, { bold, italic, strike, code }: Style): string {
  const words = text.trim();
  if (words === '') return text;
  const start = text.indexOf(words);
  const marks = [strike ? '~~' : '', bold ? '**' : '', italic ? '*' : ''];
  const said = code ? inlineCode(words.replaceAll('\n', ' ')) : escaped(words);
  const marked = `${marks.join('')}${said}${marks.toReversed().join('')}`;
  return `${text.slice(0, start)}${marked}${text.slice(start + words.length)}`;
}
