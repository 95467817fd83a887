import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Heartbeat } from '#sessions/heartbeat.ts';
import { temporaryFolder } from './child-sessions.ts';

/** Runs one with ticks of a millisecond until it reports; `ping` may answer. */
function beat(options: {
  readonly isReady: boolean;
  readonly ping?: (number: number, heartbeat: Heartbeat) => void;
}) {
  const pings: number[] = [];
  const { promise, resolve } = Promise.withResolvers<{ report: string; pings: number[] }>();
  const heartbeat: Heartbeat = new Heartbeat(1, {
    ping: (number) => {
      pings.push(number);
      options.ping?.(number, heartbeat);
    },
    onHung: () => {
      heartbeat.stop();
      resolve({ report: 'hung', pings });
    },
    onNeverReady: () => {
      heartbeat.stop();
      resolve({ report: 'never ready', pings });
    },
  });
  if (options.isReady) heartbeat.noteReady();
  return promise;
}

test('C20: three pings in a row without an answer are a hung process, and not two', async () => {
  expect(await beat({ isReady: true })).toEqual({ report: 'hung', pings: [1, 2, 3] });
  const isAnswered = (number: number) => number === 2 || number === 4;
  const answering = await beat({
    isReady: true,
    ping: (number, heartbeat) => {
      if (isAnswered(number)) expect(heartbeat.noteAnswer(number)).toBe(true);
    },
  });
  expect(answering.pings).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('C20: a late answer shows life too, and an answer to no ping is none', async () => {
  const { pings } = await beat({
    isReady: true,
    ping: (number, heartbeat) => {
      if (number !== 3) return;
      expect(heartbeat.noteAnswer(4)).toBe(false);
      expect(heartbeat.noteAnswer(1)).toBe(true);
      expect(heartbeat.noteAnswer(1)).toBe(false);
    },
  });
  expect(pings).toEqual([1, 2, 3, 4]);
});

test('C20: none is judged before the pipe was read', async () => {
  const [client, server] = await connectedPair();
  const isHung = vi.fn();
  let sent = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const heartbeat: Heartbeat = new Heartbeat(5_000, {
    ping: (number) => {
      sent = number;
    },
    onHung: isHung,
    onNeverReady: isHung,
  });
  onTestFinished(() => {
    heartbeat.stop();
    vi.useRealTimers();
  });
  heartbeat.noteReady();
  client.on('data', () => heartbeat.noteAnswer(sent));
  const tick = async (before?: () => void) => {
    // Goes on from a timer, as a tick does, with the reading of pipes still to come.
    await sleep(1);
    before?.();
    vi.advanceTimersByTime(5_000);
    await setImmediate();
  };
  for (const number of [1, 2, 3]) {
    await tick();
    expect(sent).toBe(number);
  }
  await tick(() => server.write('pong'));
  expect(isHung).not.toHaveBeenCalled();
  expect(sent).toBe(4);
});

async function connectedPair(): Promise<[Socket, Socket]> {
  const path = join(temporaryFolder(), 'socket');
  const listener = createServer().listen(path);
  await once(listener, 'listening');
  const client = connect(path);
  const [[server]] = await Promise.all([once(listener, 'connection'), once(client, 'connect')]);
  onTestFinished(() => {
    client.destroy();
    server.destroy();
    listener.close();
  });
  return [client, server];
}

test('C1: a process that is not ready after four ticks was never ready', async () => {
  expect(await beat({ isReady: false })).toEqual({ report: 'never ready', pings: [] });
});
