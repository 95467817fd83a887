import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkFamilies, listModelChecks } from '../../src/entry/cli/doctor-models.ts';
import { readConfiguration } from '../../src/entry/models.ts';
import { BAD_SECRET } from '../../src/entry/variables.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const KEY = 'sk-ant-never-shown';
const PARTS = { log: silentLog, redact: (text: string) => text };

/** An endpoint that refuses every request with this status. */
async function answering(
  status: number,
  message = 'No.',
  path = '',
  keys: Record<string, string> = { ANTHROPIC_API_KEY: KEY },
) {
  const asked: string[] = [];
  const sent: IncomingHttpHeaders[] = [];
  const server = createServer(({ method, url, headers }, answer) => {
    const isKnown = JSON.stringify(headers).includes(KEY);
    asked.push(`${method} ${url} ${isKnown ? 'with' : 'without'} the key`);
    sent.push(headers);
    const body = { type: 'error', error: { type: 'some_error', message } };
    answer.writeHead(method === 'HEAD' ? 200 : status, { 'content-type': 'application/json' });
    answer.end(method === 'HEAD' ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration = readConfiguration({ ...keys, ANTHROPIC_BASE_URL: `${url}${path}` });
  return { configuration, asked, sent };
}

/** By default, of the personas and of the facilitators. */
const MODELS = ['claude-sonnet-5-5', 'claude-opus-5-5'];

test.each([
  [400, 'ok', /answers; by anthropic/],
  [401, 'problem', /^The model refused our key \(401\): /],
  [402, 'problem', /^The account behind our key has no credit: /],
  [403, 'problem', /^The account behind our key may not use the model: /],
  [404, 'problem', /^There is no model API at the address of this model: .*ANTHROPIC_BASE_URL/],
  [405, 'problem', /^There is no model API at the address of this model: .*ANTHROPIC_BASE_URL/],
  [410, 'problem', /^The endpoint no longer has this model: /],
  [529, 'ok', /answers; by anthropic/],
] as const)(
  'A6: without a daemon doctor tries the key itself: %d is %s',
  async (status, mark, words) => {
    const { configuration, asked } = await answering(status);
    const lines = await listModelChecks(configuration, null, PARTS);
    expect(lines.map(([name]) => name)).toEqual([
      ...MODELS.map((model) => `model ${model}`),
      'families',
    ]);
    const [[, look] = ['', () => ({ mark: 'problem', words: 'no line' }) as const]] = lines;
    const found = await look();
    expect(found).toMatchObject({ mark, words: expect.stringMatching(words) });
    expect(found.words).not.toContain(KEY);
    expect(asked).toEqual(['HEAD / without the key', 'POST /v1/messages with the key']);
  },
);

test.each([
  ['alone', {}],
  ['with a key of the vendor beside it', { ANTHROPIC_API_KEY: 'sk-ant-of-the-vendor' }],
  ['with an empty key beside it', { ANTHROPIC_API_KEY: '' }],
  ['for a model that the file does not list', { CHARRETTE_MODEL: 'of-the-gateway' }],
])('D6: a gateway gets the token of its manual as a bearer, and no key: %s', async (_, more) => {
  const { configuration, sent } = await answering(401, 'No.', '', {
    ANTHROPIC_AUTH_TOKEN: KEY,
    ...more,
  });
  expect([configuration.rehearsal, configuration.secrets]).toEqual([
    false,
    expect.arrayContaining([KEY]),
  ]);
  const [[, look] = ['', null]] = await listModelChecks(configuration, null, PARTS);
  const found = await look?.();
  expect(found?.words).toMatch(/refused our key/);
  expect(found?.words).not.toContain(KEY);
  expect(sent.map(({ authorization }) => authorization)).toEqual([undefined, `Bearer ${KEY}`]);
  expect(JSON.stringify(sent)).not.toMatch(/x-api-key|of-the-vendor/);
});

test('D6: the token of a gateway is sent to no other address, and a bad one is not shown', () => {
  expect(readConfiguration({ ANTHROPIC_AUTH_TOKEN: 'any token' })).toMatchObject({
    rehearsal: true,
  });
  const elsewhere = { ANTHROPIC_AUTH_TOKEN: 'two words', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' };
  expect(() => readConfiguration(elsewhere)).toThrow(`ANTHROPIC_AUTH_TOKEN ${BAD_SECRET}`);
});

test.each(['', '/', '/v1', '/v1/', '/v1/messages'])(
  'A21: doctor asks what a turn asks, whatever of it stands at the end of the address: “%s”',
  async (path) => {
    const { configuration, asked } = await answering(404, 'model: claude-sonnet-5-5', path);
    const [[, look] = ['', () => ({ mark: 'ok', words: 'no line' }) as const]] =
      await listModelChecks(configuration, null, PARTS);
    expect(await look()).toMatchObject({
      mark: 'problem',
      words: expect.stringMatching(/does not know this model/),
    });
    expect(asked.at(-1)).toBe('POST /v1/messages with the key');
  },
);

test.each(['http://127.0.0.1:9/?key=1', 'http://127.0.0.1:9/#v1', 'http://me:pw@127.0.0.1:9'])(
  'A21: an address to which nothing can be added is refused by its setting: %s',
  (url) => {
    expect(() => readConfiguration({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url })).toThrow(
      /ANTHROPIC_BASE_URL is .* It must not contain a user name, a password, a query or a fragment/,
    );
  },
);

/** Models of two vendors; the first ends on 22 January 2027, as its vendor's client knows. */
const TWO_FAMILIES = `
families: { claude: Claude, gpt: GPT }
models:
  claude-opus-4-5: { family: claude, wire: anthropic, price: unknown }
  claude-opus-5-5: { family: claude, wire: anthropic, price: unknown }
  gpt: { family: gpt, wire: openai, price: unknown }
`;

test.each([
  ['one key', {}, '2026-11-01', 'note', 'Anthropic. Personas and auditor are of one model family.'],
  ['two keys', { OPENAI_API_KEY: KEY }, '2026-11-01', 'ok', 'Anthropic and OpenAI.'],
  [
    'a model near its end',
    { OPENAI_API_KEY: KEY },
    '2026-11-27',
    'note',
    'Anthropic and OpenAI. claude-opus-4-5 ends on 2027-01-22: name claude-opus-5-5 instead.',
  ],
  [
    'an ended model',
    { OPENAI_API_KEY: KEY },
    '2027-02-01',
    'problem',
    'Anthropic and OpenAI. claude-opus-4-5 ended on 2027-01-22: name claude-opus-5-5 instead.',
  ],
] as const)(
  'J7: doctor says who receives what is read, and who thinks alike: %s',
  async (...row) => {
    const [, keys, day, mark, words] = row;
    const file = join(temporaryFolder(), 'models.yaml');
    await writeFile(file, TWO_FAMILIES);
    const configuration = readConfiguration({
      ANTHROPIC_API_KEY: KEY,
      CHARRETTE_MODELS: file,
      ...keys,
    });
    const before = 'All messages and the repository’s content are sent to ';
    expect(await checkFamilies(configuration, Date.parse(day))).toEqual({
      mark,
      words: `${before}${words}`,
    });
  },
);
