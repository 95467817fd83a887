import { expect, onTestFinished, test } from 'vitest';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { breaking } from '../../support/designs/differences.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { Client, prepared, TOKEN } from './client.ts';

/** Every route outside the API, as the app has it: a page that is added is looked at as well. */
const api = eachTest(
  prepared({}, async ({ engine }) => {
    const id = await begun(engine, { topic: 'Who may frame it?' });
    await eventsUntil(engine, id, isEnd);
    await engine.waitUntilSettled(id);
    return { id };
  }),
);

const isPage = (path: string) => !/^\/(?:api|mcp|proof|healthz|readyz|metrics)(?:\/|$)/.test(path);

/** Pages, or forms, each with values in the place of names. */
function routes(kind: 'pages' | 'forms') {
  const values: Readonly<Record<string, string>> = {
    ':id': api.id,
    ':n': '1',
    ':name{.+}': 'brief.md',
    ':secret': `chrl_${'x'.repeat(43)}`,
  };
  return api.client.app.routes
    .filter(({ method, path }) => method !== 'ALL' && isPage(path))
    .filter(({ method }) => (method === 'GET') === (kind === 'pages'))
    .map(({ method, path }) => {
      const filled = path.split('/').map((part) => values[part] ?? part);
      return { route: `${method} ${path}`, path: filled.join('/') };
    });
}
const named = ({ route }: { readonly route: string }) => route;

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

test.each<[string, Readonly<Record<string, string>>]>([
  ['somebody who is signed in', { authorization: `Bearer ${TOKEN}` }],
  ['nobody', {}],
])('D8: every page loads from nowhere else and is framed by nobody, for %s', async (_, given) => {
  const pages = routes('pages');
  expect(pages.length).toBeGreaterThan(12);
  const unguarded = await breaking(pages, named, async ({ path }) => {
    const response = await api.client.app.request(path, {
      headers: { accept: 'text/html', ...given },
    });
    await response.body?.cancel();
    const isFile = response.headers.get('content-type')?.startsWith('text/markdown') ?? false;
    assertGuarded(response.headers, isFile ? OF_FILES : POLICY);
    expect(response.status).toBeLessThan(500);
  });
  expect(unguarded).toEqual([]);
});

test('D8: every page asks for TLS from then on where people come by TLS', async () => {
  const secure = new Client(api.engine, { publicUrl: new URL('https://charrette.example') });
  onTestFinished(() => secure.closing.abort());
  const silent = await breaking(routes('pages'), named, async ({ path }) => {
    const response = await secure.request(`https://charrette.example${path}`);
    await response.body?.cancel();
    expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
  });
  expect(silent).toEqual([]);
});

test('A12: a page that refuses a method says which there are', async () => {
  const answer = await api.client.request('/start', {
    method: 'PUT',
    headers: { accept: 'text/html' },
  });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET,POST']);
  expect(await answer.text()).toContain('PUT is not possible here');
});

async function sent(path: string, headers: Readonly<Record<string, string>>) {
  const type = 'application/x-www-form-urlencoded';
  const response = await api.client.request(path, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: 'a=b',
  });
  await response.text();
  return response;
}

test.each([
  ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  [
    'another origin that says it is ours',
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ],
  ['another port of this machine', { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }],
  ['a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['something that says nothing', {}],
])('D8: every route that takes a form refuses one of %s', async (_, headers) => {
  const forms = routes('forms');
  expect(forms.length).toBeGreaterThan(7);
  const open = await breaking(forms, named, async ({ path }) => {
    const answer = await sent(path, headers);
    expect(answer.status).toBe(403);
    assertGuarded(answer.headers);
  });
  expect(open).toEqual([]);
});

test('D8: every route that takes a form lets one of our own pages come in', async () => {
  const closed = await breaking(routes('forms'), named, async ({ path }) => {
    const { status } = await sent(path, {
      origin: 'http://localhost',
      'sec-fetch-site': 'same-origin',
    });
    expect(status).not.toBe(403);
  });
  expect(closed).toEqual([]);
});
