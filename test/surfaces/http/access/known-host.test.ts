import { describe, expect, test } from 'vitest';
import { eachTest } from '#test/support/runner/each-test.ts';
import { Client, openApi, TOKEN } from '../client.ts';

const api = eachTest(() => openApi());

const ROUTES = ['/healthz', '/readyz', '/proof/x', '/metrics', '/api/v1/designs', '/api/v1/tokens'];
const NUMBERS = [
  '127.0.0.1:8787',
  '127.0.0.1',
  '[::1]:8787',
  '10.1.2.3:8787',
  'localhost:9000',
  'LOCALHOST',
];
const NAMES = [
  'evil.example',
  'evil.example:8787',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'charrette',
  'c-8787.localhost:8787',
];

describe('a daemon that listens for this machine alone', () => {
  const ask = async (
    host: string,
    path: string,
    parts: ConstructorParameters<typeof Client>[1] = {},
  ) => {
    const { app } = new Client(api.engine, parts);
    const response = await app.request(`http://${host}${path}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    return { status: response.status, text: await response.text() };
  };

  test.each(NAMES)(
    'A12: a daemon that listens for this machine alone is not known as %s: a page there could be anybody’s',
    async (host) => {
      for (const path of ROUTES) {
        const { status, text } = await ask(host, path);
        expect([path, status]).toEqual([path, 421]);
        expect(JSON.parse(text)).toEqual({
          error: {
            code: 'misdirected',
            message: expect.stringContaining('CHARRETTE_PUBLIC_URL'),
            details: {},
          },
        });
      }
    },
  );

  test.each(NUMBERS)(
    'a local daemon is reached at %s, also by a tunnel and by a probe that knows its number',
    async (host) => {
      for (const path of ROUTES) expect((await ask(host, path)).status).not.toBe(421);
    },
  );

  test('a daemon is known by the name of its proxy, and by any where it listens for others', async () => {
    const publicUrl = new URL('https://charrette.example');
    expect((await ask('Charrette.example', '/healthz', { publicUrl })).status).toBe(200);
    expect((await ask('evil.example', '/healthz', { publicUrl })).status).toBe(421);
    expect((await ask('evil.example', '/healthz', { isOnLoopback: false })).status).toBe(200);
  });
});

describe('what the API says of a request', () => {
  const refused = async (path: string, init: RequestInit) => {
    const { app } = new Client(api.engine);
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const response = await app.request(path, { ...init, headers });
    return { status: response.status, text: await response.text() };
  };

  test('A12: characters that command a terminal or turn the reading order are escaped', async () => {
    const odd = 'a\u009b31m\u202eb\u200b';
    for (const body of [
      { [odd]: 1 },
      { topic: 'Should we?', repo: odd },
      { topic: 'Should we?', personas: [odd] },
    ]) {
      const { status, text } = await refused('/api/v1/designs', {
        method: 'POST',
        body: JSON.stringify(body),
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    const { text } = await refused(`/api/v1/${encodeURIComponent(odd)}`, { method: 'GET' });
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
