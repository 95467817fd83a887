/** Numbers of questions, as people write them in front of their answers. */

/** `Q3`, and `Q5, Q6 and Q7`, `Q5 to Q7` or `Q5-7:` where one answer is meant for several. */
const NUMBERS = String.raw`q\d+(?:[–—-]\d+(?=[ \t]{0,3}[:：](?!\d))|[*_]{0,2}[ \t]{0,3}(?:,[ \t]{0,3}and\b|[,&/+–—-]|and\b|to\b)[ \t]{0,3}[*_]{0,2}q\d+){0,40}[*_]{0,2}[ \t]{0,3}`;
/** One of these numbers, and what stands in front of the last of a range. */
const NUMBER = /([–—-]|to\b)?[ \t*_]{0,8}q?(\d+)/gi;
const MAX_RANGE = 50;
/** What may stand in front of a number: emphasis, or a list. */
const LEAD = String.raw`^[ \t*_•◦▪‣-]{0,8}`;

/** What says that an answer follows, also in the middle of a line. */
const SIGN = '(?:[:：]|-{1,3}>|={1,3}>?)';

/** `Q3: …`, `q3. …`, `Q3) …`, `Q3 -> …`, `**Q3** …` at the start of a line; linear, anchored, and the text is bounded first (A15). */
const PIN = new RegExp(String.raw`${LEAD}(${NUMBERS})(?:${SIGN}|[.)–—]|-{1,3})[*_]{0,2}[ \t]{0,8}(.*)$`, 'i');

/** What opens or closes a quotation or code within a line, and the blanks in front of `Q3:`. */
const MARK = new RegExp(String.raw`\`+|["“”]|[ \t]{1,8}(?=[*_]{0,2}${NUMBERS}${SIGN})`, 'gi');
/** The end of a sentence, or a comma that does not stand between two numbers. */
const SENTENCE_END = /(?:[.!?…;。！？]|(?<!q\d{1,9}[*_]{0,2}[ \t]{0,3})[,，、])[)\]"”*_]{0,3}$/i;
/** An answer that ends where a number follows: one word, or `about 900`, `900 a minute`. */
const VALUE =
  /^(?:[\p{L}\p{N}][\p{L}\p{N}'’._/%+-]{0,19}|(?=(?:\S{1,12}[ \t]{1,3}){0,2}[^\p{L}\s]{0,3}\d)\S{1,12}(?:[ \t]{1,3}\S{1,12}){0,2})[*_]{0,2}[ \t]{0,3}$/iu;
/** It does not end behind one of these, of which some languages have others: there a number is spoken of. */
const LEADS_ON =
  /(?:^|\s)(?:as|in|to|of|from|see|like|than|by|on|at|for|with|under|and|or|not|because|since|when|if|before|after|until|unless|via|per|cf|vgl|siehe|wie|weil|voir|comme|de)[.*_]{0,3}[ \t]{0,3}$/i;
/** Characters that are looked at in front of a number. */
const [MAX_BEFORE, MAX_NUMBERS] = [40, 200];
/** `1.` in front of a line of a list is no sentence. */
const LIST_NUMBER = /^[ \t]*\d{1,3}\.$/;

/** The numbers that a line begins with, and the words behind them; `null` without any. */
export function numberedLine(line: string): { readonly numbers: number[]; readonly words: string } | null {
  const [, numbers, words = ''] = PIN.exec(line) ?? [];
  if (numbers === undefined) return null;
  return { numbers: numbersIn(numbers), words };
}

function numbersIn(text: string): number[] {
  const found: number[] = [];
  for (const [, range, digits] of text.matchAll(NUMBER)) {
    const [before, number] = [found.at(-1) ?? 0, Number(digits)];
    const isRange = range !== undefined && number > before && number - before <= MAX_RANGE;
    found.push(...(isRange ? Array.from({ length: number - before }, (_, at) => before + 1 + at) : [number]));
  }
  return found;
}

/** `9: …`, which pins nothing: it may be a time or a list as well. */
const BARE = new RegExp(String.raw`${LEAD}(\d{1,3})[*_]{0,2}[:：][*_]{0,2}[ \t]`);

/** The number that a line begins with, without a letter in front of it. */
export function bareNumber(line: string): number[] {
  const [, number] = BARE.exec(line) ?? [];
  return number === undefined ? [] : [Number(number)];
}

/** Without its number, if the line has one. */
export function withoutNumber(line: string): string {
  return numberedLine(line)?.words ?? line;
}

function isValue(words = ''): boolean {
  return VALUE.test(words) && !LEADS_ON.test(words);
}

/**
 * A line in pieces: `Q3:` behind the end of a sentence, or a comma, begins the next answer, unless it is quoted or code. Without
 * such a sign it does where it is a number of `asked`, and a plain value under another stands in front of it: `Q1: 900 Q2: two`.
 */
export function atNumbers(line: string, asked: readonly string[]): string[] {
  const isPaired = (line.match(/"/g) ?? []).length % 2 === 0;
  const lastClosed = line.lastIndexOf('”');
  const askedIn = (start: number, end: number) => {
    const { numbers = [], words } = numberedLine(line.slice(start, Math.min(end, start + MAX_NUMBERS))) ?? {};
    return numbers.every((number) => asked.includes(`Q${number}`)) ? words : undefined;
  };
  const pieces: string[] = [];
  let [from, code, isQuoted, isSaid] = [0, '', false, false];
  for (const { 0: mark, index } of line.matchAll(MARK)) {
    const before = line.slice(Math.max(from, index - MAX_BEFORE), index);
    if (mark.startsWith('`')) {
      if (code === '') code = mark;
      else if (code === mark) code = '';
    } else if (code !== '') continue;
    else if (mark === '"') isQuoted = isPaired && !isQuoted;
    else if (mark === '“' || mark === '”') isSaid = mark === '“' && index < lastClosed;
    else if (isQuoted || isSaid) continue;
    else if (
      SENTENCE_END.test(before)
        ? !LIST_NUMBER.test(line.slice(from, Math.min(index, from + 12)))
        : isValue(askedIn(from, index)) && askedIn(index + mark.length, line.length) !== undefined
    ) {
      pieces.push(line.slice(from, index));
      from = index + mark.length;
    }
  }
  return [...pieces, line.slice(from)];
}
