import { isObject } from '../../foundation/is-object.ts';
import {
  bold,
  bullets,
  codeBlock,
  type Line,
  line,
  lines,
  type Section,
  trust,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from '../format/document.ts';
import { PAGE } from '../format/page-words.ts';
import { capitalize } from '../format/plain.ts';

const { decision } = PAGE;
/** Titles of the fields whose names say too little. */
const TITLES: Readonly<Record<string, string>> = {
  summary: 'The proposal',
  against: 'The strongest case against it',
  nextBest: 'The next best way, and why not',
  changesMind: 'What would change its mind',
  rationale: 'Why',
  quote: 'In these words',
  rests: 'It stands on',
  undo: decision.undo,
  signal: decision.signal,
  ifWrong: decision.ifWrong,
  revisitIf: decision.revisitIf,
  outweighed: decision.outweighed,
};
/** The field that names an item, or all of it; it stands first. */
const HEADS = 'headline sentence title text statement description option risk fact what'.split(' ');
/** Deepest nesting of lists; no submission has more. */
const MAX_DEPTH = 6;
/** A value that is a sign of an item rather than words about it: *risk*, *A-1*. */
const SIGN = /^\S{1,24}$/;

/** A model's answer by the titles of its fields; as it is if its record is cut. */
export function drawSubmitted(input: string): Section {
  try {
    return drawFields(JSON.parse(input));
  } catch (error) {
    if (error instanceof SyntaxError) return [codeBlock(input)];
    throw error;
  }
}

/** A structure by the titles of its fields, without what is empty. */
export function drawFields(whole: object, depth = 0): Section {
  return orderedIn(whole).flatMap(([name, value]): Section => {
    const title = bold(trust(`${titleOf(name)}:`));
    if (isObject(value) && depth < MAX_DEPTH) {
      const source = drawSource(value);
      if (source !== null) return [bullets([source], depth)];
      const inside = Array.isArray(value)
        ? itemsIn(value, depth + 1)
        : drawFields(value, depth + 1);
      const only = Array.isArray(value) && !value.some(isObject) ? joinSigns(value) : null;
      return only === null
        ? [bullets([title], depth), ...inside]
        : [bullets([line`${title} ${only}`], depth)];
    }
    const words = isObject(value) ? JSON.stringify(value) : String(value);
    return depth === 0 && words.includes('\n')
      ? [lines(title), untrustedMarkdownBlock(words)]
      : [bullets([line`${title} ${untrustedMarkdown(words)}`], depth)];
  });
}

function itemsIn(all: readonly unknown[], depth: number): Section {
  return all.flatMap((item): Section => {
    if (isEmpty(item)) return [];
    if (!isObject(item)) return [bullets([untrustedMarkdown(String(item))], depth)];
    const [first, ...rest] = orderedIn(item);
    if (first === undefined) return [];
    const [name, words] = first;
    if (isObject(words)) return drawFields(item, depth);
    const signs = rest.filter(([, value]) => isSign(value)).map(([, value]) => String(value));
    const others = Object.fromEntries(rest.filter(([, value]) => !isSign(value)));
    const label = HEADS.includes(name) ? [] : line`${bold(trust(`${titleOf(name)}:`))} `;
    const mark = signs.length === 0 ? '' : ` (${signs.join(', ').replaceAll('_', ' ')})`;
    const head: Line = line`${label}${untrustedMarkdown(String(words))}${mark}`;
    return [bullets([head], depth), ...drawFields(others, depth + 1)];
  });
}

/** Without what is empty, and without the number for confidence, which nobody reads. */
function orderedIn(whole: object): [name: string, value: unknown][] {
  const place = (name: string) => (HEADS.includes(name) ? HEADS.indexOf(name) : HEADS.length);
  return Object.entries(whole)
    .filter(([name, value]) => !isEmpty(value) && name !== 'confidence')
    .toSorted(([one], [other]) => place(one) - place(other));
}

/** `“Agreed until 2026-12-31” (docs/integrations.md:7)`; `null` for anything else. */
function drawSource(value: object): Line | null {
  if (!('place' in value && 'quote' in value)) return null;
  return line`“${String(value.quote)}” (${String(value.place)})`;
}

/** Names on one line; `null` for sentences, which stand below one another. */
function joinSigns(all: readonly unknown[]): string | null {
  return all.every(isSign) ? all.join(', ') : null;
}

function isSign(value: unknown): boolean {
  return !isObject(value) && SIGN.test(String(value));
}

function isEmpty(value: unknown): boolean {
  if (isObject(value)) return Object.values(value).every(isEmpty);
  return value === '' || value === null;
}

/** *Left open* of `left_open`. */
function titleOf(name: string): string {
  const words = name.replaceAll(/_|(?=[A-Z])/g, ' ').toLowerCase();
  return TITLES[name] ?? capitalize(words);
}
