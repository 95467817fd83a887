import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { BODY_BYTES } from '../../../src/adapters/http/body.ts';
import { listen } from '../../../src/adapters/http/server.ts';
import { openApi, TOKEN, uploaded } from './client.ts';

/** What only a real socket shows. */
const { client } = await openApi();
const server = await listen(client.app, '127.0.0.1', 0);
afterAll(() => {
  client.closing.abort();
  return server.close(100);
});

const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
const headers = { authorization: `Bearer ${TOKEN}` };

test.each([
  ['that says its size', { 'content-length': String(BODY_BYTES + 50_000) }],
  ['that does not', {}],
  ['that is to be remembered', { 'idempotency-key': 'large' }],
])('A12: a body that is too large, %s, is answered with 413', async (_name, more) => {
  const jsonHeaders = { ...headers, 'content-type': 'application/json', ...more };
  const { status, text } = await uploaded(url('/api/v1/designs'), BODY_BYTES + 50_000, jsonHeaders);
  expect(status).toBe(413);
  expect(JSON.parse(text)).toEqual({
    error: { code: 'too_large', message: expect.any(String), details: { limitBytes: BODY_BYTES } },
  });
  expect((await client.get('')).body.designs).toEqual([]);
});

test('headers beyond any reason are refused, and the next request is served', async () => {
  const refused = await fetch(url('/healthz'), { headers: { 'x-long': 'x'.repeat(100_000) } });
  expect(refused.status).toBe(431);
  expect((await fetch(url('/healthz'))).status).toBe(200);
});

test('a port in use is a fault that says what to do', async () => {
  await expect(listen(client.app, '127.0.0.1', server.port)).rejects.toMatchObject({
    code: 'address_in_use',
    message: expect.stringMatching(/is in use.*CHARRETTE_HTTP_PORT/),
  });
  await expect(listen(client.app, '192.0.2.1', 0)).rejects.toMatchObject({
    code: 'address_in_use',
    message: expect.stringContaining('CHARRETTE_HTTP_HOST'),
  });
});

test('a stop waits for answers under way, up to a bound, and takes no new connection', async () => {
  const second = await listen(client.app, '127.0.0.1', 0);
  const { id } = await client.started();
  const stream = await fetch(`http://127.0.0.1:${second.port}/api/v1/designs/${id}/events`, {
    headers: { ...headers, accept: 'text/event-stream' },
  });
  const begunAt = performance.now();
  const reading = stream.text().then(
    () => 'ended',
    () => 'cut',
  );
  await second.close(200);
  expect(performance.now() - begunAt).toBeGreaterThan(150);
  expect(await reading).toBe('cut');
  await expect(fetch(`http://127.0.0.1:${second.port}/healthz`)).rejects.toThrow();
  const freed = createServer().listen(second.port, '127.0.0.1');
  await once(freed, 'listening');
  expect((freed.address() as AddressInfo).port).toBe(second.port);
  freed.close();
  await client.post(`/${id}/cancel`);
});
