import {
  bold,
  bullets,
  line,
  lines,
  type Section,
  untrusted,
  untrustedLines,
  WHOLE,
} from './format/document.ts';

/** Deepest nesting of lists; no submission has more. */
const MAX_DEPTH = 6;
const CUT = /… \[cut\]$/;

export function submittedSection(input: string): Section {
  const isCut = CUT.test(input);
  const read = isCut ? beginningOf(input.replace(CUT, '')) : parsed(input);
  if (typeof read !== 'object' || read === null)
    return [{ kind: 'code', line: [untrustedLines(input, WHOLE)] }];
  return [...fieldsSection(read), ...(isCut ? [lines(line`${REST_NOT_KEPT}`)] : [])];
}

const REST_NOT_KEPT = 'The rest is not in the turn’s record.';

/** A structure by the names of its fields, without what is empty. */
export function fieldsSection(all: object, depth = 0): Section {
  return Object.entries(all).flatMap(([name, value]: [string, unknown]): Section => {
    const label = bold(Array.isArray(all) ? `${Number(name) + 1}.` : `${name}:`);
    // Nobody reads a number for confidence.
    if (isEmpty(value) || name === 'confidence') return [];
    const words = depth >= MAX_DEPTH ? JSON.stringify(value) : wordsOf(value);
    if (words !== null) return [bullets([line`${label} ${untrusted(words, WHOLE)}`], depth)];
    // Its first field identifies an item.
    const [[first = '', about] = [], ...rest] = Array.isArray(value) ? [] : Object.entries(Object(value));
    const isNamed = Array.isArray(all) && wordsOf(about) !== null && !isEmpty(about);
    if (!isNamed) return [bullets([[label]], depth), ...fieldsSection(Object(value), depth + 1)];
    const named = line`${label} ${bold(`${first}:`)} ${untrusted(wordsOf(about) ?? '', WHOLE)}`;
    return [bullets([named], depth), ...fieldsSection(Object.fromEntries(rest), depth + 1)];
  });
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
  return value === '' || value === null;
}

/** A value on one line; `null` for objects, and lists of them. */
function wordsOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.some((each) => typeof each === 'object') ? null : items.join(', ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The caller shows it literally.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Parses the beginning of a JSON text: closes what is open, and drops a field without a value. */
function beginningOf(text: string): unknown {
  const open: string[] = [];
  let isString = false;
  let whole = { text: '', closing: '' };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isString && sign === '\\') at += 1;
    else if (sign === '"') isString = !isString;
    else if (!isString && (sign === '{' || sign === '[')) {
      open.push(sign === '{' ? '}' : ']');
      whole = { text: text.slice(0, at + 1), closing: closed(open) };
    } else if (!isString && (sign === '}' || sign === ']')) open.pop();
    else if (!isString && sign === ',') whole = { text: text.slice(0, at), closing: closed(open) };
  }
  return parsed(`${text}${isString ? '"' : ''}${closed(open)}`) ?? parsed(whole.text + whole.closing);
}

function closed(open: readonly string[]): string {
  return open.toReversed().join('');
}
