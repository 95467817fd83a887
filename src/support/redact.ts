/**
 * Takes secrets out of text on its way into a log, diagnostics, or what a repository tool returns
 * (D6): the configured values, and tokens that are known by their shape. People's words do not pass
 * through here.
 *
 * @example const redact = createRedactor([settings.slackBotToken]); redact(stderr);
 */

export type Redact = (text: string) => string;

export const REDACTED = '[redacted]';

/** A shorter value would be found in ordinary words. */
const SHORTEST_SECRET = 6;

/**
 * Each begins with a fixed word and goes on with a run that ends at the first other character, or
 * is bounded: linear on any text (A15). None matches a quotation mark, or half of an escape, so that
 * a line of JSON stays one. The secret is the group `secret`, or the whole match.
 */
export const TOKEN_SHAPES: Readonly<Record<string, RegExp>> = {
  'model key': /(?<![\w-])sk-(?=[\w-]{0,60}\d)[\w-]{20,}/g,
  'Google key': /(?<![\w-])AIza[\w-]{35}/g,
  'Groq, Hugging Face, npm or xAI key': /(?<![\w-])(?:gsk_|hf_|npm_|xai-)[A-Za-z0-9]{30,}/g,
  'Stripe key': /(?<![\w-])[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/g,
  'Slack token': /(?<![\w-])(?:xox[a-z]|xapp)-[A-Za-z0-9-]{8,}/g,
  'Slack webhook': /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[\w/-]{8,})/g,
  'Discord token': /(?<![\w-])[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,}/g,
  'Discord webhook': /\/(?:webhooks|interactions)\/\d{15,21}\/(?<secret>[\w.-]{20,})/g,
  'GitHub token': /(?<![\w-])gh[oprsu]_[A-Za-z0-9]{30,}/g,
  'GitHub fine-grained token': /(?<![\w-])github_pat_\w{22,}/g,
  'GitLab token': /(?<![\w-])gl(?:pat|dt|rt|ptt|soat)-[\w.-]{20,}/g,
  'AWS key id': /(?<![A-Z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Z0-9])/g,
  'AWS secret key':
    /aws_?(?:secret_?access_?key|session_?token)["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>[A-Za-z0-9/+=]{40,})/gi,
  'JSON web token': /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g,
  'private key':
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?<secret>(?:[A-Za-z0-9+/=\s]|\\{1,4}[nr]){40,20000})/g,
  'authorization header':
    /authorization\\?["']?\s{0,3}[:=,]\s{0,3}\\?["']?(?:bearer|basic|bot|token)\s{1,3}(?<secret>[\w.~+/=-]{6,})/gi,
  'password in a URL': /:\/\/[^\s:@/"\\]{0,200}:(?<secret>[^\s@/"\\]{1,400})(?=@)/g,
};

const SHAPES = Object.values(TOKEN_SHAPES);

export function createRedactor(secrets: readonly string[]): Redact {
  const forms = [
    ...new Set(secrets.filter((each) => each.length >= SHORTEST_SECRET).flatMap(formsOf)),
    // The longer first: a form may hold a shorter one.
  ].sort((one, other) => other.length - one.length);
  return (text) => {
    let clean = text;
    for (const form of forms) clean = clean.replaceAll(form, REDACTED);
    for (const shape of SHAPES) clean = clean.replace(shape, hideSecret);
    return clean;
  };
}

function formsOf(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
}

/** Called by `replace`, which passes the named groups last. */
function hideSecret(match: string, ...rest: unknown[]): string {
  const groups = rest.at(-1);
  const secret =
    typeof groups === 'object' && groups !== null && 'secret' in groups ? groups.secret : match;
  return typeof secret === 'string' ? match.replace(secret, () => REDACTED) : REDACTED;
}
