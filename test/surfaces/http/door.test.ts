import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Problem } from '#acts/problem.ts';
import type { Clock } from '#foundation/clock.ts';
import { BODY_BYTES, limitBody } from '#surfaces/http/body.ts';
import {
  Budget,
  countPlaces,
  type IdentifiedClient,
  networkOf,
  Places,
} from '#surfaces/http/door/budget.ts';
import { Door } from '#surfaces/http/door/door.ts';
import { wrapProblem } from '#surfaces/http/envelope.ts';
import { listen } from '#surfaces/http/server.ts';
import { answering } from '../../engine/running-engine.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { movable } from '../engines.ts';
import { Browser } from './browser.ts';
import { Client, LOCAL_TOKEN, openApi, served, TOKEN } from './client.ts';

/** The budget before all routes: its arithmetic, and what it does to real sockets. */

describe('places of those who have not said who they are', () => {
  test('A22: whoever comes gets one, and the network with the most gives up its oldest', () => {
    const places = new Places<string>(4);
    for (const slow of ['slow 0', 'slow 1', 'slow 2']) expect(places.take(slow, 'here')).toBeNull();
    expect(places.take('guest', 'there')).toBeNull();
    expect(places.take('slow 3', 'here')).toBe('slow 0');
    expect(places.take('slow 4', 'here')).toBe('slow 1');
    expect(places.take('colleague', 'there')).toBe('slow 2');
    places.leave('slow 3');
    expect(places.take('another', 'elsewhere')).toBeNull();
  });

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ])('A22: %j is of the network %j', (address, network) => {
    expect(networkOf(address).replace(/^:/, '0:')).toBe(network);
  });
});

test('A22: of a listener for IPv6, addresses of IPv4 are networks of their own', () => {
  const door = new Door({ log: keepLog(), clock: realClock, count: () => undefined, places: 2 });
  const open = ['192.0.2.1', '198.51.100.9', '198.51.100.9'].map((address) => {
    const socket = { remoteAddress: `::ffff:${address}`, destroyed: false };
    const destroy = () => {
      socket.destroyed = true;
    };
    const opened = Object.assign(new EventEmitter(), socket, { destroy }) as unknown as Socket;
    door.opened(opened);
    return socket;
  });
  expect(open.map(({ destroyed }) => destroyed)).toEqual([false, true, false]);
});

describe('shares of those who have', () => {
  const PLACES = 128;
  const takeAll = (budget: Budget, holder: IdentifiedClient) => {
    const taken: Disposable[] = [];
    for (
      let one = budget.take(holder, 'streams');
      one !== null;
      one = budget.take(holder, 'streams')
    )
      taken.push(one);
    return taken;
  };
  const member = (id: string | number) => ({ kind: 'member', id: `${id}` }) as const;

  test('A22: each gets an eighth of what the others leave: sixteen greedy ones shut nobody out', () => {
    const budget = new Budget(PLACES);
    const [first = []] = Array.from({ length: 16 }, (_, id) => takeAll(budget, member(id)));
    expect(first).toHaveLength((4 * PLACES) / 8);
    expect(takeAll(budget, member('late')).length).toBeGreaterThan(4);
    // Other resources and other kinds are as free as before.
    expect(budget.take(member(0), 'requests')).not.toBeNull();
    for (const kind of ['link', 'operator', 'local', 'revoking'] as const)
      expect(takeAll(budget, { kind, id: '0' })).toHaveLength(first.length);
  });

  test('A22: what is given back twice counts once', () => {
    const budget = new Budget(PLACES);
    const [one] = takeAll(budget, member('ana'));
    for (let times = 0; times < 2; times += 1) one?.[Symbol.dispose]();
    expect(takeAll(budget, member('ana'))).toHaveLength(1);
  });

  test('A22: with few places each client still gets one of everything', () => {
    const budget = new Budget(1);
    for (const what of ['requests', 'streams'] as const) {
      expect(budget.take(member('one'), what)).not.toBeNull();
      expect(budget.take(member('other'), what)).not.toBeNull();
    }
  });
});

const api = eachTest(async () => {
  const passing = unhurriedClock();
  const now = passing.now();
  // What is counted by the minute stands still, and what takes its time has all of it.
  const at: Clock['at'] = (dueAt, happen) => passing.at(passing.now() + dueAt - now, happen);
  const clock = movable({ now: () => now, at });
  const { client, engine, log } = await openApi({ parts: { clock } });
  const { url, port } = await served(client);
  return { client, engine, log, clock, url, port };
});
const FORM = 'application/x-www-form-urlencoded';
const refusals = () => api.log.events.filter(({ event }) => event === 'request_refused');

async function opened(port = api.port): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  // The other side may hang up at any moment here.
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}
const lines = (method: string, path: string, headers: Readonly<Record<string, string>>) => {
  const all = Object.entries({ host: new URL(api.url).host, ...headers });
  return [`${method} ${path} HTTP/1.1`, ...all.map((pair) => pair.join(': ')), '', ''].join('\r\n');
};
const statusOf = async (socket: Socket) => {
  const [data] = await once(socket, 'data');
  return String(data).slice(9, 12);
};

describe('a stranger', () => {
  test('A22: a stranger is refused a long form by its size, before any of it is read', async () => {
    const socket = await opened();
    const sent = { origin: api.url, 'content-type': FORM, 'content-length': '1000000000' };
    socket.write(lines('POST', '/sign-in', sent));
    expect(await statusOf(socket)).toBe('413');
    await once(socket, 'close');
  });

  test('A22: a stranger is cut where a form does not say its size and gets long', async () => {
    const socket = await opened();
    const sent = { origin: api.url, 'content-type': FORM, 'transfer-encoding': 'chunked' };
    socket.write(lines('POST', '/sign-in', sent));
    for (let piece = 0; piece < 5; piece += 1) socket.write(`400\r\n${'x'.repeat(0x400)}\r\n`);
    expect(await statusOf(socket)).toBe('413');
    await once(socket, 'close');
  });

  test('A22: who sends slowly gives way, and a right token gets in beside any number of them', async () => {
    const slow = await Promise.all(Array.from({ length: 300 }, () => opened()));
    for (const socket of slow) socket.write('P');
    const browser = new Browser(api.url);
    expect((await browser.post('/sign-in', { token: TOKEN })).status).toBe(303);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    await expect.poll(() => slow.filter(({ destroyed }) => !destroyed).length).toBeLessThan(130);
    // One line in ten seconds, of which none pass here.
    expect(refusals().map(({ facts }) => facts.kind)).toEqual(['crowded']);
  });

  test('A22: a stranger is answered once on a connection, and a token as often as it asks', async () => {
    const ends = async (headers: Readonly<Record<string, string>>) => {
      const socket = await opened();
      socket.write(lines('GET', '/api/v1/designs', headers));
      return /^connection: close\r$/im.test(String((await once(socket, 'data'))[0]));
    };
    expect(await ends({})).toBe(true);
    expect(await ends({ authorization: `Bearer chrt_${'x'.repeat(43)}` })).toBe(true);
    expect(await ends({ authorization: `Bearer ${TOKEN}` })).toBe(false);
  });

  test('A22: a stranger has no more than a few requests under way on one connection', async () => {
    const socket = await opened();
    socket.write(lines('GET', '/api/v1/designs', {}).repeat(500));
    await once(socket, 'close');
    const { text } = await api.client.send('/metrics');
    const counted = (kind: string) =>
      Number(new RegExp(`refused_total\\{kind="${kind}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
    expect(counted('crowded')).toBe(1);
    // The others are dropped.
    expect(counted('no_token')).toBeLessThan(10);
  });

  test('A22: a form that is broken off is no error, and one line that a count follows', async () => {
    const breakOff = async (times: number) => {
      const socket = await opened();
      const sent = { origin: api.url, 'content-type': FORM, 'content-length': '100' };
      socket.write(`${lines('POST', '/sign-in', sent)}token=`);
      // Until it is being read.
      await expect.poll(() => socket.bytesWritten).toBeGreaterThan(100);
      await fetch(`${api.url}/healthz`);
      socket.destroy();
      await expect
        .poll(async () => (await api.client.send('/metrics')).text)
        .toContain(`{kind="broken_off"} ${times}`);
    };
    for (let times = 1; times <= 5; times += 1) await breakOff(times);
    expect(refusals().map(({ facts }) => facts)).toEqual([
      expect.objectContaining({ kind: 'broken_off', untold: 0 }),
    ]);
    api.clock.aheadMs += 60_000;
    await breakOff(6);
    expect(refusals().at(-1)?.facts).toMatchObject({ kind: 'broken_off', untold: 4 });
    expect(api.log.events.filter(({ event }) => event === 'request_failed')).toEqual([]);
  });
});

describe('somebody who is known', () => {
  const MOST_STREAMS = (4 * countPlaces()) / 8;
  const stream = async (headers: Readonly<Record<string, string>>, path: string) => {
    const sending = request({
      ...{ host: '127.0.0.1', port: api.port, path, agent: false },
      headers: { accept: 'text/event-stream', host: new URL(api.url).host, ...headers },
    });
    sending.on('error', () => undefined).end();
    onTestFinished(() => void sending.destroy());
    const [response] = await once(sending, 'response');
    response.on('error', () => undefined).resume();
    const leave = () => void sending.destroy();
    return {
      status: response.statusCode,
      retryAfter: response.headers['retry-after'] ?? null,
      leave,
    };
  };

  test('A22: a link opens so many streams, which take none of a token, and one that is closed makes room', async () => {
    const id = await answering(api.engine);
    const made = await api.client.post(`/${id}/links`, { days: 1 });
    const browser = new Browser(api.url);
    await browser.get(made.body.path);
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const byLink = { cookie, 'sec-fetch-site': 'same-origin' };
    const path = `/live?design=${id}&since=0`;
    const open = [];
    for (let count = 0; count < MOST_STREAMS; count += 1) open.push(await stream(byLink, path));
    expect(new Set(open.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await stream(byLink, path)).toMatchObject({ status: 429, retryAfter: '1' });
    expect(refusals()[0]?.facts).toMatchObject({ kind: 'too_much', what: 'streams' });
    // Nothing is looked up for them.
    expect(await stream(byLink, '/live?design=another')).toMatchObject({ status: 429 });
    // The page itself is still there for them.
    expect((await browser.get(`/designs/${id}`)).status).toBe(200);
    const byToken = { authorization: `Bearer ${TOKEN}` };
    const other = await stream(byToken, `/api/v1/designs/${id}/events`);
    expect(other.status).toBe(200);
    open[0]?.leave();
    await expect.poll(async () => (await stream(byLink, path)).status).toBe(200);
    for (const { leave } of [...open, other]) leave();
    await api.client.post(`/${id}/cancel`);
  });

  test('A22: after a body that is too large, the next call of a client is answered', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const statuses = async () => {
      const large = await fetch(`${api.url}/api/v1/designs`, {
        ...{ method: 'POST', headers, body: 'x'.repeat(2 * BODY_BYTES) },
      });
      await large.text();
      const next = await fetch(`${api.url}/api/v1/designs`, { headers });
      await next.text();
      return [large.status, large.headers.get('connection'), next.status];
    };
    for (let times = 0; times < 4; times += 1)
      expect(await statuses()).toEqual([413, 'close', 200]);
  });

  test('A22: sessions by one token share what the token has', async () => {
    const id = await answering(api.engine);
    const signedIn = async () => {
      const browser = new Browser(api.url);
      expect((await browser.post('/sign-in', { token: TOKEN })).status).toBe(303);
      const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
      return { cookie, 'sec-fetch-site': 'same-origin' };
    };
    const [one, other] = [await signedIn(), await signedIn()];
    const path = `/live?design=${id}&since=0`;
    const open = [];
    for (let count = 0; count < MOST_STREAMS; count += 1) open.push(await stream(one, path));
    expect(open.at(-1)).toMatchObject({ status: 200 });
    expect(await stream(other, path)).toMatchObject({ status: 429 });
    for (const { leave } of open) leave();
    await api.client.post(`/${id}/cancel`);
  });
});

describe('while others hold all that they get', () => {
  const MORE_THAN_ALL = (2 * countPlaces()) / 8 + 1;
  const QUESTION = { topic: 'Which door?', repo: 'app' };
  const JSON_BODY = { 'content-type': 'application/json' };

  /**
   * The API at its two addresses, with a repository that is never found: whoever names it waits.
   */
  const holdable = async () => {
    const repositories = {
      names: ['app'],
      pin: () => new Promise<never>(() => undefined),
      bring: () => Promise.reject(new Error('no folder is brought here')),
      reopen: async () => null,
      follow: async () => null,
    };
    const client = new Client(api.engine, { repositories, metricsToken: 'for-metrics-alone' });
    const [{ url }, local] = [await served(client), await served(client, { local: true })];
    const leaving = new AbortController();
    onTestFinished(() => leaving.abort());
    const ask = (token: string, method: string, path: string, body?: object, at = url) =>
      fetch(`${at}${path}`, {
        method,
        headers: { ...JSON_BODY, authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: leaving.signal,
      }).then(({ status }) => status);
    const hold = async (token: string) => {
      const answers = Array.from({ length: MORE_THAN_ALL }, () =>
        ask(token, 'POST', DESIGNS, QUESTION),
      );
      for (const answer of answers)
        answer.catch((error: unknown) => expect(error).toBe(leaving.signal.reason));
      // All that are answered are refused.
      expect(await Promise.race(answers)).toBe(429);
      await expect.poll(() => ask(token, 'GET', DESIGNS)).toBe(429);
    };
    const add = async (name: string, role: string) => {
      const { body } = await client.send('/api/v1/tokens', {
        method: 'POST',
        headers: JSON_BODY,
        body: JSON.stringify({ name, role }),
      });
      return String(body.token);
    };
    return { client, local: local.url, ask, hold, add };
  };
  const DESIGNS = '/api/v1/designs';

  test.each(['take part', 'operate'])(
    'A22: four tokens that may %s shut out neither other tokens nor operators, metrics or command line',
    async (role) => {
      const { client, local, ask, hold, add } = await holdable();
      const id = await answering(api.engine);
      const names = ['one', 'two', 'three', 'four'];
      const other = await add('other', 'take part');
      for (const token of await Promise.all(names.map((name) => add(name, role))))
        await hold(token);
      const question = { topic: 7 };
      const asked = [
        ask(other, 'GET', DESIGNS),
        ask(other, 'POST', DESIGNS, question),
        ask(TOKEN, 'GET', '/operations'),
        ask(TOKEN, 'GET', '/metrics'),
        ask('for-metrics-alone', 'GET', '/metrics'),
        ask(LOCAL_TOKEN, 'POST', DESIGNS, question, local),
        ask(TOKEN, 'POST', `${DESIGNS}/${id}/cancel`, {}),
      ];
      expect(await Promise.all(asked)).toEqual([200, 422, 200, 200, 200, 422, 202]);
      for (const name of names)
        expect(await ask(TOKEN, 'DELETE', `/api/v1/tokens/${name}`)).toBe(200);
      client.closing.abort();
    },
  );

  test('A22: an operator who holds all that they get can still revoke, and so can the command line', async () => {
    const { local, ask, hold, add } = await holdable();
    for (const name of ['one', 'two']) await add(name, 'read');
    await hold(TOKEN);
    expect(await ask(TOKEN, 'DELETE', '/api/v1/tokens/one')).toBe(200);
    expect(await ask(LOCAL_TOKEN, 'DELETE', '/api/v1/tokens/two', {}, local)).toBe(200);
    expect(await ask(LOCAL_TOKEN, 'GET', DESIGNS, undefined, local)).toBe(200);
  });
});

describe('a body that is being read', () => {
  /**
   * A door with one route that reads, and answers when told; `looks`: what the door's clock was
   * asked to do.
   */
  const open = async () => {
    const looks: { afterMs: number; happen: () => void }[] = [];
    const clock = {
      now: () => 0,
      at: (afterMs: number, happen: () => void) => {
        looks.push({ afterMs, happen });
        return new DisposableStack();
      },
    };
    const { promise: isAnswered, resolve: answer } = Promise.withResolvers<void>();
    const door = new Door({ log: keepLog(), clock, count: () => undefined, places: countPlaces() });
    const sockets: Socket[] = [];
    const app = new Hono();
    app.use(door.arrived, async (context, next) => {
      const { incoming } = context.env as HttpBindings;
      sockets.push(incoming.socket);
      door.enter(context, { kind: 'member', id: 'ci' });
      await next();
    });
    let read = 0;
    app.post('/', limitBody(BODY_BYTES), async (context) => {
      read += 1;
      await isAnswered;
      return context.text(await context.req.text());
    });
    app.onError((error, context) => wrapProblem(context, error as Problem));
    const server = await listen({ app, door }, '127.0.0.1', 0);
    onTestFinished(() => server.close(0));
    const post = async (size: Readonly<Record<string, string>>, body = '') => {
      const socket = await opened(server.port);
      socket.write(`${lines('POST', '/', size)}${body}`);
      return socket;
    };
    return { looks, answer, sockets, post, bodiesRead: () => read };
  };
  const CHUNKED = { 'transfer-encoding': 'chunked' };
  const WHOLE = '6\r\na body\r\n0\r\n\r\n';

  test('A22: one of less than 1,000 bytes a second is refused from the third second on', async () => {
    const { looks, sockets, post } = await open();
    const socket = await post({ 'content-length': '10000' });
    const look = async (afterMs: number) => {
      await expect.poll(() => looks).toEqual([expect.objectContaining({ afterMs })]);
      looks.pop()?.happen();
    };
    const send = async (bytes: number) => {
      const before = sockets[0]?.bytesRead ?? 0;
      socket.write('x'.repeat(bytes));
      await expect.poll(() => sockets[0]?.bytesRead).toBe(before + bytes);
    };
    await look(2_000);
    await send(1_000);
    await look(1_000);
    await send(999);
    const answered = once(socket, 'data');
    await look(1_000);
    const [answer] = await answered;
    expect(String(answer)).toMatch(/^HTTP\/1.1 408 .*"code":"too_slow"/s);
    await once(socket, 'close');
  });

  test('A22: an act whose body is broken off is in the log as refused', async () => {
    const socket = await opened();
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    socket.write(`${lines('POST', '/api/v1/designs', { ...headers, 'content-length': '100' })}{`);
    const arrived = async () => (await api.client.send('/metrics')).text;
    // Until it is being read.
    await fetch(`${api.url}/healthz`);
    socket.destroy();
    await expect.poll(arrived).toContain('{kind="broken_off"} 1');
    const acts = () => api.log.events.filter(({ event }) => event === 'act_refused');
    await expect
      .poll(acts)
      .toEqual([{ event: 'act_refused', facts: expect.objectContaining({ what: 'start' }) }]);
  });

  test('A22: one counts until it is read, and not while it is answered', async () => {
    const { answer, post, bodiesRead } = await open();
    for (let count = 1; count <= 4; count += 1) {
      await post(CHUNKED, WHOLE);
      await expect.poll(bodiesRead).toBe(count);
    }
    // One that does not say its size may take the most that is read: two of them are all that one
    // client has.
    const slow = await Promise.all([post(CHUNKED), post(CHUNKED)]);
    const another = async () => statusOf(await post({ 'content-length': '6' }, 'a body'));
    await expect.poll(another).toBe('429');
    answer();
    slow[0]?.destroy();
    await expect.poll(another).toBe('200');
  });
});
