/** A range in a text, from `start` up to but not including `end`. */
export interface Range {
  start: number;
  end: number;
}

/**
 * Tokens that are known by their form. The secret is the first group, or the whole match without one, and ends with the match.
 * Each expression starts at a fixed word, or is bounded in length, and ends with the run that is the secret: an attempt that
 * fails has looked at a bounded number of characters, so it is linear on any text (A15). Slack's signing secret is plain
 * hexadecimal, like many harmless things, and is found by its configured value only.
 */
export const TOKEN_SHAPES: Readonly<Record<string, RegExp>> = {
  'slack token': /xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}/g,
  'slack app token': /xapp-[A-Za-z0-9-]{8,}/g,
  'slack webhook': /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9_/-]{8,})/g,
  // Base64 of the application's id (17 to 20 digits), of a time, and the signature.
  'discord bot token': /[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/g,
  'discord webhook or interaction': /\/(?:webhooks|interactions)\/[0-9]{15,21}\/([A-Za-z0-9_.-]{20,})/g,
  'github token': /gh[oprsu]_[A-Za-z0-9]{30,}/g,
  'github fine-grained token': /github_pat_[A-Za-z0-9_]{22,}/g,
  'gitlab token': /gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|oas)-[A-Za-z0-9_.-]{20,}/g,
  'aws key id': /(?<![A-Z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Z0-9])/g,
  'aws secret key':
    /aws_?(?:secret_?access_?key|session_?token)["']{0,2}\s{0,3}[:=]\s{0,3}["']{0,2}([A-Za-z0-9/+=]{40,})/gi,
  'openai key': /(?<![A-Za-z0-9_-])sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{32,})/g,
  'google key': /(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}/g,
  'google access token': /(?<![A-Za-z0-9_-])ya29\.[A-Za-z0-9_-]{20,}/g,
  'npm token': /(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}/g,
  'stripe key': /(?<![A-Za-z0-9_])(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,}/g,
  'azure key': /(?:Account|SharedAccess|Access)Key=([A-Za-z0-9+/]{40,}={0,2})/g,
  'azure signature': /[?&]sig=([A-Za-z0-9%+/=_-]{20,})/g,
  // Header and payload are JSON objects. It begins where a word does, so that each word is looked at once.
  'json web token': /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  'charrette token': /(?<![A-Za-z0-9_-])chr[tsol]_[A-Za-z0-9_-]{20,}/g,
  'model key': /sk-ant-[A-Za-z0-9_-]{8,}/g,
  'key header': /x-api-key["']{0,2}\s{0,3}[:=,]\s{0,3}["']{0,2}([^\s"',]{8,})/gi,
  'authorization header':
    /authorization["']{0,2}\s{0,3}[:=,]\s{0,3}["']{0,2}(?:bearer|basic|bot|token)\s{1,3}([^\s"',]{6,})/gi,
  // Sixteen, so that "bearer authentication" in a text about APIs stays readable.
  bearer: /bearer\s{1,3}([A-Za-z0-9._~+/=-]{16,})/gi,
  // A word behind a sign on its line, and not the sentence *the password is …*: that names none.
  password:
    /(?<![A-Za-z0-9])pass(?:word|wd|phrase)["']{0,2}[ \t]{0,3}[:=][ \t]{0,3}["']{0,2}([^\s"',;&<>]{6,})/gi,
  // Up to the last @ of the word: a password that should have been encoded may hold one, or a slash.
  'database password': /postgres(?:ql)?:\/\/[^\s:@/]{0,200}:([^\s]{1,400})(?=@)/g,
  'password in a URL': /:\/\/[^\s:@/]{0,200}:([^\s@/]{1,400})(?=@)/g,
};

/** Finds tokens of one shape in a text. */
export function tokenRanges(text: string, shape: RegExp): Range[] {
  return Array.from(text.matchAll(shape), ({ 0: match, 1: secret = match, index }) => {
    const end = index + match.length;
    return { start: end - secret.length, end };
  });
}

const KEY_BEGINS = 'PRIVATE KEY-----';
const KEY_ENDS = '-----END';
/** Characters of a private key without its end, as in a text that was cut. */
const MAX_KEY_CHARACTERS = 20_000;

/** Finds the content of private keys in PEM, by hand, because its length has no bound to speak of. */
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
