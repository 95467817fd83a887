import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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
  const path = join(temporaryFolder(), 'socket');
  const server = createServer().listen(path);
  await once(server, 'listening');
  const client = connect(path);
  const [[answers]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  let heard = 0;
  const { pings } = await beat({
    isReady: true,
    ping: (number, heartbeat) => {
      if (number !== 3) return;
      client.once('data', () => {
        heard += 1;
        heartbeat.noteAnswer(3);
      });
      // The answer has arrived, and the next tick is due, before this process can look.
      answers.write('pong');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    },
  });
  expect(heard).toBe(1);
  expect(pings).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a process that is not ready after four ticks was never ready', async () => {
  expect(await beat({ isReady: false })).toEqual({ report: 'never ready', pings: [] });
});
