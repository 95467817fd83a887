import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { familiesLine, modelLines } from '../../src/entry/cli/doctor-models.ts';
import { readConfiguration } from '../../src/entry/models.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const KEY = 'sk-ant-never-shown';

/** An endpoint that answers every look at a model with this status. */
async function answering(status: number) {
  const asked: string[] = [];
  const server = createServer(({ method, url, headers }, answer) => {
    asked.push(`${method} ${url} ${headers['x-api-key'] === KEY ? 'with' : 'without'} the key`);
    const body =
      status === 200
        ? { type: 'model', id: 'claude-sonnet-5', display_name: 'One', created_at: '2026-01-01T00:00:00Z' }
        : { type: 'error', error: { type: 'some_error', message: 'No.' } };
    answer.writeHead(method === 'HEAD' ? 200 : status, { 'content-type': 'application/json' });
    answer.end(method === 'HEAD' ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration = readConfiguration({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url });
  return { configuration, asked };
}

/** By default, of the personas and of the facilitators. */
const MODELS = ['claude-sonnet-5-5', 'claude-opus-5-5'];

test.each([
  [200, 'ok', /answers; by anthropic/],
  [401, 'problem', /^The model refused our key \(401\): /],
  [402, 'problem', /^The account behind our key has no credit: /],
  [403, 'problem', /^Our key may not use the model \(403\): /],
  // Endpoints that speak the same API need not tell of their models.
  [404, 'ok', /answers; by anthropic/],
  [529, 'ok', /answers; by anthropic/],
] as const)('A6: without a daemon doctor tries the key itself: %d is %s', async (status, mark, words) => {
  const { configuration, asked } = await answering(status);
  const lines = await modelLines(configuration, { daemon: null, why: null });
  expect(lines.map(([name]) => name)).toEqual([...MODELS.map((model) => `model ${model}`), 'families']);
  const [[, look] = ['', () => ({ mark: 'problem', words: 'no line' }) as const]] = lines;
  const found = await look();
  expect(found).toMatchObject({ mark, words: expect.stringMatching(words) });
  expect(found.words).not.toContain(KEY);
  expect(asked).toEqual(['HEAD / without the key', `GET /v1/models/${MODELS[0]} with the key`]);
});

/** Models of two vendors; the first ends on 22 January 2027, as its vendor's client knows. */
const TWO_FAMILIES = `
families: { claude: Claude, gpt: GPT }
models:
  claude-opus-4-5: { family: claude, wire: anthropic, price: unknown }
  claude-opus-5-5: { family: claude, wire: anthropic, price: unknown }
  gpt: { family: gpt, wire: openai, price: unknown }
`;

test.each([
  ['one key', {}, '2026-11-01', 'note', 'goes to Anthropic. Personas and auditor are of one model family.'],
  ['two keys', { OPENAI_API_KEY: KEY }, '2026-11-01', 'ok', 'goes to Anthropic and OpenAI.'],
  [
    'a model near its end',
    { OPENAI_API_KEY: KEY },
    '2026-11-27',
    'note',
    'goes to Anthropic and OpenAI. claude-opus-4-5 ends on 2027-01-22: name claude-opus-5-5 instead.',
  ],
  [
    'an ended model',
    { OPENAI_API_KEY: KEY },
    '2027-02-01',
    'problem',
    'goes to Anthropic and OpenAI. claude-opus-4-5 ended on 2027-01-22: name claude-opus-5-5 instead.',
  ],
] as const)('J7: doctor says who receives what is read, and who thinks alike: %s', async (...row) => {
  const [, keys, day, mark, words] = row;
  const file = join(temporaryFolder(), 'models.yaml');
  await writeFile(file, TWO_FAMILIES);
  const configuration = readConfiguration({ ANTHROPIC_API_KEY: KEY, CHARRETTE_MODELS: file, ...keys });
  const before = 'Everything said and read, a repository too, ';
  expect(await familiesLine(configuration, Date.parse(day))).toEqual({ mark, words: `${before}${words}` });
});
