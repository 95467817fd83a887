import { canonicalJson, harmlessJson } from '../engine/ports/chain.ts';

/** Returns `undefined` for invalid JSON, which the schema that follows refuses. */
export function parsedJson(content: string | Uint8Array): unknown {
  try {
    return JSON.parse(
      typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content),
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Formats before 5, and the first bundles of 5, escaped nothing. */
export function isCanonical(value: unknown, line: string): boolean {
  const canonical = canonicalJson(value);
  return canonical === line || harmlessJson(canonical) === line;
}

/** Levels of objects and lists in a line that holds an event or another record: more than any has, and safe to walk. */
const LINE_LEVELS = 25;

/**
 * Checks that a line of JSON is nested no deeper than any record, without building anything: parsing nothing but brackets takes seconds and
 * gigabytes. For invalid JSON the answer may be either.
 */
export function isShallowLine(json: string): boolean {
  let level = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '"') isText = !isText;
    else if (isText && sign === '\\') at += 1;
    else if (isText) continue;
    else if (sign === '[' || sign === '{') level += 1;
    else if (sign === ']' || sign === '}') level -= 1;
    if (level > LINE_LEVELS) return false;
  }
  return true;
}
