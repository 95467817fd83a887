import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createProxies } from '#surfaces/http/sessions/proxies.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { movable } from '../engines.ts';
import { Browser } from './browser.ts';
import { Client, openApi, served, TOKEN } from './client.ts';

/**
 * Proxies in front of the daemon that say who asks and from where, and others who only claim to be
 * one.
 */
const api = eachTest(async () => {
  const clock = movable(realClock);
  const { engine, log } = await openApi({ parts: { clock } });
  const behind = async (addresses: readonly string[]) => {
    const proxies = { addresses, userHeader: 'x-user', operators: ['olga'] };
    return (await served(new Client(engine, { proxies }))).url;
  };
  // Both are asked from 127.0.0.1: the first takes that for its proxy.
  const [trusting, wary] = [
    await behind(['127.0.0.0/30']),
    await behind(['10.0.0.7', '10.1.0.0/16']),
  ];
  return { engine, log, clock, trusting, wary };
});
const PAGES = { 'sec-fetch-site': 'same-origin' };
const status = async (origin: string, path: string, headers: Readonly<Record<string, string>>) =>
  (await fetch(`${origin}${path}`, { headers, redirect: 'manual' })).status;

describe('a proxy that is trusted', () => {
  test('D8: a proxy that is trusted names a person, who reads and does not operate', async () => {
    const headers = { ...PAGES, 'x-user': 'ana@acme.example' };
    expect(await status(api.trusting, '/api/v1/designs', headers)).toBe(200);
    expect(await status(api.trusting, '/', headers)).toBe(200);
    for (const path of ['/api/v1/tokens', '/operations'])
      expect(await status(api.trusting, path, headers), path).toBe(403);
  });

  test('D8: a proxy that is trusted names who counts, whatever session the browser has left', async () => {
    const browser = new Browser(api.trusting);
    expect((await browser.post('/sign-in', { token: TOKEN })).status).toBe(303);
    expect((await browser.get('/operations', PAGES)).status).toBe(200);
    expect(
      (await browser.get('/operations', { ...PAGES, 'x-user': 'ana@acme.example' })).status,
    ).toBe(403);
    expect((await browser.get('/', { 'x-user': 'ana@acme.example' })).text).toContain(
      'ana@acme.example',
    );
  });

  test('D8: a proxy that is trusted names who starts a design', async () => {
    const headers = { ...PAGES, 'x-user': 'olga', 'content-type': 'application/json' };
    const body = '{"topic": "Who has asked?", "personas": ["archaeologist"]}';
    const started = await fetch(`${api.trusting}/api/v1/designs`, {
      method: 'POST',
      headers,
      body,
    });
    expect(await started.json()).toMatchObject({ startedBy: 'olga' });
  });

  test('D8: a proxy that is trusted names an operator only by the whole name that the settings have', async () => {
    expect(await status(api.trusting, '/operations', { ...PAGES, 'x-user': 'olga' })).toBe(200);
    for (const other of ['Olga', 'olga@acme.example', 'olga,olga'])
      expect(await status(api.trusting, '/operations', { ...PAGES, 'x-user': other }), other).toBe(
        403,
      );
  });

  test.each(['', 'ana smith', 'a'.repeat(201), 'olga, ana'])(
    'D8: a proxy that is trusted names nobody by %j',
    async (name) => {
      expect(await status(api.trusting, '/api/v1/designs', { ...PAGES, 'x-user': name })).toBe(401);
    },
  );

  test('D8: behind a trusted proxy no page of another origin acts in a person’s name', async () => {
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
    ])
      expect(await status(api.trusting, '/api/v1/designs', { ...headers, 'x-user': 'olga' })).toBe(
        401,
      );
    const sent = await fetch(`${api.trusting}/start`, {
      method: 'POST',
      headers: { 'x-user': 'olga', origin: 'https://evil.example' },
      body: new URLSearchParams({ topic: 'Redis?' }),
    });
    expect(sent.status).toBe(403);
  });
});

describe('somebody who is no trusted proxy', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['by the header alone', {}],
    ['with the address of a proxy in X-Forwarded-For', { 'x-forwarded-for': '10.0.0.7' }],
    [
      'with a chain of addresses',
      { 'x-forwarded-for': '10.0.0.7, 10.1.2.3', 'x-real-ip': '10.0.0.7' },
    ],
    ['with Forwarded', { forwarded: 'for=10.0.0.7;host=127.0.0.1;proto=https' }],
    [
      'with another host',
      { 'x-forwarded-host': 'charrette.example', 'x-forwarded-proto': 'https' },
    ],
  ])('D8: somebody who is no trusted proxy is nobody %s', async (_, headers) => {
    const claimed = { ...PAGES, ...headers, 'x-user': 'olga' };
    expect(await status(api.wary, '/api/v1/tokens', claimed)).toBe(401);
    expect(await status(api.wary, '/', claimed)).toBe(401);
  });
});

describe('the address of who is turned away', () => {
  const newestLine = () =>
    api.log.events.findLast(({ event }) => ['act_done', 'request_refused'].includes(event))?.facts;
  const noted = async (origin: string, forwarded: string) => {
    const token = `chrt_${crypto.randomUUID().replaceAll('-', '')}${'x'.repeat(11)}`;
    const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': forwarded };
    // Equal refusals share a line for a minute.
    api.clock.aheadMs += 60_000;
    expect(await status(origin, '/api/v1/designs', headers)).toBe(401);
    return newestLine()?.from;
  };

  test('D8: the address of who is turned away is the last one that no proxy of ours has', async () => {
    expect(await noted(api.trusting, '203.0.113.9')).toBe('203.0.113.9');
    expect(await noted(api.trusting, '198.51.100.1, 203.0.113.10')).toBe('203.0.113.10');
    expect(await noted(api.trusting, '203.0.113.11, 127.0.0.2')).toBe('203.0.113.11');
  });

  test('D8: the address of who is turned away is that of the connection where nobody who is trusted says another', async () => {
    expect(await noted(api.wary, '203.0.113.12')).toBe('127.0.0.1');
  });

  const seen = async (forwarded: string) => {
    const proxies = createProxies({ addresses: ['127.0.0.0/30'], userHeader: null, operators: [] });
    const app = new Hono().get('/', (context) => context.text(proxies.clientAddress(context)));
    const bindings = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
    return (await app.request('/', { headers: { 'x-forwarded-for': forwarded } }, bindings)).text();
  };

  test('D8: the address of who is turned away is read without a port and brackets', async () => {
    expect(await seen('198.51.100.1, 203.0.113.14:4711')).toBe('203.0.113.14');
    expect(await seen('198.51.100.1, [2001:db8::14]:4711, 127.0.0.2:80')).toBe('2001:db8::14');
    expect(await seen('[2001:db8::15]')).toBe('2001:db8::15');
    expect(await seen('2001:db8::16')).toBe('2001:db8::16');
  });

  test.each([
    'unknown',
    '',
    '203.0.113.300',
    '_hidden',
    '[203.0.113.15',
    '127.0.0.2, x, 127.0.0.2',
  ])('D8: an address written before the hop %j, which is none, is not believed', async (hop) => {
    expect(await seen(`198.51.100.1, ${hop}`)).toBe('127.0.0.1');
  });
});

test('D8: the header of a proxy stands behind a token, which says by itself who asks', async () => {
  const headers = { authorization: `Bearer ${TOKEN}`, 'x-user': 'ana' };
  expect(await status(api.trusting, '/api/v1/tokens', headers)).toBe(200);
});
