import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextDate,
  RichTextLink,
  RichTextText,
} from '@slack/types';
import {
  type Block,
  type Inline,
  type Line,
  momentWords,
  type Section,
} from '../../../runtime/message/document.ts';

/** Slack reads no markup in rich text: `<!channel>`, `@here` and `*` are letters there. */
export function richText(section: Section): RichTextBlock {
  return { type: 'rich_text', elements: section.map(element) };
}

function element(block: Block): RichTextBlockElement {
  switch (block.kind) {
    case 'lines':
      return { type: 'rich_text_section', elements: inlines(block.line) };
    case 'quote':
      return { type: 'rich_text_quote', elements: inlines(block.line) };
    case 'code': {
      const elements = inlines(block.line).filter((each) => each.type !== 'date');
      return { type: 'rich_text_preformatted', elements };
    }
    case 'bullets': {
      const elements = block.items.map(
        (item) => ({ type: 'rich_text_section', elements: inlines(item) }) as const,
      );
      return { type: 'rich_text_list', style: 'bullet', indent: block.depth, elements };
    }
  }
}

function inlines(line: Line): (RichTextText | RichTextLink | RichTextDate)[] {
  return line.map(inline);
}

function inline(each: Inline): RichTextText | RichTextLink | RichTextDate {
  switch (each.kind) {
    case 'text':
      return each.style === undefined
        ? { type: 'text', text: each.text }
        : { type: 'text', text: each.text, style: { ...each.style } };
    case 'link':
      return { type: 'link', url: each.url };
    case 'moment':
      return {
        type: 'date',
        timestamp: Math.floor(each.atMs / 1_000),
        format: each.isNear ? '{time}' : '{date_short_pretty} {time}',
        fallback: momentWords(each),
      };
  }
}

/** For the one place where Slack reads markup: the text of a notification. Escaped once, and calling nobody. */
export function notificationText(text: string): string {
  return escaped(text).replaceAll(/@(?=channel|here|everyone)/gi, '@\u2060');
}

/** Slack escapes these three signs, and nothing else. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
