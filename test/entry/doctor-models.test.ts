import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { modelLines } from '../../src/entry/cli/doctor-models.ts';
import { readConfiguration } from '../../src/entry/config.ts';

const KEY = 'sk-ant-never-shown';

/** An endpoint that answers every look at a model with this status. */
async function answering(status: number) {
  const asked: string[] = [];
  const server = createServer(({ method, url, headers }, answer) => {
    asked.push(`${method} ${url} ${headers.authorization === `Bearer ${KEY}` ? 'with' : 'without'} the key`);
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
  expect(lines.map(([name]) => name)).toEqual(MODELS.map((model) => `model ${model}`));
  const [[, look] = ['', () => ({ mark: 'problem', words: 'no line' }) as const]] = lines;
  const found = await look();
  expect(found).toMatchObject({ mark, words: expect.stringMatching(words) });
  expect(found.words).not.toContain(KEY);
  expect(asked).toEqual(['HEAD / without the key', `GET /v1/models/${MODELS[0]} with the key`]);
});
