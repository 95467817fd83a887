import { describe, expect, onTestFinished, test } from 'vitest';
import { operatorOf, signInLink } from '#acts/issue-login.ts';
import { sha256Of } from '#foundation/digest.ts';
import { FRESH_MS, SESSION_MS, SIGN_IN_MS } from '#ports/logins.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { movable } from '../engines.ts';
import { Browser } from './browser.ts';
import { Client, prepared, served, TOKEN } from './client.ts';

/** Signing in, sessions and links over real HTTP, as a browser without script sees them. */
const ended = prepared({}, async ({ engine }) => {
  const id = await begun(engine, { topic: 'Which way in?' });
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  return { id };
});
const api = eachTest(async () => {
  const clock = movable(realClock);
  const { engine, client, id, log } = await ended({ parts: { clock } });
  const secure = new Client(engine, {
    publicUrl: new URL('https://charrette.example'),
    isOnLoopback: false,
  });
  onTestFinished(() => secure.closing.abort());
  return { clock, engine, client, id, log, secure, origin: (await served(client)).url };
});

const admin = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
const asAdmin = async (
  method: string,
  path: string,
  body: object = {},
  // biome-ignore lint/suspicious/noExplicitAny: a client knows no shape of JSON.
): Promise<{ status: number; body: any }> => {
  const response = await fetch(`${api.origin}${path}`, {
    method,
    headers: admin,
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};
const signedIn = async (token = TOKEN) => {
  const browser = new Browser(api.origin);
  const answer = await browser.post('/sign-in', { token, next: '/designs' });
  expect([answer.status, answer.location]).toEqual([303, '/designs']);
  return browser;
};
const PAGES = { 'sec-fetch-site': 'same-origin' };
const linesOf = (wanted: string) =>
  api.log.events.filter(({ event }) => event === wanted).map(({ facts }) => facts);
const KEPT_MS = 2_001;

describe('a session', () => {
  test('D8: begins with a token, is taken from our own pages, and is kept by its hash alone', async () => {
    const browser = await signedIn();
    expect((await browser.get('/')).status).toBe(200);
    expect((await browser.get('/api/v1/designs', PAGES)).status).toBe(200);
    const [cookie = ''] = browser.cookies.values();
    const kept = await api.engine.parts.logins.byHash(sha256Of(cookie));
    expect(kept).toMatchObject({ name: 'admin', way: 'token', holder: { kind: 'operator' } });
    expect(JSON.stringify([kept, api.log.events])).not.toContain(cookie);
    expect(linesOf('act_done').at(-1)).toMatchObject({
      what: 'sign_in',
      who: 'admin',
      via: { way: 'console', token: 'admin' },
    });
  });

  test('D8: another origin gets nothing by it', async () => {
    const browser = await signedIn();
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:1' },
      { origin: 'null' },
      { origin: 'https://evil.example' },
    ])
      expect((await browser.get('/api/v1/designs', headers)).status, JSON.stringify(headers)).toBe(
        401,
      );
    const crossed = await browser.send('POST', '/sign-out', { origin: 'https://evil.example' });
    expect(crossed.status).toBe(403);
    expect((await browser.get('/')).status).toBe(200);
  });

  test('D8: a body that is no object stays refused: no name is put into it', async () => {
    const browser = await signedIn();
    const headers = { ...PAGES, origin: browser.origin, 'content-type': 'application/json' };
    for (const body of ['[]', '"x"', '1', 'null'])
      expect(
        (await browser.send('POST', `/api/v1/designs/${api.id}/cancel`, headers, body)).status,
      ).toBe(422);
  });

  test('D8: a person’s session ends when it is signed out, also for who has copied its cookie', async () => {
    const browser = await signedIn();
    const thief = browser.copy();
    expect(await browser.post('/sign-out', {})).toMatchObject({
      status: 303,
      location: '/sign-in',
    });
    api.clock.aheadMs += KEPT_MS;
    expect((await thief.get('/api/v1/designs', PAGES)).status).toBe(401);
    expect((await thief.get('/')).status).toBe(401);
    expect((await browser.get('/')).status).toBe(401);
  });

  test('D8: a person’s session ends after twelve hours, however often it is used', async () => {
    const browser = await signedIn();
    for (let hours = 0; hours < 2; hours += 1) {
      expect((await browser.get('/api/v1/designs', PAGES)).status).toBe(200);
      api.clock.aheadMs += SESSION_MS / 2;
    }
    expect(SESSION_MS).toBe(12 * 3_600_000);
    expect((await browser.get('/api/v1/designs', PAGES)).text).toContain('This session has ended');
  });

  test('A18: a session does nothing at /mcp, whose calls come with a token', async () => {
    const agents = new Client(api.engine, { answerAgent: async () => Response.json({}) });
    const browser = new Browser((await served(agents)).url);
    expect((await browser.post('/sign-in', { token: TOKEN })).status).toBe(303);
    const refused = await browser.send('POST', '/mcp', { ...PAGES, origin: browser.origin });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('D8: of a named token ends with the token, and has its role', async () => {
    const added = await asAdmin('POST', '/api/v1/tokens', { name: 'reader', role: 'read' });
    const browser = await signedIn(added.body.token);
    expect((await browser.get('/api/v1/designs', PAGES)).status).toBe(200);
    const cancel = await browser.send('POST', `/api/v1/designs/${api.id}/cancel`, {
      ...PAGES,
      origin: browser.origin,
    });
    expect(cancel.status).toBe(403);
    await asAdmin('DELETE', '/api/v1/tokens/reader');
    api.clock.aheadMs += KEPT_MS;
    expect((await browser.get('/api/v1/designs', PAGES)).status).toBe(401);
  });

  test('D8: of the operator ends when the admin has another token, however it began', async () => {
    const browser = await signedIn();
    const atTerminal = new Browser(api.origin);
    const { secret } = await signInLink(api.engine.parts, 'Ana', operatorOf(TOKEN));
    expect((await atTerminal.post(`/sign-in/once/${secret}`, {})).status).toBe(303);
    const rotated = new Client(api.engine, { token: 'another-token-of-the-admin' });
    const asked = async ({ cookies, origin }: Browser) => {
      const cookie = [...cookies].join().replace(',', '=');
      return (
        await rotated.app.request(`${origin}/api/v1/designs`, { headers: { ...PAGES, cookie } })
      ).status;
    };
    for (const each of [browser, atTerminal])
      expect((await each.get('/api/v1/designs', PAGES)).status).toBe(200);
    expect([await asked(browser), await asked(atTerminal)]).toEqual([401, 401]);
  });

  test('D8: an act has the name of who signed in, not the one that the body claims', async () => {
    const browser = await signedIn();
    const body = JSON.stringify({ author: 'Somebody else' });
    const headers = { ...PAGES, origin: browser.origin, 'content-type': 'application/json' };
    expect(
      (await browser.send('POST', `/api/v1/designs/${api.id}/links`, headers, body)).status,
    ).toBe(201);
    expect(linesOf('act_done').at(-1)).toMatchObject({
      who: 'admin',
      via: { way: 'console', token: 'admin' },
      what: 'make_link',
    });
  });

  test.each([
    '',
    'x',
    'chrs_',
    `chrs_${'a'.repeat(43)}`,
    `chrl_${'a'.repeat(43)}`,
    '"',
    '%00',
    'a'.repeat(4_000),
  ])('D8: a made-up cookie %j is nobody', async (value) => {
    const browser = new Browser(api.origin);
    browser.cookies.set('charrette', value);
    expect((await browser.get('/api/v1/designs', PAGES)).status).toBe(401);
  });
});

describe('what a session makes', () => {
  const asked = (browser: Browser, method: string, path: string, body: object = {}) =>
    browser.send(
      method,
      path,
      { ...PAGES, origin: browser.origin, 'content-type': 'application/json' },
      JSON.stringify(body),
    );
  test('D8: a token always has an end', async () => {
    const made = await asAdmin('POST', '/api/v1/tokens', { name: 'made', role: 'operate' });
    const { expiresAt, createdAt } = made.body;
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(90 * 86_400_000);
  });

  test('D8: a new token needs a token and a link a recent sign-in; what ends them does not', async () => {
    const browser = await signedIn();
    const fresh = await asked(browser, 'POST', '/api/v1/tokens', { name: 'made', role: 'read' });
    expect([fresh.status, fresh.text]).toEqual([401, expect.stringContaining('send the admin')]);
    expect((await asAdmin('POST', '/api/v1/tokens', { name: 'made', role: 'read' })).status).toBe(
      201,
    );
    const path = `/api/v1/designs/${api.id}/links`;
    api.clock.aheadMs += FRESH_MS;
    const late = await asked(browser, 'POST', path, {});
    expect([late.status, late.text]).toEqual([401, expect.stringContaining('Sign in again')]);
    expect((await asAdmin('POST', path, {})).status).toBe(201);
    expect((await asked(browser, 'DELETE', '/api/v1/tokens/made')).status).toBe(200);
    await browser.post('/sign-in', { token: TOKEN });
    expect((await asked(browser, 'POST', `/api/v1/designs/${api.id}/links`)).status).toBe(201);
    expect(linesOf('act_refused').map(({ what }) => what)).toEqual(['add_token', 'make_link']);
  });
});

test('D8: no cache keeps what a cookie or a token opened', async () => {
  const browsers = [await signedIn(), new Browser(api.origin)];
  for (const path of [
    ...['/', '/designs', '/operations', '/sign-in', '/nowhere', '/healthz', '/readyz', '/metrics'],
    ...['/api/v1/designs', '/api/v1/nowhere', '/api/v1/openapi.json', `/api/v1/designs/${api.id}`],
    ...[`/designs/${api.id}`, `/api/v1/designs/${api.id}/files/decision.md`],
  ])
    for (const browser of browsers)
      for (const headers of [PAGES, { ...PAGES, authorization: admin.authorization }]) {
        const answer = await browser.get(path, headers);
        expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
      }
});

describe('where the console is', () => {
  const HTML = { accept: 'text/html' };

  test('D8: people sign in at localhost as at 127.0.0.1, each with a session of its own', async () => {
    const { port } = new URL(api.origin);
    const browsers = [api.origin, `http://localhost:${port}`].map((origin) => new Browser(origin));
    for (const browser of browsers) {
      expect((await browser.get('/', HTML)).status).toBe(401);
      expect((await browser.post('/sign-in', { token: TOKEN })).status).toBe(303);
      expect((await browser.get('/', HTML)).status).toBe(200);
    }
    expect(new Set(browsers.flatMap(({ cookies }) => [...cookies.values()])).size).toBe(2);
  });

  test('D8: two daemons on one machine do not sign each other out', async () => {
    const { client } = await ended();
    const other = (await served(client)).url;
    const here = await signedIn();
    const there = new Browser(other, { cookies: here.cookies });
    expect((await there.get('/', HTML)).status).toBe(401);
    await there.post('/sign-in', { token: TOKEN });
    expect((await there.get('/', HTML)).status).toBe(200);
    const both = new Browser(api.origin, { cookies: there.cookies });
    expect((await both.get('/', HTML)).status).toBe(200);
    await both.post('/sign-out', {});
    expect((await new Browser(other, { cookies: both.cookies }).get('/', HTML)).status).toBe(200);
  });

  test('D8: with a public address no page, no cookie and no sign-in is anywhere else', async () => {
    const { app } = api.secure;
    const browser = await signedIn();
    const [secret = ''] = browser.cookies.values();
    for (const host of ['http://127.0.0.1:8787', 'http://localhost:8787', 'http://other.example']) {
      const headers = { ...HTML, ...PAGES, cookie: `__Host-charrette=${secret}` };
      const page = await app.request(`${host}/operations`, { headers });
      expect([page.status, page.headers.getSetCookie()]).toEqual([421, []]);
      expect(await page.text()).toContain('https://charrette.example');
      expect((await app.request(`${host}/api/v1/designs`, { headers })).status).toBe(401);
      const sent = await app.request(`${host}/sign-in`, {
        method: 'POST',
        headers: { origin: host, 'content-type': 'application/x-www-form-urlencoded' },
        body: `token=${TOKEN}`,
      });
      expect([sent.status, sent.headers.getSetCookie()]).toEqual([421, []]);
    }
    const there = await app.request('http://charrette.example/', { headers: HTML });
    expect(await there.text()).toContain('charrette sign-in');
  });
});

describe('the cookie', () => {
  const cookieOf = async (app: Client['app'], at: string) => {
    const response = await app.request(`${at}/sign-in`, {
      method: 'POST',
      headers: { origin: at, 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${TOKEN}`,
    });
    expect(response.status).toBe(303);
    return response.headers.getSetCookie().find((each) => each.includes('chrs_')) ?? '';
  };

  test('D8: with a public address the cookie is set there alone, also for who has a token', async () => {
    const headers = { origin: api.origin, authorization: `Bearer ${TOKEN}` };
    const body = new URLSearchParams({ token: TOKEN });
    const answer = await api.secure.app.request(`${api.origin}/sign-in`, {
      method: 'POST',
      headers,
      body,
    });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([303, []]);
  });

  test('D8: the cookie is seen by no script, and not sent along from other sites', async () => {
    const cookie = await cookieOf(api.client.app, 'http://localhost');
    expect(cookie).toMatch(
      /^charrette-80=chrs_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  test('D8: the cookie is of this host and of TLS alone where people come by TLS', async () => {
    const cookie = await cookieOf(api.secure.app, 'https://charrette.example');
    expect(cookie).toMatch(/^__Host-charrette=chrs_[\w-]{43}; .*Secure/);
    expect(cookie).not.toMatch(/domain/i);
    const plain = cookie.replace('__Host-', '').split(';')[0] ?? '';
    const answer = await api.secure.app.request('https://charrette.example/api/v1/designs', {
      headers: { cookie: plain, 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.status).toBe(401);
  });
});

describe('a link that signs in', () => {
  const link = async () =>
    `/sign-in/once/${(await signInLink(api.engine.parts, 'Ana', operatorOf(TOKEN))).secret}`;

  test('D8: signs in once, by a button: what shows addresses presses none', async () => {
    const path = await link();
    const browser = new Browser(api.origin);
    for (let looks = 0; looks < 3; looks += 1) expect((await browser.get(path)).status).toBe(200);
    expect((await browser.get('/')).status).toBe(401);
    expect((await browser.post(path, {})).status).toBe(303);
    expect((await browser.get('/')).status).toBe(200);
    api.clock.aheadMs += KEPT_MS;
    const second = new Browser(api.origin);
    expect((await second.post(path, {})).status).toBe(401);
  });

  test('D8: of two at the same moment one is signed in', async () => {
    const path = await link();
    const both = await Promise.all([1, 2].map(() => new Browser(api.origin).post(path, {})));
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 401]);
  });

  test('D8: a link that signs in is over after ten minutes', async () => {
    const path = await link();
    api.clock.aheadMs += SIGN_IN_MS + 1;
    expect((await new Browser(api.origin).post(path, {})).status).toBe(401);
  });

  test('D8: a link of another kind does not sign in', async () => {
    const made = await asAdmin('POST', `/api/v1/designs/${api.id}/links`);
    const secret = made.body.path.split('/').at(-1);
    expect((await new Browser(api.origin).post(`/sign-in/once/${secret}`, {})).status).toBe(401);
  });
});

describe('a link to one design', () => {
  const made = async (days = 7) =>
    (await asAdmin('POST', `/api/v1/designs/${api.id}/links`, { days, author: 'Ana' })).body;

  test('A18: leads to that design and to no other, until it is revoked', async () => {
    const { path, id: linkId } = await made();
    const browser = new Browser(api.origin);
    const opened = await browser.get(path);
    expect([opened.status, opened.location]).toEqual([303, `/designs/${api.id}`]);
    expect((await browser.get(`/designs/${api.id}`)).status).toBe(200);
    expect((await browser.get('/api/v1/tokens', PAGES)).status).toBe(403);
    expect((await asAdmin('DELETE', `/api/v1/designs/${api.id}/links/${linkId}`)).status).toBe(200);
    api.clock.aheadMs += KEPT_MS;
    expect((await browser.get(`/api/v1/designs/${api.id}`, PAGES)).status).toBe(401);
    expect((await new Browser(api.origin).get(path)).status).toBe(401);
  });

  test('A18: a link to one design ends by itself', async () => {
    const { path } = await made(1);
    const browser = new Browser(api.origin);
    await browser.get(path);
    api.clock.aheadMs += 86_400_001;
    expect((await browser.get(`/api/v1/designs/${api.id}`, PAGES)).status).toBe(401);
  });

  test('A18: a link to one design takes nothing from who is signed in', async () => {
    const { path } = await made();
    const browser = await signedIn();
    const before = new Map(browser.cookies);
    expect((await browser.get(path)).location).toBe(`/designs/${api.id}`);
    expect(browser.cookies).toEqual(before);
    expect((await browser.get('/operations', PAGES)).status).toBe(200);
  });

  test('A18: a link to one design is told once, listed without its secret, and bounded', async () => {
    const { path } = await made();
    const listed = await asAdmin('GET', `/api/v1/designs/${api.id}/links`);
    expect(listed.body.links[0]).toMatchObject({ createdBy: 'Ana' });
    expect(JSON.stringify(listed.body)).not.toContain(path.split('/').at(-1));
    for (const days of [0, 91, 1.5, 'x'])
      expect((await asAdmin('POST', `/api/v1/designs/${api.id}/links`, { days })).status).toBe(422);
    const [first] = listed.body.links;
    for (let count = 1; count < 50; count += 1) await made();
    expect((await made()).error.message).toBe(
      'There are 50 links to this design. Revoke one first.',
    );
    await asAdmin('DELETE', `/api/v1/designs/${api.id}/links/${first.id}`);
    expect(await made()).toMatchObject({ createdBy: 'Ana' });
  });
});

describe('the page to sign in', () => {
  test('A22: a wrong token keeps no right one out, however many were tried', async () => {
    const browser = new Browser(api.origin);
    for (let tries = 0; tries < 12; tries += 1)
      expect((await browser.post('/sign-in', { token: `wrong ${tries}` })).status).toBe(401);
    expect((await browser.post('/sign-in', { token: TOKEN })).status).toBe(303);
    expect(linesOf('request_refused')).toMatchObject([{ kind: 'wrong_token', what: 'sign_in' }]);
    expect(JSON.stringify(api.log.events)).not.toContain('wrong 3');
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/%0a',
    '.',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/.//own.invalid//evil.example',
    '/./\\evil.example',
  ])('D8: the page to sign in sends nobody on to %j', async (next) => {
    const answer = await new Browser(api.origin).post('/sign-in', { token: TOKEN, next });
    expect(answer.location).toMatch(/^\/(?:%0a)?$/);
  });
});
