import { isObject } from './is-object.ts';

/**
 * Characters that control a terminal or an editor and that JSON leaves unescaped: controls beyond
 * ASCII, and direction marks.
 */
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Escapes characters that would control a terminal or an editor (`\u202e`). Parses to the same
 * value; hashes of events are over the unescaped text.
 */
export function escapeControls(json: string): string {
  return json.replace(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Canonical JSON of a value after a round trip through the store, without undefined fields. */
export function storedJsonOf(value: object): string {
  return canonicalJsonOf(JSON.parse(JSON.stringify(value)));
}

/**
 * JSON with sorted keys and no white space, like RFC 8785, so that equal values have equal bytes
 * from any source: a database's jsonb does not keep the order of keys. For plain JSON values only.
 */
export function canonicalJsonOf(value: unknown): string {
  if (!isObject(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJsonOf).join(',')}]`;
  const members = Object.entries(value)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJsonOf(member)}`);
  return `{${members.join(',')}}`;
}
