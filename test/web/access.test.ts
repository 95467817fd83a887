/** Who may read and act over HTTP. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Fault } from '#support/fault.ts';
import { designAt } from '#test/support/design-world.ts';
import { ADMIN_TOKEN, openWeb, type WebWorld } from './world.ts';

type Call = readonly [method: string, path: string, body?: unknown];

const FILE = 'decision.md';
const files = { [FILE]: 'secret', [`failures/${FILE}`]: 'secret' };
const trace = () => [];
/** What everybody may read. */
const PUBLIC = ['/healthz', '/readyz', '/assets/:name'];
/** Bodies that fit, where an empty one does not. */
const BODIES: Readonly<Record<string, object>> = {
  '/api/v1/designs': { topic: 'from outside' },
  '/api/v1/designs/:id/replies': { text: 'from outside' },
  '/api/v1/designs/:id/gates/:gateId': { choice: 'accept', sha256: '0'.repeat(64) },
};

/** A call of each route that the app has, and of some that it has not. */
function callsOf({ routes }: WebWorld, id: string) {
  const values = new Map(Object.entries({ id, n: '1', gateId: 'any', name: FILE }));
  const callOf = (method: string, path: string): Call => {
    const filled = path.replace(/:(\w+)/g, (_, name) => values.get(name) ?? `no-${name}`);
    return method === 'GET' ? [method, filled] : [method, filled, BODIES[path] ?? {}];
  };
  const closed = routes.filter(({ path }) => !PUBLIC.includes(path));
  const pick = (isRead: boolean, isOfDesign: boolean) =>
    closed
      .filter(
        ({ method, path }) => (method === 'GET') === isRead && path.includes(':') === isOfDesign,
      )
      .map(({ method, path }) => callOf(method, path));
  const none = [
    callOf('PUT', '/api/v1/designs/:id'),
    callOf('PATCH', '/api/v1/designs/:id'),
    callOf('POST', '/designs/:id'),
  ];
  return {
    reads: pick(true, true),
    writes: [...pick(false, true), ...none],
    lists: pick(true, false),
    starts: pick(false, false),
  };
}

function call(
  web: WebWorld,
  [method, path, body]: Call,
  credentials: { key?: string; authorization?: string },
): Promise<Response> {
  const { key, authorization } = credentials;
  const query = key === undefined ? '' : `?${new URLSearchParams({ key })}`;
  return fetch(`${web.url}${path}${query}`, {
    method,
    headers: authorization === undefined ? {} : { authorization },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('A18: 300 calls with another key, or none, read and change nothing', async () => {
  await using web = await openWeb();
  const { id, key } = await web.put(designAt('answering').events, { trace, files });
  const other = await web.put(designAt('deciding', { citations: 'absent' }).events);
  const { reads, writes, lists, starts } = callsOf(web, id);
  const before = await web.store.events(id);
  const foreign = [
    {},
    { key: '' },
    { key: other.key },
    { key: web.store.listKey },
    { key: ADMIN_TOKEN },
    { key: key.slice(0, -1) },
    { key: `${key}0` },
    { key: key.toUpperCase() },
    { authorization: 'Bearer ' },
    { authorization: `Bearer ${key}` },
    { authorization: `Bearer ${web.store.listKey}` },
    { authorization: `Bearer ${ADMIN_TOKEN}x` },
    { authorization: `Basic ${ADMIN_TOKEN}` },
    { authorization: ADMIN_TOKEN },
  ];
  const calls = [
    ...foreign.flatMap((credentials) =>
      [...reads, ...writes, ...starts].map((each) => [each, credentials] as const),
    ),
    // No key of its own writes either, and each opens its own part only.
    ...[{ key }, { key: web.store.listKey }].flatMap((credentials) =>
      [...writes, ...starts, ...callsOf(web, other.id).reads].map(
        (each) => [each, credentials] as const,
      ),
    ),
    ...[...foreign.filter(({ key: each }) => each !== web.store.listKey), { key }].flatMap(
      (credentials) => lists.map((each) => [each, credentials] as const),
    ),
  ];
  expect(calls.length).toBeGreaterThan(300);
  for (const [each, credentials] of calls) {
    const answer = await call(web, each, credentials);
    const text = await answer.text();
    expect([each, credentials, answer.status]).toEqual([each, credentials, 401]);
    for (const secret of ['secret', 'Redis', key, other.key, web.store.listKey])
      expect(text).not.toContain(secret);
  }
  expect(await web.store.events(id)).toEqual(before);
  expect(await web.store.inboxOf(id)).toEqual([]);
  expect(await web.store.find({ limit: 10 })).toHaveLength(2);
});

test('A18: a design’s key, the list’s key and the admin token each open what is theirs', async () => {
  await using web = await openWeb();
  const { id, key } = await web.put(designAt('ended').events, { trace, files });
  const { reads, lists } = callsOf(web, id);
  const admin = { authorization: `Bearer ${ADMIN_TOKEN}` };
  for (const each of reads) {
    expect([each, (await call(web, each, { key })).status]).toEqual([each, 200]);
    expect([each, (await call(web, each, admin)).status]).toEqual([each, 200]);
  }
  for (const each of lists) {
    const answer = await call(web, each, { key: web.store.listKey });
    expect([each, answer.status]).toEqual([each, 200]);
    expect((await call(web, each, admin)).status).toBe(200);
    // The list's page links to each design by that design's key; its JSON holds none.
    expect((await answer.text()).includes(key)).toBe(each[1] === '/');
  }
  for (const each of reads.filter(([, path]) => path.startsWith('/api')))
    expect(await (await call(web, each, { key })).text()).not.toContain(key);
});

test.each([null, ''])(
  'A18: with %j for an admin token nobody acts, whatever is sent',
  async (adminToken) => {
    await using web = await openWeb({ adminToken });
    const { id, key } = await web.put(designAt('answering').events);
    const { writes, starts } = callsOf(web, id);
    for (const authorization of ['Bearer null', 'Bearer  x', 'Bearer undefined', `Bearer ${key}`])
      for (const each of [...writes, ...starts])
        expect((await call(web, each, { key, authorization })).status).toBe(401);
    expect((await call(web, ['GET', `/designs/${id}`], { key })).status).toBe(200);
  },
);

test('A22: without a token nothing is answered but health', async () => {
  let away = true;
  await using web = await openWeb({
    ping: () => (away ? Promise.reject(new Error('10.0.0.7 is away')) : Promise.resolve()),
  });
  expect(await (await web.get('/healthz')).json()).toEqual({ ok: true });
  const answer = await web.get('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toContain('10.0.0.7');
  away = false;
  expect((await web.get('/readyz')).status).toBe(200);
  for (const path of ['/metrics', '/api', '/api/v1', '/api/v1/nothing', '/favicon.ico', '/login'])
    expect((await web.get(path)).status).toBe(401);
  const admin = { authorization: `Bearer ${ADMIN_TOKEN}` };
  expect((await web.get('/api/v1/nothing', admin)).status).toBe(404);
});

test('A22: a body without the token is not read, and one with it is bounded', async () => {
  await using web = await openWeb();
  const endless = (limit: number) => {
    let sent = 0;
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 100_000;
        if (sent > limit) controller.close();
        else controller.enqueue(new Uint8Array(100_000).fill(32));
      },
    });
  };
  const post = (body: NonNullable<RequestInit['body']>, headers: Record<string, string>) =>
    fetch(`${web.url}/api/v1/designs`, { method: 'POST', headers, body, duplex: 'half' });
  const admin = { authorization: `Bearer ${ADMIN_TOKEN}` };
  expect((await post(endless(9_000_000), admin)).status).toBe(413);
  expect((await post(Buffer.alloc(8_000_001, ' '), admin)).status).toBe(413);
  // Such a body may be answered, or cut, before it has ended.
  const answer = await post(endless(1_000_000), {}).catch(() => null);
  expect([401, undefined]).toContain(answer?.status);
});

test('A22: 2,000 connections are open at once, and no more', async () => {
  await using web = await openWeb();
  const open = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(web.url).port), '127.0.0.1');
    await once(socket, 'connect');
    return socket.on('error', () => socket.destroy());
  };
  const ask = async (socket: Socket) => {
    const answers = once(socket, 'data').then(() => 'answered');
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    return Promise.race([answers, once(socket, 'close').then(() => 'closed')]);
  };
  const sockets: Socket[] = [];
  for (let count = 0; count < 2_000; count += 1) sockets.push(await open());
  expect(await ask(sockets[1_999] as Socket)).toBe('answered');
  expect(await ask(await open())).toBe('closed');
  for (const socket of sockets) socket.destroy();
});

test('A22: clients that go away in the middle harm nobody', async () => {
  await using web = await openWeb();
  const text = Array.from({ length: 100_000 }, (_, index) => `${index} ${Math.sin(index)}`).join(
    '\n',
  );
  const { id, key } = await web.put(designAt('ended').events, { files: { 'decision.md': text } });
  const head = (method: string, path: string, more: string) =>
    `${method} ${path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n${more}\r\n\r\n`;
  const body = `Authorization: Bearer ${ADMIN_TOKEN}\r\nContent-Length: 5000\r\n\r\n{"topic":`;
  const chunks = `Authorization: Bearer ${ADMIN_TOKEN}\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"topic"`;
  const requests = [
    head('GET', `/designs/${id}?key=${key}`, 'Accept: text/html'),
    head('GET', `/api/v1/designs/${id}/artifacts/decision.md?key=${key}`, 'Accept: */*'),
    head('GET', `/api/v1/designs/${id}/events?key=${key}`, 'Accept: text/event-stream'),
    head('GET', '/assets/idiomorph.js', 'Accept: */*'),
    head('POST', '/api/v1/designs', body),
    head('POST', '/api/v1/designs', chunks),
  ];
  const { port } = new URL(web.url);
  const leave = async (request: string, when: 'sent' | 'answered') => {
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(request);
    if (when === 'answered') await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    socket.resetAndDestroy();
  };
  for (let n = 0; n < 10; n++)
    for (const request of requests) {
      await leave(request, 'sent');
      if (!request.startsWith('POST')) await leave(request, 'answered');
    }
  // What nobody catches would end the daemon, and fails this run.
  expect((await web.get('/healthz')).status).toBe(200);
  expect(web.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

test('a store that is away is not ready, and a client that left is no error', async () => {
  await using web = await openWeb();
  const list = `/api/v1/designs?key=${web.store.listKey}`;
  for (const code of ['store_away', 'store_full', 'store_read_only'] as const) {
    web.designs.find = () => Promise.reject(new Fault(code, 'no answer'));
    const answer = await web.get(list);
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { error: { code: 'not_ready' } },
    ]);
  }
  const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
  const { promise: rows, reject } = Promise.withResolvers<never>();
  web.designs.find = () => {
    asked();
    return rows;
  };
  const socket = connect(Number(new URL(web.url).port), '127.0.0.1');
  socket.write(`GET ${list} HTTP/1.1\r\nHost: a\r\n\r\n`);
  await isAsked;
  socket.resetAndDestroy();
  await once(socket, 'close');
  // Another connection's answer comes after the reset was seen.
  await web.get('/healthz');
  reject(new Error('the answer has no reader'));
  await expect.poll(() => web.lines.some((line) => line.includes('client_gone'))).toBe(true);
  expect(web.lines.filter((line) => line.includes('"level":"warn"'))).toHaveLength(3);
  expect(web.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

test('D6: keys and tokens do not stand in the log', async () => {
  await using web = await openWeb();
  const { id, key } = await web.put(designAt('answering').events);
  await web.act('POST', `/api/v1/designs/${id}/cancel`, { reason: 'enough' });
  // From here on every reading fails.
  await web.store.close();
  for (const path of ['/readyz', `/designs/${id}?key=${key}`, `/?key=${web.store.listKey}`])
    expect((await web.get(path)).status).toBeGreaterThanOrEqual(500);
  const answer = await web.act('GET', `/api/v1/designs/${id}/events`);
  expect(await answer.json()).toMatchObject({ error: { code: 'not_ready' } });
  web.designs.find = () => Promise.reject(new Error('a bug'));
  expect((await web.get(`/?key=${web.store.listKey}`)).status).toBe(500);
  const log = web.lines.join('\n');
  expect(log).toContain('not_ready');
  expect(log).toContain('http_failed');
  for (const secret of [key, ADMIN_TOKEN, web.store.listKey]) expect(log).not.toContain(secret);
});
