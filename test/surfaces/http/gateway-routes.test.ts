import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import type { GatewayConnection } from '../../../src/acts/gateway/port.ts';
import { SILENT_PLATFORM } from '../../support/services/nobody-reads.ts';
import { Client, openApi, served } from './client.ts';

const stop = async () => undefined;
const echo: RequestListener = (request, response) => {
  request.pipe(response);
};
/** One platform that verifies an address by GET and calls it by POST, and one that calls nobody. */
const GATEWAYS = new Map<string, GatewayConnection>([
  [
    'hook',
    {
      routes: [
        { method: 'GET', path: '/events', listener: (_, response) => void response.end('verified') },
        { method: 'POST', path: '/events', listener: echo },
      ],
      isConnected: () => true,
      readers: SILENT_PLATFORM,
      stop,
    },
  ],
  ['socket', { routes: [], isConnected: () => false, readers: SILENT_PLATFORM, stop }],
]);

test('a platform reaches its own routes below its name, without a token, and gets the body as it was sent', async () => {
  const { engine } = await openApi();
  const { url } = await served(new Client(engine, { gateways: GATEWAYS }));
  expect(await (await fetch(`${url}/hook/events`)).text()).toBe('verified');
  const sent = { method: 'POST', body: '{"not": "json' };
  expect(await (await fetch(`${url}/hook/events`, sent)).text()).toBe('{"not": "json');
  const put = await fetch(`${url}/hook/events`, { method: 'PUT' });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET,POST']);
  expect((await fetch(`${url}/socket/events`)).status).toBe(404);
});

test('a daemon is ready whichever platforms it is connected to, and says of each which it is', async () => {
  const { engine } = await openApi();
  const { app } = new Client(engine, { gateways: GATEWAYS });
  const response = await app.request('/readyz');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ready', hook: 'connected', socket: 'not connected' });
});

test('a daemon that stops answers 503, so that the platform sends it again', async () => {
  const { engine } = await openApi();
  const { app } = new Client(engine, { gateways: GATEWAYS });
  await engine.stop();
  expect((await app.request('/hook/events', { method: 'POST', body: '{}' })).status).toBe(503);
});
