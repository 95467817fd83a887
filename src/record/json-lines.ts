import { canonicalJsonOf, escapeControls } from '../foundation/canonical-json.ts';

/** Returns `undefined` for invalid JSON, which the schema that follows refuses. */
export function parseJsonBytes(content: string | Uint8Array): unknown {
  try {
    return JSON.parse(
      typeof content === 'string'
        ? content
        : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content),
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Accepts a line with or without the escapes of `escapeControls`. */
export function isCanonical(value: unknown, line: string): boolean {
  const canonical = canonicalJsonOf(value);
  return canonical === line || escapeControls(canonical) === line;
}

/** Nesting levels that a line may have: more than any record has, and safe to walk. */
const LINE_LEVELS = 25;

/**
 * True if a line of JSON has at most `LINE_LEVELS` levels. Does not parse it: a line of brackets
 * alone would take seconds and gigabytes. Undefined for invalid JSON.
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
