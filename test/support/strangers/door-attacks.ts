import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Daemon, TOKEN } from '../../entry/daemon.ts';
import { Browser } from '../../surfaces/http/browser.ts';

/** Somebody who leans on the door, with what the browser or program of theirs sends along. */
export interface Attacker {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where a body of theirs is read, and its type. */
  readonly sendsTo: string;
  readonly type: string;
}

/** A daemon as those outside see it, and as the system does. */
export interface Attacked {
  readonly url: string;
  readonly pid: number;
}

/**
 * `grownMiB`: the most by which its memory grew; `tookMs`: each health check meanwhile, and
 * `quietMs` each before.
 */
interface Leaned {
  readonly grownMiB: number;
  readonly tookMs: readonly number[];
  readonly quietMs: readonly number[];
  readonly problems: readonly string[];
}

const LOOK_MS = 50;
const FORM = 'application/x-www-form-urlencoded';
/** Bytes of what the API takes at most, but for one. */
const LARGE_BYTES = 1_499_999;
const GIGABYTE = 1_000_000_000;

const STRANGER: Attacker = { name: 'stranger', headers: {}, sendsTo: '/sign-in', type: FORM };

function byLink(cookie: string): Attacker {
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  return { ...STRANGER, name: 'link', headers };
}

function byToken(name: string, token: string): Attacker {
  const headers = { authorization: `Bearer ${token}` };
  return { name, headers, sendsTo: '/api/v1/designs', type: 'application/json' };
}

/**
 * Somebody of each kind who could: a stranger, a link to this design, a token to read, and the
 * operator's.
 */
export async function attackersOf(
  daemon: Pick<Daemon, 'url' | 'post'>,
  designId: string,
): Promise<readonly Attacker[]> {
  const reader = await daemon.post<{ token: string }>('/tokens', { name: 'reader', role: 'read' });
  const link = await daemon.post<{ path: string }>(`/designs/${designId}/links`, { days: 1 });
  const browser = new Browser(daemon.url);
  await browser.get(link.body.path);
  const cookie = [...browser.cookies].map((pair) => pair.join('='));
  return [
    STRANGER,
    byLink(cookie.join('; ')),
    byToken('reader', reader.body.token),
    byToken('operator', TOKEN),
  ];
}

/**
 * Every way to lean on it, with so many at once. Each resolves when all are there, and goes away
 * when its sockets do.
 */
export const ATTACKS: Readonly<
  Record<string, (at: Attacked, who: Attacker, count: number, designId: string) => Promise<Crowd>>
> = {
  'connections that send a byte a second': async (at, who, count) => {
    const crowd = await Crowd.of(at, count);
    const lines = request(at, 'POST', who.sendsTo, { ...who.headers, 'content-type': who.type });
    crowd.drip(lines);
    return crowd;
  },
  'bodies that never end': async (at, who, count) => {
    const crowd = await Crowd.of(at, count);
    const sent = { 'content-type': who.type, 'content-length': String(LARGE_BYTES + 1) };
    const head = request(at, 'POST', who.sendsTo, { ...who.headers, ...originOf(at), ...sent });
    crowd.write(head, Buffer.alloc(LARGE_BYTES, 'x'));
    return crowd;
  },
  'streams at once': async (at, who, count, designId) => {
    const crowd = await Crowd.of(at, count);
    const headers = { ...who.headers, accept: 'text/event-stream' };
    crowd.write(request(at, 'GET', `/live?design=${designId}&since=0`, headers));
    return crowd;
  },
  'bodies of 1 GB': async (at, who, count) => {
    const crowd = await Crowd.of(at, Math.min(count, 20));
    const sent = { 'content-type': who.type, 'transfer-encoding': 'chunked' };
    const head = request(at, 'POST', who.sendsTo, { ...who.headers, ...originOf(at), ...sent });
    crowd.write(head);
    crowd.pour(
      Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'x'), Buffer.from('\r\n')]),
    );
    return crowd;
  },
  'forms that are broken off': async (at, who, count) => {
    const crowd = await Crowd.of(at, count);
    const sent = { 'content-type': who.type, 'content-length': '1000' };
    crowd.write(
      request(at, 'POST', who.sendsTo, { ...who.headers, ...originOf(at), ...sent }),
      'token=',
    );
    await delay(300);
    crowd.close();
    return crowd;
  },
  'requests at once': async (at, who, count, designId) => {
    const crowd = await Crowd.of(at, count);
    crowd.write(
      request(at, 'GET', `/designs/${designId}`, { ...who.headers, accept: 'text/html' }),
    );
    return crowd;
  },
};

/** Lets a crowd lean on a daemon for so long, and returns what that costs it. */
export async function leanOn(
  at: Attacked,
  attack: () => Promise<Crowd>,
  forMs: number,
): Promise<Leaned & { readonly crowd: Crowd }> {
  const before = await watchDaemon(at, () => delay(forMs));
  let crowd: Crowd | undefined;
  const during = await watchDaemon(at, async () => {
    crowd = await attack();
    await delay(forMs);
    crowd.close();
  });
  if (crowd === undefined) throw new Error('broken invariant: nobody came');
  const { tookMs, problems } = during;
  return {
    grownMiB: during.peakMiB - before.peakMiB,
    tookMs,
    problems,
    quietMs: before.tookMs,
    crowd,
  };
}

interface Watched {
  readonly peakMiB: number;
  readonly tookMs: readonly number[];
  readonly problems: readonly string[];
}

async function watchDaemon({ url, pid }: Attacked, work: () => Promise<void>): Promise<Watched> {
  const watch = new Worker(new URL('./door-watch.ts', import.meta.url), {
    workerData: { url, pid, everyMs: LOOK_MS },
  });
  const seen = once(watch, 'message');
  try {
    await work();
  } finally {
    watch.postMessage('over');
  }
  const [found] = await seen;
  return found as Watched;
}

/** Connections that were opened together. */
export class Crowd {
  readonly #sockets: readonly Socket[];
  readonly #timers: NodeJS.Timeout[] = [];
  /** First lines of the answers that came. */
  readonly statuses: string[] = [];

  private constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets;
    for (const socket of sockets) {
      socket.once('data', (data: Buffer) => this.statuses.push(data.toString('latin1', 9, 12)));
      socket.resume();
    }
  }

  static async of({ url }: Attacked, count: number): Promise<Crowd> {
    const { hostname, port } = new URL(url);
    const opened = Array.from({ length: count }, () => {
      const socket = connect(Number(port), hostname);
      // Being sent away is what is measured.
      socket.on('error', () => undefined);
      const { promise, resolve } = Promise.withResolvers<void>();
      for (const event of ['connect', 'close']) socket.once(event, () => resolve());
      return { socket, promise };
    });
    await Promise.all(opened.map(({ promise }) => promise));
    return new Crowd(opened.map(({ socket }) => socket));
  }

  get open(): number {
    return this.#sockets.filter(({ destroyed }) => !destroyed).length;
  }

  write(...parts: readonly (string | Buffer)[]): void {
    for (const socket of this.#sockets) for (const part of parts) socket.write(part);
  }

  /** Sends these lines a byte a second. */
  drip(lines: string): void {
    let at = 0;
    const drop = () => {
      for (const socket of this.#sockets)
        if (!socket.destroyed) socket.write(lines.charAt(at % lines.length));
      at += 1;
    };
    drop();
    this.#timers.push(setInterval(drop, 1_000));
  }

  /** Sends this for as long as it is taken, a gigabyte at most. */
  pour(piece: Buffer): void {
    for (const socket of this.#sockets) {
      let sent = 0;
      const more = () => {
        while (!socket.destroyed && sent < GIGABYTE) {
          sent += piece.length;
          if (!socket.write(piece)) return;
        }
      };
      socket.on('drain', more);
      more();
    }
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#sockets) socket.destroy();
  }
}

function originOf({ url }: Attacked): Record<string, string> {
  return { origin: url };
}

function request(
  { url }: Attacked,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): string {
  const lines = Object.entries({ host: new URL(url).host, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}
