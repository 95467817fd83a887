import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import { boundedBody } from '../../../src/adapters/http/body.ts';
import { BUDGET, Budget, networkOf, Places } from '../../../src/adapters/http/door/budget.ts';
import { Door } from '../../../src/adapters/http/door/door.ts';
import { consoleAddress } from '../../../src/adapters/http/sessions/console-address.ts';
import { answering } from '../../engine/running-engine.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { eachTest } from '../../support/each-test.ts';
import { movable } from '../engines.ts';
import { Browser } from './browser.ts';
import { openApi, served, TOKEN } from './client.ts';

/** The budget before all routes: its arithmetic, and what it does to real sockets. */

describe('places of those who have not said who they are', () => {
  test('A22: whoever comes gets one, and the network with the most gives up its oldest', () => {
    const places = new Places<string>(4);
    for (const slow of ['slow 0', 'slow 1', 'slow 2']) expect(places.take(slow, 'here')).toBeNull();
    expect(places.take('guest', 'there')).toBeNull();
    expect(places.take('slow 3', 'here')).toBe('slow 0');
    expect(places.take('slow 4', 'here')).toBe('slow 1');
    expect(places.take('colleague', 'there')).toBe('slow 2');
    expect(places.size).toBe(4);
  });

  test('A22: one that is left, or counts for another network, makes room', () => {
    const places = new Places<string>(2);
    places.take('one', 'proxy');
    places.take('two', 'proxy');
    places.move('two', 'client');
    places.leave('one');
    expect(places.take('three', 'client')).toBeNull();
    expect(places.take('four', 'other')).toBe('two');
    places.move('two', 'gone');
    expect(places.size).toBe(2);
  });

  test('A22: however many networks there are, there are no more places', () => {
    const places = new Places<number>(5);
    for (let at = 0; at < 1_000; at += 1) places.take(at, `network ${at}`);
    expect(places.size).toBe(5);
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
  const door = new Door({ log: keptLog(), clock: realClock, count: () => undefined, places: 2 });
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
  const ana = { kind: 'member', id: 'ana' } as const;
  const most = BUDGET.member.streams;

  test('A22: each has their own, and gets back what is disposed of, once', () => {
    const budget = new Budget();
    const taken = Array.from({ length: most.each }, () => budget.take(ana, 'streams'));
    expect(taken).not.toContain(null);
    expect(budget.take(ana, 'streams')).toBeNull();
    expect(budget.take(ana, 'requests')).not.toBeNull();
    expect(budget.take({ ...ana, id: 'ben' }, 'streams')).not.toBeNull();
    for (let times = 0; times < 2; times += 1) taken[0]?.[Symbol.dispose]();
    expect(budget.take(ana, 'streams')).not.toBeNull();
    expect(budget.take(ana, 'streams')).toBeNull();
  });

  test('A22: all of a kind have one as well, which takes nothing from another kind', () => {
    const budget = new Budget();
    let taken = 0;
    for (let id = 0; id < 100; id += 1)
      while (budget.take({ kind: 'member', id: `${id}` }, 'streams') !== null) taken += 1;
    expect(taken).toBe(most.all);
    expect(budget.take({ kind: 'link', id: 'ana' }, 'streams')).not.toBeNull();
  });
});

const api = eachTest(async () => {
  const now = realClock.now();
  const clock = movable({ ...realClock, now: () => now });
  const { client, engine, log } = await openApi({ parts: { clock } });
  const { url, port } = await served(client);
  return { client, engine, log, clock, url, port };
});
const atConsole = () => consoleAddress(null, new URL(api.url));
const FORM = 'application/x-www-form-urlencoded';
const refusals = () => api.log.events.filter(({ event }) => event === 'request_refused');

async function opened(): Promise<Socket> {
  const socket = connect(api.port, '127.0.0.1');
  // The other side may hang up at any moment here.
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}
const lines = (method: string, path: string, headers: Readonly<Record<string, string>>) => {
  const all = Object.entries({ host: atConsole().host, ...headers });
  return [`${method} ${path} HTTP/1.1`, ...all.map((pair) => pair.join(': ')), '', ''].join('\r\n');
};
const statusOf = async (socket: Socket) => {
  const [data] = await once(socket, 'data');
  return String(data).slice(9, 12);
};

describe('a stranger', () => {
  test('A22: is refused a long form by its size, before any of it is read', async () => {
    const socket = await opened();
    const sent = { origin: atConsole().origin, 'content-type': FORM, 'content-length': '1000000000' };
    socket.write(lines('POST', '/sign-in', sent));
    expect(await statusOf(socket)).toBe('413');
    await once(socket, 'close');
  });

  test('A22: is cut where a form does not say its size and gets long', async () => {
    const socket = await opened();
    const sent = { origin: atConsole().origin, 'content-type': FORM, 'transfer-encoding': 'chunked' };
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

  test('A22: is answered once on a connection, and a token as often as it asks', async () => {
    const ends = async (headers: Readonly<Record<string, string>>) => {
      const socket = await opened();
      socket.write(lines('GET', '/api/v1/designs', headers));
      return /^connection: close\r$/im.test(String((await once(socket, 'data'))[0]));
    };
    expect(await ends({})).toBe(true);
    expect(await ends({ authorization: `Bearer chrt_${'x'.repeat(43)}` })).toBe(true);
    expect(await ends({ authorization: `Bearer ${TOKEN}` })).toBe(false);
  });

  test('A22: has no more than a few requests under way on one connection', async () => {
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
    for (let times = 0; times < 5; times += 1) {
      const socket = await opened();
      const sent = { origin: atConsole().origin, 'content-type': FORM, 'content-length': '100' };
      socket.write(`${lines('POST', '/sign-in', sent)}token=`);
      // Until it is being read.
      await expect.poll(() => socket.bytesWritten).toBeGreaterThan(100);
      await fetch(`${api.url}/healthz`);
      socket.destroy();
    }
    await expect
      .poll(async () => (await api.client.send('/metrics')).text)
      .toContain('{kind="broken_off"} 5');
    expect(refusals().map(({ facts }) => facts)).toEqual([
      expect.objectContaining({ kind: 'broken_off', untold: 0 }),
    ]);
    api.clock.aheadMs += 10_000;
    await fetch(`${api.url}/api/v1/designs`);
    expect(refusals().at(-1)?.facts).toMatchObject({ kind: 'no_token', untold: 4 });
    expect(api.log.events.filter(({ event }) => event === 'request_failed')).toEqual([]);
  });
});

describe('somebody who is known', () => {
  const stream = async (headers: Readonly<Record<string, string>>, path: string) => {
    const sending = request({
      ...{ host: '127.0.0.1', port: api.port, path, agent: false },
      headers: { accept: 'text/event-stream', host: atConsole().host, ...headers },
    });
    sending.on('error', () => undefined).end();
    onTestFinished(() => void sending.destroy());
    const [response] = await once(sending, 'response');
    response.on('error', () => undefined).resume();
    const leave = () => void sending.destroy();
    return { status: response.statusCode, retryAfter: response.headers['retry-after'] ?? null, leave };
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
    for (let count = 0; count < BUDGET.link.streams.each; count += 1) open.push(await stream(byLink, path));
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
    for (let count = 0; count < BUDGET.member.streams.each; count += 1) open.push(await stream(one, path));
    expect(open.at(-1)).toMatchObject({ status: 200 });
    expect(await stream(other, path)).toMatchObject({ status: 429 });
    for (const { leave } of open) leave();
    await api.client.post(`/${id}/cancel`);
  });

  test('A22: a body without a size counts while it is read, and not while it is answered', async () => {
    const { promise: isAnswered, resolve: answer } = Promise.withResolvers<void>();
    let arrived = 0;
    const door = new Door({ log: api.log, clock: realClock, count: () => undefined, places: 1 });
    const app = new Hono();
    app.use(door.arrived, async (context, next) => {
      door.enter(context, { kind: 'member', id: 'ci' });
      await next();
    });
    app.post('/', boundedBody(BUDGET.member.bytes.each / 2), async (context) => {
      arrived += 1;
      await isAnswered;
      return context.text(await context.req.text());
    });
    const headers = { 'transfer-encoding': 'chunked' };
    const all: Promise<Response>[] = [];
    for (let count = 1; count <= 4; count += 1) {
      const body = new Blob(['a body']).stream();
      const sending = { method: 'POST', headers, body, duplex: 'half' } as const;
      all.push(Promise.resolve(app.request('/', sending)));
      await expect.poll(() => arrived).toBe(count);
    }
    answer();
    for (const each of await Promise.all(all)) expect(await each.text()).toBe('a body');
  });

  test('A22: bodies that are being read count until they are', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const sent = lines('POST', '/api/v1/designs', { ...headers, 'content-length': '1500000' });
    const slow = await Promise.all([opened(), opened(), opened()]);
    for (const socket of slow) socket.write(`${sent}{`);
    const asked = () =>
      fetch(`${api.url}/api/v1/designs`, { method: 'POST', headers, body: '{"topic":7}' }).then(
        ({ status }) => status,
      );
    await expect.poll(asked).toBe(429);
    for (const socket of slow) socket.destroy();
    await expect.poll(asked).toBe(422);
  });
});
