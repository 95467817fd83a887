import { isObject } from './is-object.ts';

export const REDACTED = '[redacted]';

/** A shorter configured secret is not searched for: it would be found in ordinary words. */
const SHORTEST_SECRET = 6;

/**
 * A shorter configured secret is searched for only as a whole: its pieces would be found in
 * ordinary words.
 */
const SHORTEST_IN_PIECES = 24;

/**
 * Inside longer base64, only a secret's middle is certain; a shorter middle is not searched for.
 */
const SHORTEST_BASE64 = 8;

/**
 * Returns a function that takes secrets out of text on its way to a log, a diagnostic, a transcript
 * or an answer. It searches for the configured values, plain and as they appear in URLs, JSON, hex
 * and base64 (also within longer base64, like a Basic header, and encoded twice), and for tokens
 * known by their form or by the name before them, configured or not. A value of fewer than 6
 * characters is **not** searched for; a value that is an ordinary word is removed wherever the word
 * occurs. Half of a longer value is removed as well, because a value split over two fields or
 * messages leaves at least half in one. The cost grows linearly with the text: fixed strings and
 * expressions without unbounded backtracking.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = [
    ...new Set(secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf)),
  ];
  const long = secrets.filter((secret) => secret.length >= SHORTEST_IN_PIECES);
  const needles = [...forms, ...long.flatMap(quartersOf)];
  const kinds = HARMLESS.map((kind) => ({
    ...kind,
    needles: needles.filter((part) => fits(part, kind)),
  }));
  const isHarmless = (text: string) =>
    kinds.some(
      ({ form, needles }) => form.test(text) && !needles.some((part) => text.includes(part)),
    );
  // No list becomes arguments, of which a call takes some 120,000.
  const rangesIn = (text: string): Range[] => [
    ...forms.flatMap((form) => findOccurrences(text, form)),
    ...long.flatMap((secret) => findPieces(text, secret)),
    ...findPrivateKeys(text),
    ...SHAPES.flatMap((shape) => findTokens(text, shape)),
  ];
  const clean = new CleanTexts();
  return (text) => {
    if (isHarmless(text) || clean.has(text)) return text;
    const ranges = [...rangesIn(text), ...findRangesAsDrawn(text, rangesIn)];
    if (ranges.length > 0) return replaceRanges(text, ranges);
    clean.add(text);
    return text;
  };
}

/**
 * Characters of texts to remember as clean: those of the turns that run at once, as command, prompt
 * and trace.
 */
const CLEAN_CHARACTERS = 1024 * 1024;

/**
 * The last texts without a secret, each of which is searched once. One with a secret is kept
 * nowhere.
 */
class CleanTexts {
  readonly #texts = new Set<string>();
  #characters = 0;

  has(text: string): boolean {
    return this.#texts.has(text);
  }

  add(text: string): void {
    this.#texts.add(text);
    this.#characters += text.length;
    for (const oldest of this.#texts) {
      if (this.#characters <= CLEAN_CHARACTERS) return;
      this.#texts.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}

/**
 * Texts that no token fits into: short words, and ids. Most texts are such. `sample`: one with its
 * letters as `x`.
 */
const HARMLESS = [
  { form: /^\w{0,19}$/, letters: /\w/g, sample: 'x'.repeat(19) },
  {
    form: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    letters: /[0-9a-f]/g,
    sample: 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
  },
] as const;

/** True if a text of this kind could hold this part of a secret. */
function fits(part: string, { letters, sample }: (typeof HARMLESS)[number]): boolean {
  return sample.includes(part.replace(letters, 'x'));
}

/**
 * Not drawn, or taken out on the way to a screen: between the letters of a secret they change
 * nothing for a reader. So are Markdown's asterisks, and its backslash before a sign.
 */
const UNDRAWN = /(?:[[\p{Default_Ignorable_Code_Point}\p{Cc}]--[\t\n\r]]|\*|\\(?=[\p{P}\p{S}]))+/gv;

/** Ranges in the text that people see, at their places in the whole text. */
function findRangesAsDrawn(text: string, rangesIn: (drawnText: string) => Range[]): Range[] {
  if (text.search(UNDRAWN) === -1) return [];
  const undrawnMatches = text.matchAll(UNDRAWN);
  const places: number[] = [];
  let from = 0;
  for (const { 0: run, index } of [...undrawnMatches, { 0: '', index: text.length }]) {
    for (let at = from; at < index; at += 1) places.push(at);
    from = index + run.length;
  }
  return rangesIn(text.replaceAll(UNDRAWN, '')).map(({ start, end }) => ({
    start: places[start] ?? text.length,
    end: (places[end - 1] ?? text.length) + 1,
  }));
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const inUrl = encodeURIComponent(secret.toWellFormed());
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    inUrl,
    inForm,
    lowerEscapes(inUrl),
    lowerEscapes(inForm),
    inJson,
    // A log line in JSON that quotes another: escaped twice.
    JSON.stringify(inJson).slice(1, -1),
    ...base64FormsOf(bytes),
    // Encoded twice.
    encodeURIComponent(inUrl),
    ...base64FormsOf(Buffer.from(bytes.toString('base64'))),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

/** Returns `%2F` as some programs write it: `%2f`. */
function lowerEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/**
 * Returns a value's forms within longer base64. Three bytes become four characters, so a value
 * looks different for each of three starting places. Its first and last characters are shared with
 * its neighbours and left out.
 */
function base64FormsOf(secret: Buffer): readonly string[] {
  const forms = [0, 1, 2].map((shift) => {
    const encodedSecret = Buffer.concat([Buffer.alloc(shift), secret])
      .toString('base64')
      .replace(/=+$/, '');
    const bits = (shift + secret.length) * 8;
    return encodedSecret.slice(Math.ceil((shift * 8) / 6), Math.floor(bits / 6));
  });
  return [secret.toString('base64'), ...forms]
    .filter((form) => form.length >= SHORTEST_BASE64)
    .flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** Finds a fixed string; overlapping places are one range. */
function findOccurrences(text: string, form: string): Range[] {
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

/**
 * Finds any piece of at least half a secret. Such pieces hold one of its quarters whole, and the
 * match grows from there both ways.
 */
function findPieces(text: string, secret: string): Range[] {
  return quartersOf(secret).flatMap((part, number) => {
    const quarter = part.length;
    const from = number * quarter;
    return findOccurrences(text, part).flatMap(({ start }) => {
      let before = 0;
      let after = quarter;
      while (before < from && text[start - before - 1] === secret[from - before - 1]) before += 1;
      while (from + after < secret.length && text[start + after] === secret[from + after])
        after += 1;
      return before + after >= secret.length / 2
        ? [{ start: start - before, end: start + after }]
        : [];
    });
  });
}

function quartersOf(secret: string): string[] {
  const length = Math.floor(secret.length / 4);
  return [0, 1, 2, 3].map((number) => secret.slice(number * length, (number + 1) * length));
}

/** Replaces all ranges at once: two secrets that overlap become one mark. */
function replaceRanges(text: string, ranges: Range[]): string {
  ranges.sort((one, other) => one.start - other.start);
  const parts: string[] = [];
  let coveredEnd = 0;
  for (const { start, end } of ranges) {
    if (end <= coveredEnd) continue;
    // A range that begins inside the last one extends it.
    if (start >= coveredEnd) parts.push(text.slice(coveredEnd, start), REDACTED);
    coveredEnd = end;
  }
  parts.push(text.slice(coveredEnd));
  return parts.join('');
}

/**
 * Redacts every text inside a value. Applied where words of people and models enter, so that
 * nothing stored, hashed or shown holds a secret. Recursion is bounded by the size limit of parsed
 * JSON.
 */
export function redactIn<Value>(value: Value, redact: (text: string) => string): Value;
export function redactIn(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactIn(item, redact));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      FIELD_NAME.test(name) ? name : redact(name),
      redactIn(item, redact),
    ]),
  );
}

/**
 * A field name of a program, in camel case. A secret that is an ordinary word must not change such
 * a name.
 */
const FIELD_NAME = /^[a-z]{1,30}(?:[A-Z][a-z]{0,30}){0,8}\d{0,3}$/;

/** A range in a text, from `start` up to but not including `end`. */
interface Range {
  start: number;
  end: number;
}

const HEX = '[0-9a-f]';
const LETTERS = '[A-Za-z0-9]';
const SAFE = '[A-Za-z0-9_-]';
/**
 * Ahead of a run of random letters: a capital right after another letter, unlike in words with
 * hyphens.
 */
const RANDOM = `(?=${SAFE}{0,30}[a-z0-9][A-Z])`;

/** Keys that begin with a word of their vendor: the word, and the run that follows it. */
export const VENDOR_KEYS: Readonly<Record<string, string>> = {
  '1Password':
    '(?:ops_eyJ[A-Za-z0-9+/=_-]{60,}|A3-[A-Z0-9]{6}-[A-Z0-9]{6}-?[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3})',
  Age: 'AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}',
  Airtable: `pat${LETTERS}{14}\\.${HEX}{64}`,
  Atlassian: 'ATATT3[A-Za-z0-9_=-]{60,}',
  Buildkite: `bk[a-z]{2}_${LETTERS}{40,}`,
  Cerebras: 'csk-[a-z0-9]{40,}',
  Charrette: `chr[tsol]_${SAFE}{20,}`,
  CircleCI: `CCIP(?:AT|RJ)_${LETTERS}{20,}_${HEX}{40}`,
  Cloudflare: `cf(?:k|ut|at)_${LETTERS}{40,}`,
  Databricks: `dapi${HEX}{32}`,
  DigitalOcean: `do[opr]_v1_${HEX}{64}`,
  Docker: `dckr_[po]at_${SAFE}{27,}`,
  Doppler: 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9._-]{40,}',
  ElevenLabs: `sk_${HEX}{48}`,
  Entra: '[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}',
  Figma: `fig[dour]_${SAFE}{40,}`,
  Firecrawl: `fc-${HEX}{32}(?![0-9a-z])`,
  Fireworks: `fw_${LETTERS}{22,}`,
  Fly: 'fm[12][a-z]?_[A-Za-z0-9+/=_-]{40,}',
  Google: `(?:AIza${SAFE}{35}|ya29\\.${SAFE}{20,}|GOCSPX-${SAFE}{28})`,
  Grafana: 'gl(?:sa|c)_[A-Za-z0-9+/=_]{32,}',
  Groq: `gsk_${LETTERS}{40,}`,
  Heroku: `HRKU-${SAFE}{36,}`,
  'Hugging Face': `(?:hf|api_org)_${LETTERS}{30,}`,
  Jina: `jina_${SAFE}{40,}`,
  Langfuse: `sk-lf-${HEX}{8}(?:-${HEX}{4}){3}-${HEX}{12}`,
  LangSmith: `lsv2_(?:pt|sk)_${HEX}{32}_${HEX}{10}`,
  Linear: `lin_(?:api|oauth)_${LETTERS}{40,}`,
  LiteLLM: `sk-${RANDOM}${SAFE}{22,}`,
  Mailgun: 'key-[0-9a-z]{32}(?![0-9A-Za-z])',
  Neon: `napi_${LETTERS}{40,}`,
  Netlify: `nf[bcopu]_${RANDOM}[A-Za-z0-9_]{36,}`,
  'New Relic': 'NRAK-[A-Z0-9]{27}',
  Notion: `(?:ntn_${LETTERS}{40,}|secret_${LETTERS}{43})`,
  npm: `npm_${LETTERS}{36}`,
  NVIDIA: `nvapi-${SAFE}{60,}`,
  OpenAI: `sk-(?:(?:proj|svcacct|admin)-${SAFE}{20,}|${LETTERS}{32,})`,
  OpenRouter: `sk-or-(?:v1-)?${HEX}{32,}`,
  Perplexity: `pplx-${LETTERS}{40,}`,
  Pinecone: `pcsk_${LETTERS}{5,6}_${LETTERS}{50,}`,
  PlanetScale: 'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,}',
  Postman: `PMAK-${HEX}{24}-${HEX}{34}`,
  PyPI: `pypi-AgE${SAFE}{50,}`,
  Replicate: `r8_${LETTERS}{37}`,
  RubyGems: `rubygems_${HEX}{48}`,
  SendGrid: `SG\\.${SAFE}{16,32}\\.${SAFE}{32,}`,
  Sentry: 'sntry[su]_[A-Za-z0-9+/=_-]{40,}',
  Shopify: 'shp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{32}',
  Square: `(?:sq0[a-z]{3}-${SAFE}{22,}|EAAA${SAFE}{60})`,
  Stripe: `(?:[sr]k_(?:live|test)|whsec)_${LETTERS}{16,}`,
  Supabase: `(?:sbp_${HEX}{40}|sb_secret_${SAFE}{20,})`,
  Tailscale: `tskey-[a-z]{2,10}-${LETTERS}{8,24}-${LETTERS}{16,}`,
  Tavily: 'tvly-[A-Za-z0-9-]{24,}',
  Telegram: `[0-9]{8,10}:AA${SAFE}{33}`,
  Terraform: `${LETTERS}{14}\\.atlasv1\\.${SAFE}{60,}`,
  Together: `tgp_v1_${SAFE}{40,}`,
  Vault: `hv[sbr]\\.${SAFE}{24,}`,
  Vercel: `vc[aikpr]_${LETTERS}{24,}`,
  Voyage: `pa-${RANDOM}${SAFE}{40,}`,
  xAI: `xai-${LETTERS}{60,}`,
};

/** Values that stand for a secret: `<token>`, `${TOKEN}`, `$TOKEN`, `{token}`, `[your token]`. */
const PLACEHOLDER = '<|\\$?\\{|[$%]\\(|\\[[A-Za-z_ -]{1,40}\\]|\\$[A-Z_]{2,60}(?![A-Za-z0-9])';
/** Code: `process.env.PASSWORD`, `read(`, `value;`, or the name of a type. */
const CODE =
  '[A-Za-z_$]{1,60}(?:\\.[A-Za-z_$]{1,60}){1,5}(?![^\\s"\',;)\\]}])|[A-Za-z_$.]{1,120}[;)([|]|(?:[Ss]tring|[Bb]oolean|[Nn]umber|undefined|unknown|required|optional)(?![A-Za-z0-9])';
/**
 * Words and paths, which nobody draws at random: `authentication-by-oauth2`, `YOUR_API_KEY`,
 * `/run/secrets/key_1`.
 */
const WORDS =
  '(?:[A-Za-z]?[a-z]{2,30}(?:[-._/](?:[a-z]{1,30}[0-9]{0,4}|[0-9]{4})){0,8}|[A-Z]{2,30}(?:[_-][A-Z0-9]{1,30}){0,8})(?![A-Za-z0-9._~+/=-])|[.~]{0,2}/[a-z_.-]{2,}/';
/** Letters in either case, beside expressions in which the case says something. */
const anyCase = (words: string) =>
  words.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const SIGN = '["\'`]{0,2}[ \\t]{0,3}[:=]{1,2}[ \\t]{0,3}["\'`]{0,2}';
/** A sign, and a random value behind it. */
const IS_RANDOM = `${SIGN}(?!${PLACEHOLDER}|${CODE}|${WORDS})([A-Za-z0-9._~+/%-][A-Za-z0-9._~+/%=-]{15,})`;

/**
 * Tokens that are known by their form. The secret is the first group, or the whole match without
 * one, and ends with the match. Each expression starts at a fixed word, or is bounded in length,
 * and ends with the run that is the secret: an attempt that fails has looked at a bounded number of
 * characters, so it is linear on any text.
 */
export const TOKEN_SHAPES: Readonly<Record<string, RegExp>> = {
  'vendor key': new RegExp(`(?<!${SAFE})(?:${Object.values(VENDOR_KEYS).join('|')})`, 'g'),
  'slack token': /xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}/g,
  'slack app token': /xapp-[A-Za-z0-9-]{8,}/g,
  'slack webhook': /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9_/-]{8,})/g,
  // Base64 of the application's id (17 to 20 digits), of a time, and the signature.
  'discord bot token': /[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/g,
  'discord webhook or interaction':
    /\/(?:webhooks|interactions)\/[0-9]{15,21}\/([A-Za-z0-9_.-]{20,})/g,
  'github token': /gh[oprsu]_[A-Za-z0-9]{30,}/g,
  'github fine-grained token': /github_pat_[A-Za-z0-9_]{22,}/g,
  'gitlab token': /gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|oas)-[A-Za-z0-9_.-]{20,}/g,
  'aws key id': /(?<![A-Z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Z0-9])/g,
  'aws secret key':
    /aws_?(?:secret_?access_?key|session_?token)["']{0,2}\s{0,3}[:=]\s{0,3}["']{0,2}([A-Za-z0-9/+=]{40,})/gi,
  // Without their vendor's word these are hashes and ids.
  'key beside its vendor':
    /(?:mailchimp|twilio|api:)[^\n]{0,60}?(?<![A-Za-z0-9])([0-9a-f]{32}-us[0-9]{1,2}|SK[0-9a-f]{32})(?![A-Za-z0-9])/gi,
  'azure key': /(?:Account|SharedAccess|Access)Key=([A-Za-z0-9+/]{40,}={0,2})/g,
  'azure signature': /[?&]sig=([A-Za-z0-9%+/=_-]{20,})/g,
  // Header and payload are JSON objects. Anchored at the start of a word, so each word is tried
  // once.
  'json web token':
    /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  'model key': /sk-ant-[A-Za-z0-9_-]{8,}/g,
  'key header': new RegExp(
    `x-api-key["']{0,2}\\s{0,3}[:=,]\\s{0,3}["']{0,2}(?!${PLACEHOLDER})([^\\s"',]{8,})`,
    'gi',
  ),
  'authorization header': new RegExp(
    `${anyCase('authorization')}["']{0,2}\\s{0,3}[:=,]\\s{0,3}["']{0,2}${anyCase('(?:bearer|basic|bot|token)')}\\s{1,3}(?!${PLACEHOLDER})([^\\s"',]{6,})`,
    'g',
  ),
  bearer: new RegExp(`${anyCase('bearer')}\\s{1,3}(?!${WORDS})([A-Za-z0-9._~+/=-]{16,})`, 'g'),
  'secret by its name': new RegExp(
    `(?:${anyCase('(?:api|access|auth|client|private|signing|encryption|master|refresh|bot)_?-?(?:key|token)|secret_?-?(?:key)?')}|[?&](?:key|token))${IS_RANDOM}`,
    'g',
  ),
  'secret in a variable': new RegExp(
    `(?<=[A-Z0-9]_)(?<!(?:PUBLIC|PRIMARY|FOREIGN|PARTITION|SORT|CACHE|IDEMPOTENCY)_)(?:KEY|TOKEN|PAT)${IS_RANDOM}`,
    'g',
  ),
  // Needs `:` or `=`, so the sentence *the password is …* does not match.
  password: new RegExp(
    `${anyCase('pass(?:word|wd|phrase)')}${SIGN}(?!${PLACEHOLDER}|${CODE})([^\\s"',;&<>]{6,})`,
    'g',
  ),
  // Up to the last @ of the word: a password that should have been encoded may hold one, or a
  // slash.
  'database password': /postgres(?:ql)?:\/\/[^\s:@/]{0,200}:([^\s]{1,400})(?=@)/g,
  'password in a URL': /:\/\/[^\s:@/]{0,200}:([^\s@/]{1,400})(?=@)/g,
};

const SHAPES = Object.values(TOKEN_SHAPES);

function findTokens(text: string, shape: RegExp): Range[] {
  // An iterator of matches costs more than a look at a short text.
  if (text.search(shape) === -1) return [];
  return Array.from(text.matchAll(shape), ({ 0: match, 1: secret = match, index }) => {
    const end = index + match.length;
    return { start: end - secret.length, end };
  });
}

const KEY_BEGINS = 'PRIVATE KEY-----';
const KEY_ENDS = '-----END';
/** Characters to redact of a private key whose end is missing, like in a cut text. */
const MAX_KEY_CHARACTERS = 20_000;

/** Finds private keys in PEM without an expression, since their length has no useful bound. */
function findPrivateKeys(text: string): Range[] {
  const ranges: Range[] = [];
  let from = 0;
  let nextEnd = 0;
  for (;;) {
    const header = text.indexOf(KEY_BEGINS, from);
    if (header === -1) return ranges;
    const start = header + KEY_BEGINS.length;
    from = start;
    // The footer of a key ends with the same words.
    if (!text.slice(Math.max(0, header - 40), header).includes('-----BEGIN')) continue;
    if (nextEnd !== -1 && nextEnd < start) nextEnd = text.indexOf(KEY_ENDS, start);
    const end = nextEnd === -1 ? Math.min(text.length, start + MAX_KEY_CHARACTERS) : nextEnd;
    ranges.push({ start, end });
    from = end;
  }
}
