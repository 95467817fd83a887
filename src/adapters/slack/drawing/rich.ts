import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextDate,
  RichTextLink,
  RichTextSection,
  RichTextText,
} from '@slack/types';
import { cut } from './limits.ts';
import { isolated, oneLine, plainText } from './safe.ts';

/** What a line is made of. There is no element here that could call anybody. */
export type Inline = RichTextText | RichTextLink | RichTextDate;
export type Line = readonly Inline[];
export type Style = NonNullable<RichTextText['style']>;

/** Our own fixed words. */
export function ours(text: string, style?: Style): RichTextText {
  return style === undefined ? { type: 'text', text } : { type: 'text', text, style };
}

export function bold(text: string): RichTextText {
  return ours(text, { bold: true });
}

/** A name or a short text that people, models or files gave, on one line and without any markup in it. */
export function given(text: string, most: number, style?: Style): RichTextText {
  return ours(isolated(cut(oneLine(text), most)), style);
}

/** Letter by letter, line by line. */
export function verbatim(text: string, most: number): RichTextText {
  return ours(isolated(cut(plainText(text).trim(), most)));
}

/** A moment as each reader's own clock shows it; with its day when that is more than half a day after `from`. */
export function moment(atMs: number, fromMs: number): RichTextDate {
  const isNear = Math.abs(atMs - fromMs) < 12 * 3_600_000;
  const fallback = `${new Date(atMs)
    .toISOString()
    .slice(isNear ? 11 : 0, 16)
    .replace('T', ' ')} UTC`;
  const format = isNear ? '{time}' : '{date_short_pretty} {time}';
  return { type: 'date', timestamp: Math.floor(atMs / 1_000), format, fallback };
}

/** Lines below one another. */
export function lines(...all: readonly Line[]): RichTextSection {
  const elements = all.flatMap((line, index) => (index === 0 ? line : [ours('\n'), ...line]));
  const shown = merged(elements);
  return { type: 'rich_text_section', elements: shown.length === 0 ? [ours('…')] : shown };
}

/** Parts apart by the same sign. */
export function joined(parts: readonly Line[], sign: string): Inline[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [ours(sign), ...part]));
}

export function bullets(items: readonly Line[], indent = 0): RichTextBlockElement {
  const elements = items.map((item) => lines(item));
  return { type: 'rich_text_list', style: 'bullet', indent, elements };
}

export function richText(...elements: readonly RichTextBlockElement[]): RichTextBlock {
  return { type: 'rich_text', elements: [...elements] };
}

/** Neighbours of one look as one element, and no empty ones, which Slack refuses. */
export function merged(elements: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const element of elements) {
    const last = result.at(-1);
    if (element.type !== 'text') result.push(element);
    else if (last?.type === 'text' && JSON.stringify(last.style) === JSON.stringify(element.style))
      result[result.length - 1] = { ...last, text: last.text + element.text };
    else if (element.text !== '') result.push(element);
  }
  return result;
}
