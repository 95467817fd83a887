import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BODY_BYTES } from '../../../src/adapters/http/body.ts';
import { listen, type RunningServer } from '../../../src/adapters/http/server.ts';
import { openWorkshop, startEngine, type Workshop } from '../../runtime/engine/running-engine.ts';
import { Client, TOKEN } from './client.ts';

/** What only a real socket shows. */
let workshop: Workshop;
let server: RunningServer;
let client: Client;
let stop: () => Promise<void>;

beforeAll(async () => {
  workshop = await openWorkshop();
  const { engine } = await startEngine(workshop);
  client = new Client(engine);
  stop = () => engine.stop();
  server = await listen(client.app, '127.0.0.1', 0);
});
afterAll(async () => {
  client.closing.abort();
  await server.close(100);
  await stop();
  await workshop.close();
});

const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
const headers = { authorization: `Bearer ${TOKEN}` };

/** Sends a body in pieces, as far as anybody takes it, and resolves with the status of the answer. */
async function upload(
  bytes: number,
  more: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const sending = request(url('/api/v1/designs'), {
    method: 'POST',
    // A connection of its own: what is left over of a refused body may close one that is kept.
    agent: false,
    headers: { ...headers, 'content-type': 'application/json', ...more },
  });
  const answered = once(sending, 'response');
  // The server may hang up once it has answered; what counts is the answer.
  answered.then(
    () => sending.on('error', (error) => expect(String(error)).toMatch(/EPIPE|ECONNRESET|hang up/)),
    () => undefined,
  );
  const piece = Buffer.alloc(50_000, 'x');
  for (let sent = 0; sent < bytes && !sending.destroyed; sent += piece.length) sending.write(piece);
  sending.end();
  const [response] = await answered;
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, text };
}

test.each([
  ['that says its size', { 'content-length': String(BODY_BYTES + 50_000) }],
  ['that does not', {}],
  ['that is to be remembered', { 'idempotency-key': 'large' }],
])('A12: a body that is too large, %s, is answered with 413', async (_name, more) => {
  const { status, text } = await upload(BODY_BYTES + 50_000, more);
  expect(status).toBe(413);
  expect(JSON.parse(text)).toMatchObject({
    error: { code: 'too_large', details: { limitBytes: BODY_BYTES } },
  });
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
