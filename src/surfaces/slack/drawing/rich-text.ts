import type {
  KnownBlock,
  PlainTextElement,
  RichTextBlock,
  RichTextBlockElement,
  RichTextDate,
  RichTextLink,
  RichTextText,
} from '@slack/types';
import { type ReadBlock, type ReadInline, readBlocks, readLine } from '#acts/drawing/markdown.ts';
import { cutWords } from '#foundation/cut-text.ts';
import {
  convertToText,
  type Line,
  type Prose,
  type Section,
  sayMoment,
  type TextBlock,
} from '#presentation/format/document.ts';

/** `structured` uses blocks that some endpoints do not know. */
export type DrawingForm = 'structured' | 'plain';

const HEADER_CHARACTERS = 150;
const PLAIN_CHARACTERS = 2_000;

export function drawSection(section: Section, form: DrawingForm): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  for (const each of readBlocks(section)) {
    const next = drawBlock(each, form);
    const last = blocks.at(-1);
    if (next.type === 'rich_text' && last?.type === 'rich_text')
      blocks[blocks.length - 1] = { ...last, elements: [...last.elements, ...next.elements] };
    else blocks.push(next);
  }
  return blocks;
}

/**
 * Slack reads no markup in rich text or plain text: `<!channel>`, `@here` and `*` stay as they are.
 */
function drawBlock(block: ReadBlock, form: DrawingForm): KnownBlock {
  switch (block.kind) {
    case 'heading':
      if (block.words.length > HEADER_CHARACTERS) break;
      return { type: 'header', text: drawPlain(block.words) };
    case 'small':
      return { type: 'context', elements: [drawPlain(cutWords(block.words, PLAIN_CHARACTERS))] };
    case 'alert': {
      if (form === 'plain') break;
      return {
        type: 'alert',
        level: block.level,
        text: drawPlain(cutWords(block.words, PLAIN_CHARACTERS)),
      };
    }
    case 'phases': {
      if (form === 'plain') break;
      const { names, present } = block;
      const tasks = names.map((title, at) => {
        const status = at < present ? 'complete' : at > present ? 'pending' : 'in_progress';
        return { type: 'task_card', task_id: `${at + 1}`, title, status } as const;
      });
      return { type: 'plan', title: `${present + 1} of ${names.length}: ${names[present]}`, tasks };
    }
    case 'table': {
      if (form === 'plain') break;
      const rows = block.rows.map((cells) =>
        cells.map((cell): RichTextBlock => ({ type: 'rich_text', elements: [paragraph(cell)] })),
      );
      return {
        type: 'table',
        rows,
        column_settings: rows[0]?.map(() => ({ is_wrapped: true })) ?? [],
      };
    }
    default:
      break;
  }
  return { type: 'rich_text', elements: [element(convertToText(block))] };
}

export function drawPlain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/** Calls people and user groups by name. Slack tells them apart by the kind of id. */
export function nameBlock(ids: readonly string[]): RichTextBlock {
  const names = ids.map((id) =>
    id.startsWith('S')
      ? ({ type: 'usergroup', usergroup_id: id } as const)
      : ({ type: 'user', user_id: id } as const),
  );
  const elements = names.flatMap((name, at) =>
    at === 0 ? [name] : [{ type: 'text', text: ' ' } as const, name],
  );
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function element(block: Exclude<TextBlock, Prose>): RichTextBlockElement {
  switch (block.kind) {
    case 'lines':
      return paragraph(block.line);
    case 'quote':
      return { type: 'rich_text_quote', elements: inlines(block.line) };
    case 'code': {
      const elements = inlines(block.line).filter(
        (each) => each.type === 'text' || each.type === 'link',
      );
      return { type: 'rich_text_preformatted', elements };
    }
    case 'bullets':
      return {
        type: 'rich_text_list',
        style: 'bullet',
        indent: block.depth,
        elements: block.items.map(paragraph),
      };
  }
}

function paragraph(line: Line) {
  return { type: 'rich_text_section', elements: inlines(line) } as const;
}

type RichInline = RichTextText | RichTextLink | RichTextDate;

function inlines(line: Line): RichInline[] {
  return readLine(line).map(inline);
}

function inline(each: ReadInline): RichInline {
  switch (each.kind) {
    case 'text':
      return each.style === undefined
        ? { type: 'text', text: each.text }
        : { type: 'text', text: each.text, style: { ...each.style } };
    case 'link':
      return each.words === undefined
        ? { type: 'link', url: each.url }
        : { type: 'link', url: each.url, text: each.words };
    case 'moment':
      return {
        type: 'date',
        timestamp: Math.floor(each.atMs / 1_000),
        format: each.isAgo ? '{ago}' : each.isNear ? '{time}' : '{date_short_pretty} {time}',
        fallback: sayMoment(each),
      };
  }
}

/**
 * Escapes the text of a notification, the only text in which Slack reads markup, so that it
 * mentions no one.
 */
export function notificationTextOf(text: string): string {
  return escapeText(text).replaceAll(/@(?=channel|here|everyone)/gi, '@\u2060');
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
