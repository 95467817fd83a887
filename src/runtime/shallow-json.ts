/** Levels of objects and lists in a line that holds an event or another record: more than any has, and safe to walk. */
export const LINE_LEVELS = 25;

/**
 * Whether nothing in JSON text is nested deeper than so many levels. It is read and nothing is built of it: to parse what is nothing
 * but brackets takes seconds and gigabytes. Of what is no JSON it may say either.
 */
export function isShallowText(json: string, levels: number): boolean {
  let level = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '"') isText = !isText;
    else if (isText && sign === '\\') at += 1;
    else if (isText) continue;
    else if (sign === '[' || sign === '{') level += 1;
    else if (sign === ']' || sign === '}') level -= 1;
    if (level > levels) return false;
  }
  return true;
}
