import { privateKeyRanges, type Range, TOKEN_SHAPES, tokenRanges } from './token-shapes.ts';

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** A configured secret with fewer characters is not looked for: it would be found in ordinary words. */
const SHORTEST_SECRET = 6;

/** A configured secret with fewer characters is looked for as a whole only: its pieces would be found in ordinary words. */
const SHORTEST_IN_PIECES = 24;

/** Of a secret inside longer base64 only the middle is certain; less than this is not looked for. */
const SHORTEST_BASE64 = 8;

/**
 * A function that takes secrets out of text on its way to a log, a diagnostic, a transcript or an answer (D6).
 * Looked for are the configured values, plain and as they appear in URLs, JSON, hex and base64 (also within longer base64,
 * such as a Basic header, and encoded twice), and tokens that are known by their form (Slack, Discord, GitHub, GitLab, AWS,
 * OpenAI, the model API, private keys, JSON web tokens, passwords in URLs, authorization headers), configured or not. A value of fewer than 6 characters is **not** looked for; one that is an
 * ordinary word is taken out wherever that word stands.
 * Of a longer value also half of it is looked for: where somebody splits it over two fields or messages, one has that much.
 * The cost grows linearly with the text (A15): fixed strings and expressions without unbounded backtracking.
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

/** The ways in which one value is written. */
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

/** `%2F` as some write it: `%2f`. */
function withLowerEscapes(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/**
 * Base64 writes three bytes as four characters, so that a value within a longer one looks different for each of
 * three starting places, and its first and last characters are shared with its neighbours and left out.
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

/** Where a fixed string stands; overlapping places are one range. */
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

/** Where half of a secret or more stands. So long a piece holds one of its quarters, from which it is followed both ways. */
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

/** All ranges at once, so that nothing is left of two secrets that overlap: they become one mark. */
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
 * The same value with every text in it redacted (D6). Used where words come in, from people and from models, so that
 * nothing that is stored, hashed, written or shown afterwards has a secret in it. Depth is bounded by what JSON that
 * was parsed under a size bound can have.
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
