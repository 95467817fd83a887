import { cutWords } from '../../core/text.ts';
import type { Block, Section } from './document.ts';
import { isolated, oneLine, plainText } from './plain.ts';

export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
}

/** What a line is made of. There is nothing here that could call anybody. */
export type Inline =
  | Words
  /** Shown as the address that it leads to: `http`, `https` or `mailto`. */
  | { readonly kind: 'link'; readonly url: string }
  /** As each reader's own clock shows it; with its day when that is not near. In milliseconds since the epoch. */
  | Moment;
export interface Words {
  readonly kind: 'text';
  readonly text: string;
  readonly style?: Style;
}
export interface Moment {
  readonly kind: 'moment';
  readonly atMs: number;
  readonly isNear: boolean;
}
export type Line = readonly Inline[];

const NEAR_MS = 12 * 3_600_000;

/** Our own fixed words. */
export function ours(text: string, style?: Style): Words {
  return style === undefined ? { kind: 'text', text } : { kind: 'text', text, style };
}

export function bold(text: string): Words {
  return ours(text, { bold: true });
}

/** A name or a short text that people, models or files gave, on one line and without any markup in it. */
export function given(text: string, most: number, style?: Style): Words {
  return ours(isolated(cutWords(oneLine(text), most)), style);
}

/** Letter by letter, line by line. */
export function verbatim(text: string, most: number): Words {
  return ours(isolated(cutWords(plainText(text).trim(), most)));
}

/** Near is within half a day of `fromMs`. */
export function moment(atMs: number, fromMs: number): Moment {
  return { kind: 'moment', atMs, isNear: Math.abs(atMs - fromMs) < NEAR_MS };
}

/** A moment where nobody's clock is known. */
export function momentWords({ atMs, isNear }: Moment): string {
  const words = new Date(atMs).toISOString().slice(isNear ? 11 : 0, 16);
  return `${words.replace('T', ' ')} UTC`;
}

/** Lines below one another. */
export function lines(...all: readonly Line[]): Block {
  return { kind: 'lines', line: belowOneAnother(all) };
}

function belowOneAnother(all: readonly Line[]): Line {
  const shown = merged(all.flatMap((line, index) => (index === 0 ? line : [ours('\n'), ...line])));
  return shown.length === 0 ? [ours('…')] : shown;
}

/** Parts apart by the same sign. */
export function joined(parts: readonly Line[], sign: string): Inline[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [ours(sign), ...part]));
}

export function bullets(items: readonly Line[], depth = 0): Block {
  return { kind: 'bullets', depth, items: items.map((item) => belowOneAnother([item])) };
}

export function section(...blocks: Section): Section {
  return blocks;
}

/** Neighbours of one look as one, and no empty ones. */
export function merged(elements: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const element of elements) {
    const last = result.at(-1);
    if (element.kind !== 'text') result.push(element);
    else if (last?.kind === 'text' && JSON.stringify(last.style) === JSON.stringify(element.style))
      result[result.length - 1] = { ...last, text: last.text + element.text };
    else if (element.text !== '') result.push(element);
  }
  return result;
}
