/** Places in a text, from `start` up to but not including `end`. */
export interface Range {
  start: number;
  end: number;
}

/** Tokens that are known by their form. */
interface TokenShape {
  readonly name: string;
  /** The secret is the first group, or the whole match without one. Global; linear on any text (A15). */
  readonly pattern: RegExp;
  /** Characters of the match that follow the secret. */
  readonly after: number;
}

/**
 * Each expression starts at a fixed word, or is bounded in length, and ends with the run that is the secret: an
 * attempt that fails has looked at a bounded number of characters. Slack's signing secret is plain hexadecimal,
 * as are many harmless things, and is found by its configured value only.
 */
export const TOKEN_SHAPES: readonly TokenShape[] = [
  { name: 'slack token', pattern: /xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}/g, after: 0 },
  { name: 'slack app token', pattern: /xapp-[A-Za-z0-9-]{8,}/g, after: 0 },
  {
    name: 'slack webhook',
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9_/-]{8,})/g,
    after: 0,
  },
  {
    // Base64 of the application's id (17 to 20 digits), of a time, and the signature.
    name: 'discord bot token',
    pattern: /[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/g,
    after: 0,
  },
  {
    name: 'discord webhook or interaction',
    pattern: /\/(?:webhooks|interactions)\/[0-9]{15,21}\/([A-Za-z0-9_.-]{20,})/g,
    after: 0,
  },
  { name: 'github token', pattern: /gh[oprsu]_[A-Za-z0-9]{30,}/g, after: 0 },
  { name: 'github fine-grained token', pattern: /github_pat_[A-Za-z0-9_]{22,}/g, after: 0 },
  {
    name: 'gitlab token',
    pattern: /gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|oas)-[A-Za-z0-9_.-]{20,}/g,
    after: 0,
  },
  { name: 'aws key id', pattern: /(?<![A-Z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Z0-9])/g, after: 0 },
  {
    name: 'aws secret key',
    pattern:
      /aws_?(?:secret_?access_?key|session_?token)["']{0,2}\s{0,3}[:=]\s{0,3}["']{0,2}([A-Za-z0-9/+=]{40,})/gi,
    after: 0,
  },
  {
    name: 'openai key',
    pattern: /(?<![A-Za-z0-9_-])sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{32,})/g,
    after: 0,
  },
  {
    // Header and payload are JSON objects. It begins where a word does, so that each word is looked at once.
    name: 'json web token',
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
    after: 0,
  },
  { name: 'model key', pattern: /sk-ant-[A-Za-z0-9_-]{8,}/g, after: 0 },
  { name: 'key header', pattern: /x-api-key["']{0,2}\s{0,3}[:=,]\s{0,3}["']{0,2}([^\s"',]{8,})/gi, after: 0 },
  {
    name: 'authorization header',
    pattern:
      /authorization["']{0,2}\s{0,3}[:=,]\s{0,3}["']{0,2}(?:bearer|basic|bot|token)\s{1,3}([^\s"',]{6,})/gi,
    after: 0,
  },
  // Sixteen, so that "bearer authentication" in a text about APIs stays readable.
  { name: 'bearer', pattern: /bearer\s{1,3}([A-Za-z0-9._~+/=-]{16,})/gi, after: 0 },
  {
    // Up to the last @ of the word: a password that should have been encoded may hold one, or a slash.
    name: 'database password',
    pattern: /postgres(?:ql)?:\/\/[^\s:@/]{0,200}:([^\s]{1,400})@/g,
    after: 1,
  },
  { name: 'password in a URL', pattern: /:\/\/[^\s:@/]{0,200}:([^\s@/]{1,400})@/g, after: 1 },
];

/** Where tokens of one shape stand in a text. */
export function tokenRanges(text: string, shape: TokenShape): Range[] {
  const ranges: Range[] = [];
  for (const match of text.matchAll(shape.pattern)) {
    const secret = match[1] ?? match[0];
    const end = match.index + match[0].length - shape.after;
    ranges.push({ start: end - secret.length, end });
  }
  return ranges;
}

const KEY_BEGINS = 'PRIVATE KEY-----';
const KEY_ENDS = '-----END';
/** Characters of a private key whose end is not there, as in a text that was cut. */
const MAX_KEY_CHARACTERS = 20_000;

/** Where the content of private keys in PEM stands; searched for by hand, because its length has no bound to speak of. */
export function privateKeyRanges(text: string): Range[] {
  const ranges: Range[] = [];
  let from = 0;
  let nextEnd = 0;
  for (;;) {
    const header = text.indexOf(KEY_BEGINS, from);
    if (header === -1) return ranges;
    const start = header + KEY_BEGINS.length;
    from = start;
    // The end of a key has the same words.
    if (!text.slice(Math.max(0, header - 40), header).includes('-----BEGIN')) continue;
    if (nextEnd !== -1 && nextEnd < start) nextEnd = text.indexOf(KEY_ENDS, start);
    const end = nextEnd === -1 ? Math.min(text.length, start + MAX_KEY_CHARACTERS) : nextEnd;
    ranges.push({ start, end });
    from = end;
  }
}
