import { privateKeyRanges, type Range, TOKEN_SHAPES, tokenRanges } from './token-shapes.ts';

/** The mark that replaces a secret. */
export const REDACTED = '[redacted]';

/** A shorter configured secret is not searched for: it would be found in ordinary words. */
const SHORTEST_SECRET = 6;

/** A shorter configured secret is searched for only as a whole: its pieces would be found in ordinary words. */
const SHORTEST_IN_PIECES = 24;

/** Inside longer base64 only a secret's middle is certain; less than this is not searched for. */
const SHORTEST_BASE64 = 8;

/**
 * Returns a function that takes secrets out of text on its way to a log, a diagnostic, a transcript or an answer (D6). It
 * searches for the configured values, plain and as they appear in URLs, JSON, hex and base64 (also within longer base64, like a
 * Basic header, and encoded twice), and for tokens known by their form (Slack, Discord, GitHub, GitLab, AWS, OpenAI, the model
 * API, private keys, JSON web tokens, passwords in URLs, authorization headers), configured or not. A value of fewer than 6
 * characters is **not** searched for; one that is an ordinary word is removed wherever that word stands. Half of a longer value
 * is removed as well: a value split over two fields or messages leaves that much in one. The cost grows linearly with the text
 * (A15): fixed strings and expressions without unbounded backtracking.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf))];
  const long = secrets.filter((secret) => secret.length >= SHORTEST_IN_PIECES);
  return (text) => {
    const ranges = forms.flatMap((form) => occurrences(text, form));
    for (const secret of long) ranges.push(...pieces(text, secret));
    ranges.push(...privateKeyRanges(text));
    for (const shape of Object.values(TOKEN_SHAPES)) ranges.push(...tokenRanges(text, shape));
    return ranges.length === 0 ? text : replaceRanges(text, ranges);
  };
}

/** Returns the ways in which one value is written. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const inUrl = encodeURIComponent(secret.toWellFormed());
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    inUrl,
    inForm,
    withLowerEscapes(inUrl),
    withLowerEscapes(inForm),
    inJson,
    // A log line in JSON that quotes another: escaped twice.
    JSON.stringify(inJson).slice(1, -1),
    ...base64Forms(bytes),
    // Encoded twice.
    encodeURIComponent(inUrl),
    ...base64Forms(Buffer.from(bytes.toString('base64'))),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

/** Returns `%2F` as some write it: `%2f`. */
function withLowerEscapes(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/**
 * Returns a value's forms within longer base64. Three bytes become four characters, so a value looks different for each of
 * three starting places. Its first and last characters are shared with its neighbours and left out.
 */
function base64Forms(secret: Buffer): readonly string[] {
  const forms = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), secret])
      .toString('base64')
      .replace(/=+$/, '');
    const bits = (shift + secret.length) * 8;
    return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(bits / 6));
  });
  return [secret.toString('base64'), ...forms]
    .filter((form) => form.length >= SHORTEST_BASE64)
    .flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** Finds a fixed string; overlapping places are one range. */
function occurrences(text: string, form: string): Range[] {
  const ranges: Range[] = [];
  let last: Range | undefined;
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
    if (last !== undefined && at <= last.end) last.end = at + form.length;
    else {
      last = { start: at, end: at + form.length };
      ranges.push(last);
    }
  }
  return ranges;
}

/** Finds half of a secret or more. A piece this long holds one of its quarters, from which it is followed both ways. */
function pieces(text: string, secret: string): Range[] {
  const quarter = Math.floor(secret.length / 4);
  return [0, 1, 2, 3].flatMap((number) => {
    const from = number * quarter;
    return occurrences(text, secret.slice(from, from + quarter)).flatMap(({ start }) => {
      let [before, after] = [0, quarter];
      while (before < from && text[start - before - 1] === secret[from - before - 1]) before += 1;
      while (from + after < secret.length && text[start + after] === secret[from + after]) after += 1;
      return before + after >= secret.length / 2 ? [{ start: start - before, end: start + after }] : [];
    });
  });
}

/** Replaces all ranges at once, so that nothing is left of two secrets that overlap: they become one mark. */
function replaceRanges(text: string, ranges: Range[]): string {
  ranges.sort((one, other) => one.start - other.start);
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of ranges) {
    if (end <= done) continue;
    // A range that begins inside the last one only makes that longer.
    if (start >= done) parts.push(text.slice(done, start), REDACTED);
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/**
 * Returns the same value with every text in it redacted (D6). Used where words of people and models come in, so nothing stored,
 * hashed, written or shown afterwards has a secret in it. The size bound of parsed JSON bounds the depth.
 */
export function redacted<Value>(value: Value, redact: (text: string) => string): Value;
export function redacted(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      FIELD_NAME.test(name) ? name : redact(name),
      redacted(item, redact),
    ]),
  );
}

/** A name that a program gives: words without a sign between them. A secret that is an ordinary word must not change one. */
const FIELD_NAME = /^[a-z]{1,30}(?:[A-Z][a-z]{0,30}){0,8}\d{0,3}$/;
