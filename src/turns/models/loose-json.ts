import { isObject } from '../../foundation/is-object.ts';
import { INPUT_LEVELS, isShallow } from '../../ports/model-messages.mjs';
import { parseJson } from '../../sessions/child/envelope.mjs';

/** Longer texts are read only as they are. Far beyond what a tool accepts. */
const MENDED_CHARACTERS = 200_000;
const FENCE = '```';
/**
 * A string, a comma before a closing bracket, what lies between, or a quote without end and all
 * behind it.
 */
const PIECES = /"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'|(,)(?=\s*[}\]])|[^"',]+|,|["'][\s\S]*/g;
/** In single quotes. */
const ESCAPES = /\\'|"|\\./g;
const DOUBLE: Readonly<Record<string, string>> = { "\\'": "'", '"': '\\"' };

/** The object or list in a text of JSON; `undefined` for anything else. */
export function readLooseJson(text: unknown): object | undefined {
  if (typeof text !== 'string') return undefined;
  const value =
    parseJson(text) ?? (text.length > MENDED_CHARACTERS ? undefined : parseJson(mend(text)));
  return isObject(value) && isShallow(value, INPUT_LEVELS) ? value : undefined;
}

/**
 * Takes away a fence and commas before a closing bracket, and puts what is in single quotes into
 * double ones. Guesses nothing: what is then not JSON stays refused, and so does half a text.
 */
function mend(text: string): string {
  const body = text.trim();
  const isFenced = body.startsWith(FENCE) && body.endsWith(FENCE) && body.includes('\n');
  const inner = isFenced ? body.slice(body.indexOf('\n'), -FENCE.length) : body;
  return inner.replace(PIECES, (piece: string, quotation?: string, comma?: string) => {
    if (comma !== undefined) return '';
    return quotation === undefined
      ? piece
      : `"${quotation.replace(ESCAPES, (each) => DOUBLE[each] ?? each)}"`;
  });
}

/**
 * What is in a JSON text, if an object, a list, a number or a boolean was expected; else
 * `undefined`.
 */
export function readFromString(text: unknown, expectedType: string): unknown {
  if (typeof text !== 'string') return undefined;
  const value = parseJson(expectedType === 'boolean' ? text.toLowerCase() : text);
  const isWanted =
    expectedType === typeof value || (expectedType === 'int' && typeof value === 'number');
  return isWanted && !isObject(value) ? value : readLooseJson(text);
}
