/**
 * Draws our Markdown as Slack's rich text, in which Slack reads no marks: what people and models
 * wrote mentions nobody and formats nothing (A23). Only `person:` links notify.
 */

import type {
  ActionsBlock,
  Button,
  KnownBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextSection,
  RichTextStyleable,
} from '@slack/types';
import type { PhrasingContent, RootContent } from 'mdast';
import { cut } from '#support/text.ts';
import type { Control, Message } from '#words/message.ts';
import { parseMarkdown, targetOf } from '#words/tree.ts';
import { controlValue } from '../controls.ts';
import { isNear, plainOf, styleOf } from '../drawing.ts';

/** Slack refuses more text than this in the blocks of one message; no document says how much. */
const MAX_CHARACTERS = 9_000;
const NOTIFICATION_CHARACTERS = 300;
const REST = 'The rest is in record.md.';

/** `text`: of the notification. */
export interface Drawing {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export function drawMessage(message: Message, designId: string): Drawing {
  const { text, blocks } = drawText(message.text);
  const buttons: Button[] = message.controls.map((control) => drawButton(control, designId));
  if (message.watchUrl !== undefined)
    buttons.push({
      type: 'button',
      action_id: 'charrette.watch',
      text: { type: 'plain_text', text: 'Watch' },
      url: message.watchUrl,
    });
  const actions: ActionsBlock[] =
    buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }];
  return { text, blocks: [...blocks, ...actions] };
}

export function drawText(markdown: string): Drawing {
  const root = parseMarkdown(markdown);
  const elements: RichTextBlockElement[] = [];
  let characters = 0;
  for (const node of root.children) {
    const words = plainOf(node);
    characters += words.length;
    if (characters > MAX_CHARACTERS) {
      if (elements.length === 0) append(elements, section([textOf(cut(words, MAX_CHARACTERS))]));
      append(elements, section([textOf(REST, { italic: true })]));
      break;
    }
    for (const drawn of drawBlock(node)) append(elements, drawn);
  }
  const text = escapeText(cut(plainOf(root), NOTIFICATION_CHARACTERS));
  return { text, blocks: [{ type: 'rich_text', elements }] };
}

/** Blank lines between blocks are text, as Slack's own editor writes them. */
function append(elements: RichTextBlockElement[], next: RichTextBlockElement): void {
  const last = elements.at(-1);
  if (next.type !== 'rich_text_section' || last === undefined) elements.push(next);
  else if (last.type === 'rich_text_section') last.elements.push(textOf('\n\n'), ...next.elements);
  else elements.push(section([textOf('\n'), ...next.elements]));
}

/** Slack reads marks in a notification. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function drawButton({ act, label, gateId }: Control, designId: string): Button {
  const style = styleOf(act);
  return {
    type: 'button',
    action_id: `charrette.${act}`,
    text: { type: 'plain_text', text: cut(label, 75) },
    value: controlValue(act, designId, gateId),
    ...(style !== 'plain' && { style }),
    ...(act === 'cancel' && {
      confirm: {
        title: { type: 'plain_text', text: 'Cancel this design?' },
        text: { type: 'plain_text', text: 'The personas stop. What was said stays in the thread.' },
        confirm: { type: 'plain_text', text: 'Cancel it' },
        deny: { type: 'plain_text', text: 'Let it run' },
        style: 'danger',
      },
    }),
  };
}

function drawBlock(node: RootContent): RichTextBlockElement[] {
  switch (node.type) {
    case 'paragraph':
      return [section(inlines(node.children))];
    case 'heading':
      return [section(inlines(node.children, { bold: true }))];
    case 'blockquote':
      return [{ type: 'rich_text_quote', elements: linesOf(node.children) }];
    case 'list': {
      const style = node.ordered === true ? 'ordered' : 'bullet';
      const elements = node.children.map(({ children }) => section(linesOf(children)));
      return [{ type: 'rich_text_list', style, indent: 0, elements }];
    }
    default: {
      const words = plainOf(node);
      return words === '' ? [] : [section([textOf(words)])];
    }
  }
}

function linesOf(nodes: readonly RootContent[]): RichTextElement[] {
  return nodes.flatMap((node, index) => [
    ...(index === 0 ? [] : [textOf('\n')]),
    ...(node.type === 'paragraph' ? inlines(node.children) : [textOf(plainOf(node))]),
  ]);
}

type Style = NonNullable<RichTextStyleable['style']>;

function inlines(nodes: readonly PhrasingContent[], style: Style = {}): RichTextElement[] {
  return nodes.flatMap((node): RichTextElement[] => {
    switch (node.type) {
      case 'html':
        return [];
      case 'strong':
        return inlines(node.children, { ...style, bold: true });
      case 'emphasis':
        return inlines(node.children, { ...style, italic: true });
      case 'inlineCode':
        return [textOf(node.value, { ...style, code: true })];
      case 'break':
        return [textOf('\n')];
      case 'link':
        return [drawLink(node.url, plainOf(node), style)];
      default:
        return [textOf(plainOf(node), style)];
    }
  });
}

function drawLink(url: string, label: string, style: Style): RichTextElement {
  const target = targetOf(url);
  if (target.kind === 'person')
    return /^[UW][A-Z0-9]{2,20}$/.test(target.id)
      ? { type: 'user', user_id: target.id }
      : textOf(label, style);
  if (target.kind === 'time') {
    const format = isNear(target.ms) ? '{time}' : '{date_short_pretty}, {time}';
    return { type: 'date', timestamp: Math.floor(target.ms / 1_000), format, fallback: label };
  }
  return { type: 'link', url, text: label, ...styled(style) };
}

function section(elements: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements };
}

function textOf(text: string, style: Style = {}): { type: 'text'; text: string; style?: Style } {
  return { type: 'text', text, ...styled(style) };
}

function styled(style: Style): { style?: Style } {
  return Object.keys(style).length === 0 ? {} : { style };
}
