import { describe, expect, test } from 'vitest';
import { createRedactor, REDACTED, TOKEN_SHAPES } from '#support/redact.ts';

const run = (letters: string, length: number) => letters.repeat(length).slice(0, length);
const HEX = run('0123456789abcdef', 64);
const MIXED = run('aB3dE5fG7hJ9', 80);

/** One for each shape: the text, and what stays of it. None is real. */
const TOKENS: Record<keyof typeof TOKEN_SHAPES, readonly [text: string, left: string]> = {
  'model key': [`sk-ant-api03-${MIXED}`, REDACTED],
  'Google key': [`AIza${MIXED.slice(0, 35)}`, REDACTED],
  'Groq, Hugging Face, npm or xAI key': [`gsk_${MIXED}`, REDACTED],
  'Stripe key': [`sk_live_${MIXED.slice(0, 24)}`, REDACTED],
  'Slack token': ['xoxb-123456789012-abcdefghijkl', REDACTED],
  'Slack webhook': [
    'https://hooks.slack.com/services/T0/B0/abcdefghijkl',
    `https://hooks.slack.com/services/${REDACTED}`,
  ],
  'Discord token': [`M${MIXED.slice(0, 25)}.Gabcde.${MIXED.slice(0, 38)}`, REDACTED],
  'Discord webhook': [
    `https://discord.com/api/webhooks/123456789012345678/${MIXED}`,
    `https://discord.com/api/webhooks/123456789012345678/${REDACTED}`,
  ],
  'GitHub token': [`ghp_${MIXED.slice(0, 36)}`, REDACTED],
  'GitHub fine-grained token': [`github_pat_${MIXED}`, REDACTED],
  'GitLab token': [`glpat-${MIXED.slice(0, 20)}`, REDACTED],
  'AWS key id': [`AKIA${run('ABCDEFGH234', 16)}`, REDACTED],
  'AWS secret key': [
    `aws_secret_access_key = ${MIXED.slice(0, 40)}`,
    `aws_secret_access_key = ${REDACTED}`,
  ],
  'JSON web token': [`eyJ${MIXED}.eyJ${MIXED}.${HEX}`, REDACTED],
  'private key': [
    `-----BEGIN RSA PRIVATE KEY-----\n${MIXED}\n${MIXED}\n-----END RSA PRIVATE KEY-----`,
    `-----BEGIN RSA PRIVATE KEY-----${REDACTED}-----END RSA PRIVATE KEY-----`,
  ],
  'authorization header': [`Authorization: Bearer ${HEX}`, `Authorization: Bearer ${REDACTED}`],
  'password in a URL': [
    'postgres://charrette:pa:ss@db:5432/x',
    `postgres://charrette:${REDACTED}@db:5432/x`,
  ],
};

describe('D6: a configured secret', () => {
  const secret = 'p"ä/ss\\word+1';
  const redact = createRedactor([secret, 'abc', 'longer than p"ä/ss\\word+1']);

  test.each([
    ['plain', secret],
    ['in JSON', JSON.stringify({ secret }).slice(11, -2)],
    ['in a URL', encodeURIComponent(secret)],
    ['in base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
    ['within another secret', 'longer than p"ä/ss\\word+1'],
  ])('is taken out %s', (_how, text) => {
    expect(redact(`before ${text} after ${text}`)).toBe(`before ${REDACTED} after ${REDACTED}`);
  });

  test('of less than six characters is not searched for', () => {
    expect(redact('abcdef')).toBe('abcdef');
  });
});

describe('D6: a token of a well-known shape', () => {
  const redact = createRedactor([]);

  test.each(Object.entries(TOKENS))('%s is taken out', (_shape, [text, left]) => {
    expect(redact(`a ${text} b`)).toBe(`a ${left} b`);
  });

  test('has an example for each shape', () => {
    expect(Object.keys(TOKENS)).toEqual(Object.keys(TOKEN_SHAPES));
  });

  test('leaves a line of JSON one', () => {
    for (const [text] of Object.values(TOKENS)) {
      const line = JSON.stringify({ text, more: 'words', nested: JSON.stringify({ text }) });
      expect(JSON.parse(redact(line))).toMatchObject({ more: 'words' });
      expect(redact(line)).not.toContain(MIXED.slice(0, 20));
    }
  });

  test('is not seen in code, ids and prose', () => {
    const harmless = [
      `const token: SlackToken = readToken(process.env.SLACK_BOT_TOKEN);`,
      'a task-list-that-is-long-and-has-hyphens sk-learn-estimators-and-pipelines',
      'dsn_0198c0de-0000-7000-8000-000000000000 at commit 08aa12934f5e6d7c8b9a0f1e2d3c4b5a69788776',
      'https://example.com:8080/path?at=me@example.com',
      'Authorization: Bearer <token>',
    ].join('\n');
    expect(redact(harmless)).toBe(harmless);
  });

  test('A15: is searched for in linear time on any text', () => {
    const starts = ['sk-a', 'eyJa.eyJa', 'xoxb-', '://a:', 'AKIA', '-----BEGIN PRIVATE KEY-----a'];
    const measure = (repeats: number): number => {
      const texts = [...starts, 'authorization:', 'aws_secret_access_key=', 'M', 'ghp_', ' '];
      const before = process.threadCpuUsage();
      for (const text of texts) redact(text.repeat(repeats));
      return process.threadCpuUsage(before).user / 1_000;
    };
    measure(100);
    // Ten times the text, by processor time: a quadratic search takes a hundred times as long.
    const small = Math.max(...[1, 2, 3].map(() => measure(2_000)), 1);
    const large = Math.min(...[1, 2, 3].map(() => measure(20_000)));
    expect(large / small).toBeLessThan(50);
  });
});
