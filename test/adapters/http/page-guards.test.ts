import { afterAll, describe, expect, test } from 'vitest';
import { begun, eventsUntil, isEnd } from '../../runtime/engine/running-engine.ts';
import { Client, openApi, TOKEN } from './client.ts';

/** Every route outside the API, as the app has it: a page that is added is looked at as well. */
const { engine, client } = await openApi();
const secure = new Client(engine, { publicUrl: new URL('https://charrette.example') });
afterAll(() => secure.closing.abort());
const id = await begun(engine, { topic: 'Who may frame it?' });
await eventsUntil(engine, id, isEnd);
await engine.settled(id);

const VALUES: Readonly<Record<string, string>> = {
  ':id': id,
  ':n': '1',
  ':name{.+}': 'brief.md',
  ':secret': `chrl_${'x'.repeat(43)}`,
};
const isPage = (path: string) => !/^\/(?:api|mcp|proof|healthz|readyz|metrics)(?:\/|$)/.test(path);
const routes = client.app.routes
  .filter(({ method, path }) => method !== 'ALL' && isPage(path))
  .map(({ method, path }) => {
    const filled = path.split('/').map((part) => VALUES[part] ?? part);
    return { route: `${method} ${path}`, method, path: filled.join('/') };
  });
const pages = routes.filter(({ method }) => method === 'GET').map(({ route, path }) => [route, path]);
const forms = routes.filter(({ method }) => method !== 'GET').map(({ route, path }) => [route, path]);

/** Everything that a page may do; nothing else is allowed to it. */
const POLICY = [
  ...["base-uri 'none'", "connect-src 'self'", "default-src 'none'", "form-action 'self'"],
  ...["frame-ancestors 'none'", "img-src 'self'", "require-trusted-types-for 'script'"],
  ...["script-src 'self'", "style-src 'self'", "trusted-types 'none'"],
];

/** The policy of a file that models wrote: nothing in it runs. */
const OF_FILES = ["default-src 'none'", 'sandbox'];

function assertGuarded(headers: Headers, policyOf = POLICY): void {
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy.split('; ').toSorted()).toEqual(policyOf);
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
}

test('D8: there are pages and forms to look at', () => {
  expect(pages.length).toBeGreaterThan(12);
  expect(forms.length).toBeGreaterThan(7);
});

describe.each(pages)('D8: %s', (_, path) => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['somebody who is signed in', { authorization: `Bearer ${TOKEN}` }],
    ['nobody', {}],
  ])('loads from nowhere else and is framed by nobody, for %s', async (_who, given) => {
    const response = await client.app.request(path, { headers: { accept: 'text/html', ...given } });
    await response.body?.cancel();
    const isFile = response.headers.get('content-type')?.startsWith('text/markdown') ?? false;
    assertGuarded(response.headers, isFile ? OF_FILES : POLICY);
    expect(response.status).toBeLessThan(500);
  });

  test('asks for TLS from then on where people come by TLS', async () => {
    const response = await secure.request(`https://charrette.example${path}`);
    await response.body?.cancel();
    expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
  });
});

describe.each(forms)('D8: %s', (route, path) => {
  const sent = async (headers: Readonly<Record<string, string>>) => {
    const type = 'application/x-www-form-urlencoded';
    const response = await client.request(path, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
      body: 'a=b',
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  test.each([
    ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'another origin that says it is ours',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['another port of this machine', { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['something that says nothing', {}],
  ])('refuses a form of %s', async (_, headers) => {
    const { status, headers: answered } = await sent(headers);
    expect(status, route).toBe(403);
    assertGuarded(answered);
  });

  test('lets a form of our own pages come in', async () => {
    const { status } = await sent({ origin: 'http://localhost', 'sec-fetch-site': 'same-origin' });
    expect(status, route).not.toBe(403);
  });
});
