/**
 * Draws the Markdown of `words` for a terminal, or plain for a pipe. What others wrote cannot command
 * the terminal: control characters and marks that turn the direction of text are left out (A23).
 *
 * @example process.stderr.write(drawMarkdown(md`**${topic}**`.text, process.stderr));
 */

import { type InspectColor, stripVTControlCharacters, styleText } from 'node:util';
import type { ListItem, PhrasingContent, RootContent } from 'mdast';
import { parseMarkdown, targetOf } from '#words/tree.ts';

/** Where it is drawn: a terminal has a width, and colours unless NO_COLOR is set. */
export type Outlet = NodeJS.WriteStream;

const WIDEST = 100;
const LABEL_COLUMNS = 12;
const COMMANDING = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function harmless(text: string): string {
  return stripVTControlCharacters(text).replace(COMMANDING, '');
}

/** Without a line break at its end. `label`: in front of the first line. */
export function drawMarkdown(text: string, outlet: Outlet, label = ''): string {
  const columns = outlet.isTTY ? Math.min(outlet.columns || 80, WIDEST) : Number.POSITIVE_INFINITY;
  const { children } = parseMarkdown(text);
  if (label === '') return drawBlocks(children, columns, outlet);
  const drawn = drawBlocks(children, columns - LABEL_COLUMNS, outlet);
  const first = paint('dim', label.padEnd(LABEL_COLUMNS), outlet);
  return indent(drawn, first, ' '.repeat(LABEL_COLUMNS));
}

function drawBlocks(nodes: readonly RootContent[], columns: number, outlet: Outlet): string {
  const drawn = nodes.map((node) => drawBlock(node, columns, outlet));
  return drawn.filter((text) => text !== '').join('\n\n');
}

function drawBlock(node: RootContent, columns: number, outlet: Outlet): string {
  switch (node.type) {
    case 'paragraph':
      return wrap(drawWords(node.children, outlet), columns);
    case 'heading':
      return wrap(paint('bold', drawWords(node.children, outlet), outlet), columns);
    case 'list':
      return node.children
        .map((item, index) =>
          drawItem(item, node.ordered ? `${index + 1}. ` : '• ', columns, outlet),
        )
        .join('\n');
    default:
      // Marks of our own, in files.
      return '';
  }
}

function drawItem(item: ListItem, marker: string, columns: number, outlet: Outlet): string {
  const text = drawBlocks(item.children, columns - marker.length, outlet);
  return indent(text, marker, ' '.repeat(marker.length));
}

function drawWords(nodes: readonly PhrasingContent[], outlet: Outlet): string {
  return nodes.map((node) => drawWord(node, outlet)).join('');
}

function drawWord(node: PhrasingContent, outlet: Outlet): string {
  switch (node.type) {
    case 'text':
      return harmless(node.value);
    case 'inlineCode':
      return paint('cyan', harmless(node.value), outlet);
    case 'break':
      return '\n';
    case 'strong':
      return paint('bold', drawWords(node.children, outlet), outlet);
    case 'emphasis':
      return paint('dim', drawWords(node.children, outlet), outlet);
    case 'link': {
      const target = targetOf(node.url);
      if (target.kind !== 'time') return drawWords(node.children, outlet);
      const moment = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
      return new Date(target.ms).toLocaleString('en-GB', moment);
    }
    default:
      return '';
  }
}

function paint(style: InspectColor, text: string, outlet: Outlet): string {
  return outlet.isTTY ? styleText(style, text, { stream: outlet }) : text;
}

function indent(text: string, first: string, rest: string): string {
  return text.replaceAll(/^(?=.)/gm, rest).replace(rest, first);
}

function wrap(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n');
}

function wrapLine(line: string, columns: number): string {
  const lines: string[] = [];
  let present = '';
  for (const word of line.split(' ')) {
    const longer = present === '' ? word : `${present} ${word}`;
    if (stripVTControlCharacters(longer).length <= columns) present = longer;
    else {
      if (present !== '') lines.push(present);
      present = word;
    }
  }
  return [...lines, present].join('\n');
}
