import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { CallClock } from '#models/call-clock.ts';
import { patient } from './world.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** What a client gets from an endpoint whose side the test plays. */
async function connect(clock: CallClock): Promise<[Response, ServerResponse]> {
  const server = createServer((_incoming, outgoing) => {
    outgoing.flushHeaders();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const request = once(server, 'request');
  const { port } = server.address() as AddressInfo;
  const response = await clock.fetch(`http://127.0.0.1:${port}`);
  const [, outgoing] = (await request) as [unknown, ServerResponse];
  return [response, outgoing];
}

it('A10: each byte renews the wait, also those of pings', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const clock = new CallClock(patient({ idleMs: 1_000 }));
  const [response, outgoing] = await connect(clock);
  const reader = response.body?.getReader();
  for (let piece = 0; piece < 3; piece += 1) {
    vi.advanceTimersByTime(900);
    outgoing.write(': ping\n\n');
    await reader?.read();
    expect(clock.signal.aborted).toBe(false);
  }
  vi.advanceTimersByTime(1_000);
  expect(clock.signal.aborted).toBe(true);
  const never = new Promise(() => undefined);
  await expect(clock.race(never)).rejects.toMatchObject({ kind: 'timed_out' });
});

it('leaves no timer behind, which would keep a process alive', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const clock = new CallClock(patient());
  expect(await clock.race(Promise.resolve(1))).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

it('A15: an answer without end is ended after 8 MB', async () => {
  const clock = new CallClock(patient());
  const [response, outgoing] = await connect(clock);
  const reading = response.arrayBuffer();
  for (let megabyte = 0; megabyte < 9; megabyte += 1) outgoing.write(Buffer.alloc(1_000_000));
  await expect(clock.race(reading)).rejects.toMatchObject({ kind: 'unreadable' });
});
