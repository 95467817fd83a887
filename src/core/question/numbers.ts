/** Numbers of questions, as people write them in front of their answers. */

/** `Q3: …`, `q3. …`, `Q3) …`, `Q3 -> …`, `- **Q3** …`, `Q3, Q4: …` at the start of a line; linear, anchored, and the text is bounded first (A15). */
const PIN =
  /^[ \t*_•◦▪‣-]*q(\d{1,6})[*_]{0,2}((?:[ \t]{0,3}(?:,|,? and|[&+/])[ \t]{0,3}[*_]{0,2}q\d{1,6}[*_]{0,2})*)[ \t]{0,3}(?:[:：.)]|[=–—-]{1,3}>?)[*_]{0,2}[ \t]{0,8}(.*)$/i;
/** The first character that cannot stand in front of a number that begins a line. */
const LEAD_END = /[^ \t*_•◦▪‣-]/;
/** A blank in front of `Q3:` within a line; not within `Q2, Q3:`, which is matched like other words. */
const WITHIN = /(?<!q\d{1,6}[*_]{0,2}(?:,| and| &))[ \t](?=[*_]{0,2}q(\d{1,6})[*_]{0,2}[ \t]{0,3}[:：])/gi;

/** The number that a line begins with, and the words behind it; `null` without one. Several numbers are those of no one question. */
export function numberedLine(
  line: string,
): { readonly id: `Q${number}` | null; readonly words: string } | null {
  const [, number, others, words = ''] = PIN.exec(line) ?? [];
  return number === undefined ? null : { id: others === '' ? `Q${Number(number)}` : null, words };
}

/** A line in pieces: `Q3:` behind a blank begins the next answer where that question is one of `asked`. */
export function atNumbers(line: string, asked: readonly string[]): string[] {
  const pieces: string[] = [];
  const numbered = numberedLine(line);
  const start = numbered?.id === null ? line.length - numbered.words.length : line.search(LEAD_END);
  let from = 0;
  for (const { index, 1: number } of line.matchAll(WITHIN)) {
    if (index < start || !asked.includes(`Q${Number(number)}`)) continue;
    pieces.push(line.slice(from, index));
    from = index + 1;
  }
  return [...pieces, line.slice(from)];
}
