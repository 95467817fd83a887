/**
 * Draws our Markdown as Discord's. What people and models wrote is escaped, and only the people of
 * `person:` links may be notified (A23).
 */

import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { PhrasingContent, RootContent } from 'mdast';
import { cut } from '#support/text.ts';
import type { Message } from '#words/message.ts';
import { parseMarkdown, targetOf } from '#words/tree.ts';
import { controlValue } from '../controls.ts';
import { isNear, plainOf, styleOf } from '../drawing.ts';

/** The most text in a message of components, and in a plain message. */
const MAX_CHARACTERS = 4_000;
const MAX_PLAIN_CHARACTERS = 2_000;
const STYLES = {
  primary: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const;
const REST = '*The rest is in record.md.*';

export interface Drawing {
  readonly components: APIMessageTopLevelComponent[];
  /** Whom it may notify. */
  readonly allowedMentions: { readonly parse: []; readonly users: string[] };
}

/** `mark`: the number by which the message is found again. `files`: attached to it. */
export function drawMessage(
  message: Message,
  designId: string,
  mark: number,
  files: readonly string[] = [],
): Drawing {
  const { text, people } = drawText(message.text, MAX_CHARACTERS);
  const buttons: APIButtonComponent[] = message.controls.map(({ act, label, gateId }) => ({
    type: ComponentType.Button,
    style: STYLES[styleOf(act)],
    label: cut(label, 80),
    custom_id: controlValue(act, designId, gateId),
  }));
  if (message.watchUrl !== undefined)
    buttons.push({
      type: ComponentType.Button,
      style: ButtonStyle.Link,
      label: 'Watch',
      url: message.watchUrl,
    });
  return {
    components: [
      { type: ComponentType.TextDisplay, id: mark, content: text },
      ...files.map((name) => ({
        type: ComponentType.File as const,
        file: { url: `attachment://${name}` },
      })),
      ...(buttons.length === 0 ? [] : [rowOf(buttons)]),
    ],
    allowedMentions: { parse: [], users: people },
  };
}

export function rowOf(components: APIButtonComponent[]): APIActionRowComponent<APIButtonComponent> {
  return { type: ComponentType.ActionRow, components };
}

/** Discord's Markdown, cut at a block's edge. */
export function drawText(
  markdown: string,
  maxCharacters = MAX_PLAIN_CHARACTERS,
): { readonly text: string; readonly people: string[] } {
  const people = new Set<string>();
  const drawn: string[] = [];
  let room = maxCharacters - REST.length - 2;
  for (const node of parseMarkdown(markdown).children) {
    const block = drawBlock(node, people);
    if (block.length + 2 > room) {
      if (drawn.length === 0) drawn.push(cut(block, room));
      drawn.push(REST);
      break;
    }
    room -= block.length + 2;
    if (block !== '') drawn.push(block);
  }
  return { text: drawn.join('\n\n') || '…', people: [...people].slice(0, 100) };
}

/** The first bold words: a card begins with its question. */
export function titleOf(markdown: string): string {
  const bold = parseMarkdown(markdown)
    .children.flatMap((node) => (node.type === 'paragraph' ? node.children : []))
    .find(({ type }) => type === 'strong');
  return bold === undefined ? '' : plainOf(bold).replaceAll(/\s+/g, ' ').trim();
}

function drawBlock(node: RootContent, people: Set<string>): string {
  switch (node.type) {
    case 'paragraph':
      return escapeStarts(inlines(node.children, people));
    case 'heading':
      return `**${inlines(node.children, people)}**`;
    case 'blockquote':
      return drawBlocks(node.children, people).replaceAll(/^/gm, '> ');
    case 'list': {
      const { ordered, start, children } = node;
      const items = children.map((item, index) => {
        const marker = ordered === true ? `${(start ?? 1) + index}. ` : '- ';
        return marker + drawBlocks(item.children, people);
      });
      return items.join('\n');
    }
    default:
      return escapeStarts(escapeText(plainOf(node)));
  }
}

function drawBlocks(nodes: readonly RootContent[], people: Set<string>): string {
  return nodes.map((node) => drawBlock(node, people)).join('\n');
}

function inlines(nodes: readonly PhrasingContent[], people: Set<string>): string {
  const drawn = nodes.map((node): string => {
    switch (node.type) {
      case 'strong':
        return `**${inlines(node.children, people)}**`;
      case 'emphasis':
        return `*${inlines(node.children, people)}*`;
      case 'inlineCode':
        return drawCode(node.value);
      case 'break':
        return '\n';
      case 'link':
        return drawLink(node.url, plainOf(node), people);
      default:
        return escapeText(plainOf(node));
    }
  });
  return drawn.join('');
}

/** A backtick within it would end it. */
function drawCode(code: string): string {
  return `\`${code.replaceAll('`', 'ˋ')}\``;
}

function drawLink(url: string, label: string, people: Set<string>): string {
  const target = targetOf(url);
  if (target.kind === 'person') {
    if (!/^\d{15,20}$/.test(target.id)) return escapeText(label);
    people.add(target.id);
    return `<@${target.id}>`;
  }
  if (target.kind === 'time')
    return `<t:${Math.floor(target.ms / 1_000)}:${isNear(target.ms) ? 't' : 'f'}>`;
  // In angle brackets no preview is shown.
  return label === url ? `<${url}>` : `[${escapeText(label)}](<${url}>)`;
}

/** What has a meaning within a line; an underscore inside a word has none. */
const MARKS = /[\\*~`|[\]<]|@(?=everyone|here)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

function escapeText(text: string): string {
  return text.replaceAll(MARKS, '\\$&');
}

/** A heading, small print, a list or a quotation at the beginning of a line. */
function escapeStarts(text: string): string {
  return text.replaceAll(/^(\s*\d{0,9})([#>+.-])/gm, '$1\\$2');
}
