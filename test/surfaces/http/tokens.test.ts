import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createGuards } from '#surfaces/http/access/require-token.ts';
import { Door } from '#surfaces/http/door/door.ts';
import { createEntrance } from '#surfaces/http/sessions/entrance.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { movable } from '../engines.ts';
import { Client, LOCAL_TOKEN, NO_PROXIES, openApi, served, TOKEN } from './client.ts';
import { rawRequest } from './raw.ts';

/** Named tokens over real HTTP. */
const METRICS_TOKEN = 'the-metrics-token-of-the-tests';
const api = eachTest(async () => {
  const clock = movable(realClock);
  const { engine, log } = await openApi({ parts: { clock } });
  const client = new Client(engine, { metricsToken: METRICS_TOKEN });
  return { clock, engine, log, client, server: await served(client) };
});

/** For what the daemon notes beside its answer. */
const WAIT = { timeout: 20_000 };
const admin = `Bearer ${TOKEN}`;

async function sent(method: string, path: string, authorization: string | null, body?: unknown) {
  const response = await fetch(`${api.server.url}${path}`, {
    method,
    headers: {
      ...(authorization === null ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : null };
}

async function added(name: string, changes: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await sent('POST', '/api/v1/tokens', admin, {
    name,
    role: 'read',
    ...changes,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.token;
}
const listedTokens = async () => (await sent('GET', '/api/v1/tokens', admin)).body.tokens;
const named = async (name: string) =>
  (await listedTokens()).find((each: { readonly name: string }) => each.name === name);

test('D8: a token is shown once, is taken, and stands nowhere in the store', async () => {
  const token = await added('ci', { channels: ['slack/C0123'], days: 7, author: 'Ana' });
  expect(token).toMatch(/^chrt_[A-Za-z0-9_-]{43}$/);
  expect((await sent('GET', '/api/v1/designs', `Bearer ${token}`)).status).toBe(200);
  const listed = await named('ci');
  expect(listed).toMatchObject({
    role: 'read',
    channels: ['slack/C0123'],
    createdBy: 'Ana',
    holds: true,
    revokedAt: null,
  });
  expect(Date.parse(listed.expiresAt) - Date.parse(listed.createdAt)).toBe(7 * 86_400_000);
  expect(JSON.stringify([await listedTokens(), api.log.events])).not.toContain(token);
});

test('D8: an answer with a token is not remembered under an idempotency key', async () => {
  const body = JSON.stringify({ name: 'keyed', role: 'read' });
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'make-me-one' };
  const first = await api.client.send('/api/v1/tokens', { method: 'POST', headers, body });
  expect(first.status).toBe(201);
  expect((await api.client.send('/api/v1/tokens', { method: 'POST', headers, body })).status).toBe(
    409,
  );
  expect(await api.engine.parts.store.recallResponse('/api/v1/tokens make-me-one')).toBeNull();
});

test.each([
  ['nothing behind the name', ''],
  ['two lines', 'a\nb'],
  ['a blank at its end', 'a '],
  ['61 characters', 'x'.repeat(61)],
  ['signs alone', '—!'],
  ['a character that is not seen', 'c\u200bi'],
  ['a mark of direction', '\u202ename'],
  ['words that end a claim', 'ci) (token admin'],
  ["the admin's", 'Admin'],
])('D8: a name with %s is refused', async (_, name) => {
  const { status, body } = await sent('POST', '/api/v1/tokens', admin, { name, role: 'read' });
  expect([status, body.error.code]).toEqual([422, 'invalid']);
});

test('D8: a role, channel or end that does not exist is refused, as is a taken name', async () => {
  const asked = (changes: Record<string, unknown>) =>
    sent('POST', '/api/v1/tokens', admin, { name: 'odd', role: 'read', ...changes });
  for (const changes of [
    { role: 'admin' },
    { role: 'take-part' },
    { channels: [] },
    { channels: ['C0123'] },
    { channels: ['slack/C0123 '] },
    { days: 0 },
    { days: 366 },
    { days: 1.5 },
  ])
    expect((await asked(changes)).status, JSON.stringify(changes)).toBe(422);
  const { body } = await asked({ channels: ['C0123'] });
  expect(body.error.message).toContain(
    'channels.0: must be a platform and its channel, as in slack/C0AB12',
  );
  await added('taken');
  expect(
    (await sent('POST', '/api/v1/tokens', admin, { name: 'TAKEN', role: 'read' })).status,
  ).toBe(409);
});

test('D8: the header is compared as a whole', async () => {
  const token = await added('whole');
  for (const [given, held] of [
    [token, 'a named token'],
    [TOKEN, "the admin's"],
  ] as const) {
    for (const right of [`Bearer ${given}`, `bearer ${given}`, `BEARER ${given}`])
      expect((await sent('GET', '/api/v1/designs', right)).status, held).toBe(200);
    for (const wrong of [
      `Bearer ${given} anything`,
      `Bearer  ${given}`,
      `Bearer\t${given}`,
      `Bearer ${given.slice(0, -1)}`,
      `Bearer ${given}x`,
      `Bearer ${given},`,
      `Bearer "${given}"`,
      `Bearer ${given}, Bearer ${given}`,
      `Bearer${given}`,
      `Token ${given}`,
      given,
      'Bearer',
      'Bearer ',
    ])
      expect((await sent('GET', '/api/v1/designs', wrong)).status, wrong).toBe(401);
  }
  expect((await sent('GET', '/api/v1/designs', null)).status).toBe(401);
});

test('D8: a token with a line break, in two headers or in the query is refused', async () => {
  const token = await added('lines');
  const status = async (lines: string) =>
    Number(/^HTTP\/1\.1 (\d+)/.exec(await rawRequest(api.server.port, lines))?.[1]);
  expect(
    await status(
      `GET /api/v1/designs HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n`,
    ),
  ).toBe(200);
  for (const lines of [
    `authorization: Bearer ${token}\r\n anything\r\n`,
    `authorization: Bearer ${token}\nx: y\r\n`,
    `authorization: Bearer\r\n ${token}\r\n`,
    `authorization: Bearer wrong\r\nauthorization: Bearer ${token}\r\n`,
  ])
    expect([400, 401], lines).toContain(
      await status(`GET /api/v1/designs HTTP/1.1\r\nhost: localhost\r\n${lines}`),
    );
  expect(await status(`GET /api/v1/designs?token=${token} HTTP/1.1\r\nhost: localhost\r\n`)).toBe(
    401,
  );
});

test('D8: a revoked token is refused, by its word, and its name is free', async () => {
  const token = await added('robot');
  expect((await sent('DELETE', '/api/v1/tokens/robot', admin)).body).toEqual({
    name: 'robot',
    revoked: true,
  });
  expect((await sent('DELETE', '/api/v1/tokens/robot', admin)).status).toBe(404);
  const refused = await sent('GET', '/api/v1/designs', `Bearer ${token}`);
  expect([refused.status, refused.text]).toEqual([
    401,
    expect.stringContaining('This token was revoked.'),
  ]);
  const next = await added('robot');
  expect((await sent('GET', '/api/v1/designs', `Bearer ${next}`)).status).toBe(200);
  expect((await sent('GET', '/api/v1/designs', `Bearer ${token}`)).status).toBe(401);
});

test('A18: a token of a name that another had before is not given the answers to its requests', async () => {
  const start = async (token: string) => {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': 'k1',
      authorization: `Bearer ${token}`,
    };
    const body = JSON.stringify({ topic: 'Which boiler heats the mill?' });
    return (await fetch(`${api.server.url}/api/v1/designs`, { method: 'POST', headers, body }))
      .status;
  };
  expect(await start(await added('mill', { role: 'take part' }))).toBe(201);
  await sent('DELETE', '/api/v1/tokens/mill', admin);
  api.clock.aheadMs += 1_000;
  expect(await start(await added('mill', { role: 'take part', channels: ['slack/C1'] }))).toBe(422);
});

test('D8: an answer that goes on ends once its token is revoked', async () => {
  const token = await added('listener');
  const given = { token: TOKEN, localToken: LOCAL_TOKEN, metricsToken: null };
  const { requireToken } = createGuards(
    given,
    api.engine.parts,
    new Door({ ...api.engine.parts, count: () => undefined, places: 1 }),
    createEntrance({ token: TOKEN, publicUrl: null, proxies: NO_PROXIES }, api.engine.parts),
  );
  let stillThere: (() => Promise<unknown>) | undefined;
  const app = new Hono().use(requireToken).get('/', (context) => {
    stillThere = context.get('viewerAgain');
    return context.text('');
  });
  expect((await app.request('/', { headers: { authorization: `Bearer ${token}` } })).status).toBe(
    200,
  );
  expect(await stillThere?.()).toMatchObject({ kind: 'token', token: { name: 'listener' } });
  await sent('DELETE', '/api/v1/tokens/listener', admin);
  await expect.poll(() => stillThere?.(), WAIT).toBeNull();
});

test('D8: an expired token is refused, and its use is noted once a minute', async () => {
  const later = new Client(api.engine);
  const token = await added('short', { days: 1 });
  const headers = { authorization: `Bearer ${token}` };
  const used = async () => (await named('short')).lastUsedAt;
  expect(await used()).toBeNull();
  for (let count = 0; count < 5; count++)
    expect((await later.send('/api/v1/designs', { headers })).status).toBe(200);
  await expect.poll(used, WAIT).not.toBeNull();
  const first = await used();
  api.clock.aheadMs += 30_000;
  await later.send('/api/v1/designs', { headers });
  expect(await used()).toBe(first);
  api.clock.aheadMs += 31_000;
  await later.send('/api/v1/designs', { headers });
  await expect.poll(used, WAIT).not.toBe(first);
  api.clock.aheadMs += 86_400_000;
  const refused = await later.send('/api/v1/designs', { headers });
  expect([refused.status, refused.text]).toEqual([
    401,
    expect.stringContaining('This token has expired.'),
  ]);
  expect((await named('short')).holds).toBe(false);
});

test('the metrics take their own token and the admin’s, and nothing else takes that one', async () => {
  const named = await added('watcher', { role: 'operate' });
  const status = async (path: string, token: string) =>
    (await sent('GET', path, `Bearer ${token}`)).status;
  expect(await status('/metrics', METRICS_TOKEN)).toBe(200);
  expect(await status('/metrics', TOKEN)).toBe(200);
  for (const token of [named, LOCAL_TOKEN, `${METRICS_TOKEN}x`])
    expect(await status('/metrics', token)).toBe(401);
  for (const path of ['/api/v1/designs', '/api/v1/tokens'])
    expect(await status(path, METRICS_TOKEN)).toBe(401);
});
