import { describe, expect, it } from 'vitest';
import {
  createRedactor,
  REDACTED,
  redactIn,
  TOKEN_SHAPES,
  VENDOR_KEYS,
} from '../../src/foundation/redaction.ts';
import { differences } from '../support/designs/differences.ts';
import { atNight } from '../support/runner/whole.ts';

const SECRET = 'p@ss/wörd "quoted"+1';

describe('configured values', () => {
  const redact = createRedactor([SECRET]);

  const WRITTEN = [
    ['plain', SECRET],
    ['in a URL', encodeURIComponent(SECRET)],
    ['in a URL with small letters in its escapes', encodeURIComponent(SECRET).toLowerCase()],
    ['in a form', new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 for URLs', Buffer.from(SECRET).toString('base64url')],
    ['in hex', Buffer.from(SECRET).toString('hex')],
    ['in capital hex', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['in a URL within a URL', encodeURIComponent(encodeURIComponent(SECRET))],
    ['in base64 of base64', Buffer.from(Buffer.from(SECRET).toString('base64')).toString('base64')],
  ] as const;

  it('D6: a configured secret is taken out in whatever way it is written', () => {
    const wrong = differences(WRITTEN, ([, written]) => {
      expect(redact(`before ${written} after`)).toBe(`before ${REDACTED} after`);
    });
    expect(wrong).toEqual([]);
  });

  it('D6: a text is searched again each time while it has a secret, beside any number that have none', () => {
    const again = createRedactor([SECRET]);
    const texts = Array.from({ length: 40 }, (_, index) => `${index} ${'words '.repeat(10_000)}`);
    for (const text of [...texts, ...texts]) {
      expect(again(`${text}${SECRET}`)).toBe(`${text}${REDACTED}`);
      expect(again(text)).toBe(text);
    }
  });

  it('D6: a configured secret within longer base64 is taken out, wherever it begins', () => {
    const wrong = differences(['', 'u', 'us', 'user:', 'a-longer-user:'], (before) => {
      const long = 'correct-horse-battery-staple';
      const encoded = Buffer.from(`${before}${long}:and more`).toString('base64');
      const redacted = createRedactor([long])(`Basic credentials ${encoded}`);
      expect(redacted).toContain(REDACTED);
      const left = redacted.replace('Basic credentials ', '').split(REDACTED);
      for (const part of left)
        expect(Buffer.from(part, 'base64').toString('latin1')).not.toMatch(/horse|staple/);
    });
    expect(wrong).toEqual([]);
  });

  it('D6: a secret split over two fields or messages leaves less than half in either', () => {
    const secret = 'kX3v-91QzT_muLw7-pR2dYb8hJ';
    const redactLong = createRedactor([secret]);
    const left = (part: string) =>
      redactLong(`say ${part}, and`).replace(REDACTED, '').length - 'say , and'.length;
    for (let at = 0; at <= secret.length; at += 1) {
      const both = [secret.slice(0, at), secret.slice(at)].map(left);
      expect(Math.max(...both), `split at ${at}`).toBeLessThan(secret.length / 2);
    }
    expect(redactLong('kX3v-91QzT is no half of it')).toContain('kX3v-91QzT');
  });

  it('D6: two secrets that overlap, or one inside another, leave nothing', () => {
    const redactBoth = createRedactor(['abcdefgh', 'efghijkl', 'cdefgh']);
    expect(redactBoth('x abcdefghijkl y')).toBe(`x ${REDACTED} y`);
    expect(redactBoth('cdefgh')).toBe(REDACTED);
  });

  it('D6: a secret of fewer than six characters is not searched for, one of six is', () => {
    const redactShort = createRedactor(['', 'abc', 'abcde', 'abcdef']);
    expect(redactShort('abc abcde')).toBe('abc abcde');
    expect(redactShort('abcdef')).toBe(REDACTED);
  });

  it.each(['\u200b', '\u00ad', '\u2060', '\ufe0f', '\u0007', '\u{e0041}', '\u200b\u200d'])(
    'D6: a secret with characters between its letters that nobody sees is taken out whole: %j',
    (hidden) => {
      const apart = (secret: string) => [...secret].join(hidden);
      expect(redact(`a${hidden}b ${apart(SECRET)} c${hidden}d`)).toBe(
        `a${hidden}b ${REDACTED} c${hidden}d`,
      );
      expect(redact(`x ${apart(`ghp_${'a1B2'.repeat(9)}`)}!`)).toBe(`x ${REDACTED}!`);
      expect(redact(`a family 👩\u200d👧, co\u00adoperate, ✔\ufe0f`)).toBe(
        `a family 👩\u200d👧, co\u00adoperate, ✔\ufe0f`,
      );
    },
  );

  it.each([
    ['a word', 'hunter2', 'hunter2_token'],
    ['an id', '4a0f-9c3e', '0197c3c2-6a5c-4a0f-9c3e-1a2b3c4d5e6f'],
    ['hex of a short one', 'pässword', Buffer.from('pässword').toString('hex')],
    ['half of a long one', 'abcdefghijklmnopqrstuvwxyz01', 'q_abcdefghijklmnop'],
  ])('D6: a secret is taken out of short texts that otherwise hold none: %s', (_, secret, text) => {
    expect(createRedactor([])(text)).toBe(text);
    expect(createRedactor([secret])(text)).toContain(REDACTED);
  });

  it('D6: a token has at least twenty characters if it is a word', () => {
    const [ofAws, word] = [`AKIA${'Q'.repeat(16)}`, `AKIA${'Q'.repeat(15)}`];
    expect([ofAws, word].map(createRedactor([]))).toEqual([REDACTED, word]);
  });

  it('D6: a secret may hold characters that mean something in an expression', () => {
    expect(createRedactor(['.*$^[a](b)'])('say .*$^[a](b) and other')).toBe(
      `say ${REDACTED} and other`,
    );
  });

  it('a text without secrets stays as it is', () => {
    const text =
      'Should the job queue move from Redis to Postgres? See src/queue.ts:12@0123456789ab.';
    expect(redact(text)).toBe(text);
  });
});

/** Random for a reader, and of no vendor. */
const HIDDEN = 'q7Rt2LxW9cVb4NmK0pZd';

const JWT = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2lnbmF0dXJl-_1'].join('.');
const PEM = (what: 'BEGIN' | 'END') => `-----${what} RSA ${'PRIVATE'} KEY-----`;

/** Assembled here, so that no file of this project holds anything that looks like a live token. */
const DISCORD = ['MTA5ODc2NTQzMjEwOTg3NjU0', 'GaBcDe', `${'x'.repeat(19)}-${'y'.repeat(18)}`].join(
  '.',
);

describe('tokens by their form', () => {
  const redact = createRedactor([]);

  const TOKENS = [
    ['a Slack bot token', `token ${'xox'}b-1234567890-abcdefGHIJ done`, `token ${REDACTED} done`],
    ['a Slack user token', `${'xox'}p-1234567890-abcdefGHIJ`, REDACTED],
    ['a Slack refresh token', `${'xoxe'}.xoxp-1-Mi0yLTM0NTY3ODkw`, REDACTED],
    ['a Slack app token', `${'xapp'}-1-A0123456789-9876543210-abcdef0123456789`, REDACTED],
    [
      'a Slack webhook',
      'POST https://hooks.slack.com/services/T00000000/B00000000/abcdefghij failed',
      `POST https://hooks.slack.com/services/${REDACTED} failed`,
    ],
    ['a Discord bot token', `login with ${DISCORD}!`, `login with ${REDACTED}!`],
    [
      'a Discord interaction',
      `https://discord.com/api/v10/interactions/123456789012345678/${'aW50'.repeat(10)}/callback`,
      `https://discord.com/api/v10/interactions/123456789012345678/${REDACTED}/callback`,
    ],
    [
      'a key of the model API',
      `key=${'sk-ant'}-api03-abcDEF_123-xyz, next`,
      `key=${REDACTED}, next`,
    ],
    ['a key header', `{"x-api-key":"0123456789abcdef"}`, `{"x-api-key":"${REDACTED}"}`],
    ['a bearer header', 'Authorization: Bearer abc123', `Authorization: Bearer ${REDACTED}`],
    [
      'a bearer header in JSON',
      '"authorization":"Bearer abc.def-123"',
      `"authorization":"Bearer ${REDACTED}"`,
    ],
    ['a bearer token by itself', 'bearer 0123456789abcdef0123', `bearer ${REDACTED}`],
    ['a bot header', 'authorization: Bot abcdef123', `authorization: Bot ${REDACTED}`],
    [
      'a database password',
      'postgres://charrette:hunter2@db.example:5432/charrette',
      `postgres://charrette:${REDACTED}@db.example:5432/charrette`,
    ],
    [
      'a database password with characters that should have been encoded',
      'postgresql://charrette:hun/t@er2@db/charrette is unreachable',
      `postgresql://charrette:${REDACTED}@db/charrette is unreachable`,
    ],
    ['a GitHub token', `token ${'ghp'}_${'a1B2'.repeat(9)} done`, `token ${REDACTED} done`],
    ['a fine-grained GitHub token', `${'github_pat'}_11ABCDEFG0${'x'.repeat(20)}_y`, REDACTED],
    ['a GitLab token', `glab ${'glpat'}-abcDEF123_-x4567890ab`, `glab ${REDACTED}`],
    ['an AWS key id', `id ${'AKIA'}IOSFODNN7EXAMPLE here`, `id ${REDACTED} here`],
    [
      'an AWS secret key',
      `aws_secret_access_key = ${'wJalrXUtnFEMI/K7MDENG/'}bPxRfiCYEXAMPLEKEY`,
      `aws_secret_access_key = ${REDACTED}`,
    ],
    ['an OpenAI key', `OPENAI=${'sk'}-${'aB3d'.repeat(12)};`, `OPENAI=${REDACTED};`],
    ['a project key of OpenAI', `${'sk'}-proj-${'aB3_'.repeat(12)}`, REDACTED],
    ['a Google key', `key ${'AIza'}${'Sy0_-'.repeat(7)} here`, `key ${REDACTED} here`],
    ['a Google access token', `${'ya29'}.a0Af_-${'x'.repeat(20)}`, REDACTED],
    [
      'an npm token',
      `//registry.example/:_authToken=${'npm'}_${'aB3d'.repeat(9)}`,
      `//registry.example/:_authToken=${REDACTED}`,
    ],
    [
      'a Stripe key',
      `${'sk'}_live_${'aB3d'.repeat(6)} and ${'whsec'}_${'aB3d'.repeat(6)}`,
      `${REDACTED} and ${REDACTED}`,
    ],
    [
      'an Azure storage key',
      `AccountName=a;${'Account'}Key=${'aB3+'.repeat(21)}==;EndpointSuffix=x`,
      `AccountName=a;AccountKey=${REDACTED};EndpointSuffix=x`,
    ],
    [
      'an Azure signature',
      `https://x.example/b?sv=1&${'sig'}=${'aB3%2F'.repeat(8)}`,
      `https://x.example/b?sv=1&sig=${REDACTED}`,
    ],
    [
      'a password in a setting',
      'db.password=hunter22 and PASSWORD: "correct horse"',
      `db.password=${REDACTED} and PASSWORD: "${REDACTED} horse"`,
    ],
    [
      'a key beside its vendor',
      `Mailgun: key-${'a1'.repeat(16)}, curl --user 'api:key-${'b2'.repeat(16)}', mailchimp ${'0a'.repeat(16)}-us12, TWILIO_SID=SK${'0a'.repeat(16)}`,
      `Mailgun: ${REDACTED}, curl --user 'api:${REDACTED}', mailchimp ${REDACTED}, TWILIO_SID=${REDACTED}`,
    ],
    [
      'a secret by its name',
      `GET /v1?api_key=${HIDDEN}&q=1 client_secret=${HIDDEN}; "apiKey": "${HIDDEN}", auth-token: ${HIDDEN}`,
      `GET /v1?api_key=${REDACTED}&q=1 client_secret=${REDACTED}; "apiKey": "${REDACTED}", auth-token: ${REDACTED}`,
    ],
    [
      'a secret in a variable',
      `OPENAI_API_KEY=${HIDDEN}\nVERCEL_TOKEN="${HIDDEN}"\nexport AZURE_CLIENT_SECRET='${HIDDEN}'\nPGPASSWORD=hunter22`,
      `OPENAI_API_KEY=${REDACTED}\nVERCEL_TOKEN="${REDACTED}"\nexport AZURE_CLIENT_SECRET='${REDACTED}'\nPGPASSWORD=${REDACTED}`,
    ],
    ['a JSON web token', `jwt ${JWT} ok`, `jwt ${REDACTED} ok`],
    [
      'a private key',
      `x\n${PEM('BEGIN')}\nMIIEow\nabc+/=\n${PEM('END')}\ny`,
      `x\n${PEM('BEGIN')}${REDACTED}${PEM('END')}\ny`,
    ],
    [
      'a private key that was cut',
      `${PEM('BEGIN')}\nProc-Type: 4,ENCRYPTED\n\nMII`,
      `${PEM('BEGIN')}${REDACTED}`,
    ],
    ['a token of the API', `x=chrt_${'aB3-_'.repeat(8)}abc.`, `x=${REDACTED}.`],
    ['a password in another URL', 'redis://:hunter2@cache:6379', `redis://:${REDACTED}@cache:6379`],
  ] as const;

  it('D6: a token of any known form is taken out, configured or not', () => {
    expect(
      differences(TOKENS, ([, text, expected]) => expect(redact(text)).toBe(expected)),
    ).toEqual([]);
  });

  /** Made up; each has the shortest form. */
  const VENDORS: Readonly<Record<string, string>> = {
    '1Password': `ops_eyJ${'aB+/'.repeat(15)}`,
    Age: `AGE-SECRET-KEY-1${'Q2'.repeat(29)}`,
    Airtable: `pat${'aB'.repeat(7)}.${'0a'.repeat(32)}`,
    Atlassian: `ATATT3${'aB_-='.repeat(12)}`,
    Buildkite: `bkua_${'0a'.repeat(20)}`,
    Cerebras: `csk-${'a1'.repeat(20)}`,
    Charrette: `chrt_${'aB3-_'.repeat(4)}`,
    CircleCI: `CCIPAT_${'aB1z'.repeat(5)}_${'0a'.repeat(20)}`,
    Cloudflare: `cfut_${'aB1z'.repeat(10)}`,
    Databricks: `dapi${'0a'.repeat(16)}`,
    DigitalOcean: `dop_v1_${'0a'.repeat(32)}`,
    Docker: `dckr_pat_${'aB-'.repeat(9)}`,
    Doppler: `dp.pt.${'aB1z'.repeat(10)}`,
    ElevenLabs: `sk_${'0a'.repeat(24)}`,
    Entra: `aB~8Q~${'aB_.'.repeat(7)}~-z`,
    Figma: `figd_${'aB_-'.repeat(10)}`,
    Firecrawl: `fc-${'0a'.repeat(16)}`,
    Fireworks: `fw_${'aB'.repeat(11)}`,
    Fly: `fm2_${'aB+/'.repeat(10)}`,
    Google: `AIza${'Sy0_-'.repeat(7)}`,
    Grafana: `glsa_${'aB'.repeat(16)}_0a0a0a0a`,
    Groq: `gsk_${'aB1z'.repeat(13)}`,
    Heroku: `HRKU-${'0a0a'.repeat(9)}`,
    'Hugging Face': `hf_${'aB'.repeat(16)}`,
    Jina: `jina_${'aB1_'.repeat(10)}`,
    Langfuse: `sk-lf-${'0a'.repeat(4)}-0a0a-0a0a-0a0a-${'0a'.repeat(6)}`,
    LangSmith: `lsv2_pt_${'0a'.repeat(16)}_${'0a'.repeat(5)}`,
    Linear: `lin_api_${'aB'.repeat(20)}`,
    LiteLLM: `sk-${'aB_-1z'.repeat(3)}wQ7x`,
    Mailgun: `key-${'0a'.repeat(16)}`,
    Neon: `napi_${'a1b2'.repeat(10)}`,
    Netlify: `nfp_${'aB1z'.repeat(9)}`,
    'New Relic': `NRAK-${'A1B'.repeat(9)}`,
    Notion: `ntn_${'aB1z'.repeat(10)}`,
    npm: `npm_${'aB3d'.repeat(9)}`,
    NVIDIA: `nvapi-${'aB_-'.repeat(15)}`,
    OpenAI: `sk-${'ab3d'.repeat(8)}`,
    OpenRouter: `sk-or-v1-${'0a'.repeat(32)}`,
    Perplexity: `pplx-${'aB1z'.repeat(10)}`,
    Pinecone: `pcsk_aB1zQ_${'aB'.repeat(25)}`,
    PlanetScale: `pscale_tkn_${'aB_.'.repeat(8)}`,
    Postman: `PMAK-${'0a'.repeat(12)}-${'0a'.repeat(17)}`,
    PyPI: `pypi-AgE${'aB_-z'.repeat(10)}`,
    Replicate: `r8_${'aB'.repeat(18)}1`,
    RubyGems: `rubygems_${'0a'.repeat(24)}`,
    SendGrid: `SG.${'aB'.repeat(11)}.${'aB_-'.repeat(10)}aBc`,
    Sentry: `sntryu_${'0a'.repeat(32)}`,
    Shopify: `shpat_${'0a'.repeat(16)}`,
    Square: `sq0atp-${'aB'.repeat(11)}`,
    Stripe: `sk_live_${'aB3d'.repeat(4)}`,
    Supabase: `sbp_${'0a'.repeat(20)}`,
    Tailscale: `tskey-auth-${'aB1z'.repeat(3)}-${'aB1z'.repeat(4)}`,
    Tavily: `tvly-${'aB1z'.repeat(6)}`,
    Telegram: `1234567890:AA${'aB_'.repeat(11)}`,
    Terraform: `${'aB'.repeat(7)}.atlasv1.${'aB_-'.repeat(15)}`,
    Together: `tgp_v1_${'aB_-'.repeat(10)}`,
    Vault: `hvs.${'aB_-'.repeat(6)}`,
    Vercel: `vcp_${'aB1z'.repeat(6)}`,
    Voyage: `pa-${'aB_-'.repeat(10)}`,
    xAI: `xai-${'aB1z'.repeat(20)}`,
  };

  it.each(Object.keys(VENDOR_KEYS))(
    'D6: a key of %s is taken out, and one that is too short is none',
    (vendor) => {
      const key = VENDORS[vendor] ?? '';
      expect(redact(`say ${key}, "${key}"`)).toBe(`say ${REDACTED}, "${REDACTED}"`);
      expect(redact(key.slice(0, key.length / 3))).not.toContain(REDACTED);
    },
  );

  it('hashes, ids and citations are no keys', () => {
    const text = [
      '0123456789abcdef0123456789abcdef01234567 d41d8cd98f00b204e9800998ecf8427e src/queue.ts:12@0123456789ab',
      '45781c68-0f0c-4f5e-9a57-0123456789ab sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'hf_hub_download gsk_buff key-value-store SK_DISPATCH patch.diff fm2_radio do_v1_migration hvs.md SG.size',
      '@scope/package@1.2.3 sha512-oh4kRcs1FNjcmzbJ8gV9Jq6m0Q1XEDE2YTiBSbAZbRFhVjDHRZRQ7dMk',
    ].join('\n');
    expect(redact(text)).toBe(text);
  });

  it('code, placeholders and words are no secrets', () => {
    const text = [
      `${'0a'.repeat(16)}-us1 SK${'0a'.repeat(16)}`,
      'ANTHROPIC_API_KEY=\nCHARRETTE_METRICS_TOKEN=\nDB_PASSWORD:\n  reader: three',
      'password: string; password: process.env.DB_PASSWORD, password=config.password) passwordHash: read(',
      `Authorization: Bearer <token>, Bearer \${TOKEN}, bearer authentication-for-oauth2-clients`,
      `Authorization: Bearer \${TOKEN}, x-api-key: $API_KEY_OF_CI`,
      `OPENAI_API_KEY=your-api-key-goes-here API_TOKEN=REPLACE_ME_WITH_A_TOKEN TOKEN_KEY=\${{ secrets.KEY_2024 }}`,
      'apiKey: process.env.OPENAI_API_KEY, secret: await readSecret(1), SECRET_KEY=/run/secrets/key_2024',
      `CACHE_KEY=${HIDDEN} max_tokens=100000000000000000 api_key="{{ api_key_of_2024 }}" primary_key=orders_by_day_2024`,
      `password: "<your password>" passphrase=[your passphrase] sk-Some-Component-Of-2024 pa-${'word-'.repeat(9)}x`,
    ].join('\n');
    expect(redact(text)).toBe(text);
  });

  it('D6: a key with the escapes and asterisks of Markdown between its letters is taken out', () => {
    const key = `sk-proj-${'aB3_'.repeat(12)}`;
    const escaped = key.replaceAll(/[-_]/g, '\\$&');
    const emphasized = `${key.slice(0, 12)}**${key.slice(12, 20)}**${key.slice(20)}`;
    expect(redact(`*say* ${escaped}, ${emphasized} \\- *done*`)).toBe(
      `*say* ${REDACTED}, ${REDACTED} \\- *done*`,
    );
    expect(redact('**password:** hunter22')).toBe(`**password:** ${REDACTED}`);
  });

  it('ordinary sentences about such things stay readable', () => {
    const text =
      'Use bearer authentication; postgres://db:5432/jobs needs no password; mail a@b.example; xoxb- is a prefix; sk-learn-compatible-estimators-and-more; a task-based-approach-to-everything-there-is; a PRIVATE KEY-----.';
    expect(redact(text)).toBe(text);
  });

  it('every form has a case above', () => {
    expect(Object.keys(TOKEN_SHAPES)).toHaveLength(24);
  });
});

describe('cost', () => {
  const redact = createRedactor(['aaaaaaaaab', 'abababababac', SECRET]);
  const repeat = (piece: string) => piece.repeat(Math.ceil(1_000_000 / piece.length));

  // An expression that is quadratic takes minutes on a megabyte; the bound is the test's own time.
  const PIECES = [
    'a',
    'ab',
    'xoxb',
    'xoxb-a',
    'xapp-',
    `M${'a'.repeat(26)}.`,
    `M${'a'.repeat(24)}.aaaaaa.`,
    'M',
    'sk-ant-',
    'sk-',
    'ghp_a',
    'eyJ',
    'eyJaaaaaaaa.',
    'eyJaaaaaaaa.eyJaaaaaaaa.',
    'aws_secret_access_key=',
    'api_key=a.',
    'password=a.',
    'A_KEY=',
    'sk-a',
    'mailchimp',
    'api:',
    '**\\-',
    'bearer a-a',
    '-----BEGIN PRIVATE KEY-----',
    'PRIVATE KEY-----',
    '-----BEGIN ',
    'bearer ',
    'authorization: ',
    '/webhooks/123456789012345678/',
    '://a:',
    'postgres://a:',
    'postgres://',
    '://',
    ' ',
    '@',
  ];

  it('A15: a megabyte of any piece of a token takes linear time', () => {
    const tried = atNight(PIECES, (piece) =>
      ['ab', 'xoxb-', 'M', 'eyJ', 'postgres://', '@'].includes(piece),
    );
    const wrong = differences(tried, (piece) => {
      const text = repeat(piece);
      expect(redact(text).length).toBeLessThanOrEqual(text.length + REDACTED.length);
    });
    expect(wrong).toEqual([]);
  });

  it('A15: more tokens than a call takes arguments are taken out', () => {
    const count = 200_000;
    expect(createRedactor([])('sk-ant-aaaaaaaa '.repeat(count))).toBe(`${REDACTED} `.repeat(count));
  });

  it('A15: a megabyte of secrets is replaced in linear time', () => {
    const text = repeat(`${SECRET} `);
    expect(redact(text)).toBe(`${REDACTED} `.repeat(Math.ceil(1_000_000 / (SECRET.length + 1))));
  });
});

describe('values', () => {
  const redact = createRedactor(['correct-horse-battery', 'answers']);

  it('D6: a secret is taken out of texts and of the names of fields, wherever they are', () => {
    const value = {
      list: [{ 'correct-horse-battery': 'correct-horse-battery' }, `a ${JWT}`],
      [JWT]: 1,
    };
    expect(redactIn(value, redact)).toEqual({
      list: [{ [REDACTED]: REDACTED }, `a ${REDACTED}`],
      [REDACTED]: 1,
    });
  });

  it('D6: a field named by a program keeps its name, even where a secret is an ordinary word', () => {
    const value = { answers: [{ questionId: 'Q1', sha256: 'x' }], stopReason: 'answers' };
    expect(redactIn(value, redact)).toEqual({ ...value, stopReason: REDACTED });
  });
});
