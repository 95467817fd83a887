/** What Discord makes of a text, as far as it matters here: everything that is not shown letter by letter, but for emphasis. */
interface Read {
  readonly kind: keyof typeof RULES;
  readonly text: string;
}

/** The rules of Discord's clients for what has a meaning of its own, the first that fits at a place. */
const RULES = {
  escaped: /\\[^0-9A-Za-z\s]/y,
  'code block': /```(?:[a-z0-9_+\-.#]+\n)?\n*[^\n][\s\S]*?\n*```/iy,
  code: /(`+)\s*[\s\S]*?[^`]\s*\1(?!`)/y,
  'open code': /`/y,
  address: /<https?:\/\/[^<>\s]*>/iy,
  moment: /<t:-?\d+(?::[a-z])?>/iy,
  reference: /<(?:@[!&]?|#|\/|a?:|id:|sound:)[^<>\n]*>/y,
  'call to all': /@(?:everyone|here)/y,
  'label of a link': /\[[^\n]*?\]\(/y,
  'bare address': /(?:https?|steam|discord):\/\//iy,
  spoiler: /\|\|/y,
  heading: /(?<=^|\n)[ >]*-?#{1,3}(?= )/y,
} as const;
const KINDS = Object.keys(RULES) as Read['kind'][];

export function readByDiscord(text: string): Read[] {
  const found: Read[] = [];
  for (let at = 0; at < text.length; ) {
    const kind = KINDS.find((each) => {
      RULES[each].lastIndex = at;
      return RULES[each].test(text);
    });
    const end = kind === undefined ? at + 1 : RULES[kind].lastIndex;
    if (kind !== undefined) found.push({ kind, text: text.slice(at, end) });
    at = end;
  }
  return found;
}
