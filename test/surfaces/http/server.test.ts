import { type IncomingMessage, Server } from 'node:http';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { listen } from '#surfaces/http/server.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { openApi, served, TOKEN } from './client.ts';

/** What only a real socket shows. */
const api = eachTest(async () => {
  const { client } = await openApi();
  return { client, server: await served(client) };
});

const url = (path: string) => `${api.server.url}${path}`;
const headers = { authorization: `Bearer ${TOKEN}` };

test('headers beyond any reason are refused, and the next request is served', async () => {
  const refused = await fetch(url('/healthz'), { headers: { 'x-long': 'x'.repeat(100_000) } });
  expect(refused.status).toBe(431);
  expect((await fetch(url('/healthz'))).status).toBe(200);
});

test('a port in use is a fault that says what to do', async () => {
  await expect(listen(api.client, '127.0.0.1', api.server.port)).rejects.toMatchObject({
    code: 'address_in_use',
    message: expect.stringMatching(/is in use.*CHARRETTE_HTTP_PORT/),
  });
  await expect(listen(api.client, '192.0.2.1', 0)).rejects.toMatchObject({
    code: 'address_in_use',
    message: expect.stringContaining('CHARRETTE_HTTP_HOST'),
  });
});

test('a stop waits for answers under way, up to a bound, and takes no new connection', async () => {
  const serving = new Set<Server>();
  const app = new Hono().all('*', (c) => {
    const { incoming } = c.env as { incoming: IncomingMessage };
    const server: unknown = Reflect.get(incoming.socket, 'server');
    if (server instanceof Server) serving.add(server);
    return api.client.app.fetch(c.req.raw, c.env);
  });
  const second = await listen({ app, door: api.client.door }, '127.0.0.1', 0);
  const { id } = await api.client.started();
  const stream = await fetch(`http://127.0.0.1:${second.port}/api/v1/designs/${id}/events`, {
    headers: { ...headers, accept: 'text/event-stream' },
  });
  const begunAt = performance.now();
  const reading = stream.text().then(
    () => 'ended',
    () => 'cut',
  );
  const isListening = () => [...serving].map(({ listening }) => listening);
  expect(isListening()).toEqual([true]);
  const closing = second.close(200);
  // Not asked at its port, which another process may be given at once.
  expect(isListening()).toEqual([false]);
  await closing;
  expect(performance.now() - begunAt).toBeGreaterThan(150);
  expect(await reading).toBe('cut');
  await api.client.post(`/${id}/cancel`);
});
