import { expect, test } from 'vitest';
import { type Asking, RIGHTS_KEPT } from '#engine/access/asking.ts';
import type { PlatformReaders } from '#engine/access/may-read.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import { HEARTBEAT_MS } from '#surfaces/http/access/local.ts';
import { answering, begun } from '../../engine/running-engine.ts';
import { EventFeed } from '../../entry/event-feed.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { fakeTimers } from '../../support/runner/patched.ts';
import { SILENT_PLATFORM, takingAll } from '../../support/services/nobody-reads.ts';
import { API, asViewer } from './as-viewer.ts';
import { Client, openApi, SLACK, served } from './client.ts';

/** The interval between two signs of life of a stream passes here without being waited for. */
const INTERVALS = { toFake: ['setInterval', 'clearInterval'] } satisfies Parameters<
  typeof fakeTimers
>[0];
const WAIT = { timeout: 20_000 };

test('A13: a comment keeps a quiet stream alive, and the stream ends with the daemon', async () => {
  const { client } = await openApi();
  const timers = fakeTimers(INTERVALS);
  const { id } = await client.started();
  const feed = new EventFeed((init) => client.request(`${API}designs/${id}/events`, init));
  await feed.until('questions', ({ type }) => type === 'answering_opened');
  expect(feed.comments).toEqual([': here']);
  await timers.advanceTimersByTimeAsync(HEARTBEAT_MS);
  await expect.poll(() => feed.comments, WAIT).toEqual([': here', ': still here']);
  client.closing.abort();
  await feed.ended;
  expect(timers.getTimerCount()).toBe(0);
});

test('A18: a stream ends with the right to read it', async () => {
  const { client, engine } = await openApi();
  const id = await answering(engine);
  const timers = fakeTimers(INTERVALS);
  const held: (Viewer | null)[] = [{ kind: 'operator' }, null];
  const app = asViewer(client.app, { kind: 'operator' }, async () => held.shift() ?? null);
  const response = await app.request(`${API}designs/${id}/events`, {
    headers: { accept: 'text/event-stream' },
  });
  let told: string | null = null;
  const ended = response.text().then((text) => {
    told = text;
  });
  await timers.advanceTimersByTimeAsync(HEARTBEAT_MS);
  await expect.poll(() => held, WAIT).toHaveLength(1);
  await timers.advanceTimersByTimeAsync(HEARTBEAT_MS);
  await expect.poll(() => told, WAIT).toContain('still here');
  await ended;
  expect(held).toEqual([]);
});

const STREAM = { accept: 'text/event-stream' };

test('A24: a stream asks as one that stays open, and ends for who has left the channel', async () => {
  const { engine } = await openApi({ parts: { chats: [takingAll('slack')] } });
  const thread = { platform: 'slack', channel: 'C1', thread: '', starter: 'zoe' };
  const id = await begun(engine, { thread });
  const asked: Asking[] = [];
  const canOpen: PlatformReaders['canOpen'] = async (_, __, asking) => asked.push(asking) < 3;
  const gateways = new Map([['slack', { ...SLACK, readers: { ...SILENT_PLATFORM, canOpen } }]]);
  const ben: Viewer = {
    kind: 'person',
    platform: 'slack',
    person: { id: 'ben', groups: [], name: 'Ben' },
  };
  const timers = fakeTimers(INTERVALS);
  const { app, closing } = new Client(engine, { gateways });
  const response = await asViewer(app, ben, async () => ben).request(`${API}designs/${id}/events`, {
    headers: STREAM,
  });
  const ended = response.text();
  for (const count of [2, 3]) {
    await timers.advanceTimersByTimeAsync(HEARTBEAT_MS);
    await expect.poll(() => asked.length, WAIT).toBe(count);
  }
  await ended;
  expect(asked).toEqual(['page', 'stream', 'stream']);
  closing.abort();
});

test('A24: a stream of a proxy’s person ends after a minute, so that the proxy is asked again', async () => {
  const { clock, pass } = createMovedClock();
  const { engine } = await openApi({ parts: { clock } });
  const id = await answering(engine);
  const proxies = { addresses: ['127.0.0.1'], userHeader: 'x-user', operators: ['olga'] };
  const { url } = await served(new Client(engine, { proxies }));
  const timers = fakeTimers(INTERVALS);
  const headers = { ...STREAM, 'x-user': 'olga', 'sec-fetch-site': 'same-origin' };
  const feed = new EventFeed((init) =>
    fetch(`${url}${API}designs/${id}/events`, { ...init, headers }),
  );
  await feed.until('questions', ({ type }) => type === 'answering_opened');
  await timers.advanceTimersByTimeAsync(HEARTBEAT_MS);
  await expect.poll(() => feed.comments, WAIT).toEqual([': here', ': still here']);
  pass(RIGHTS_KEPT.stream.freshMs);
  await timers.advanceTimersByTimeAsync(HEARTBEAT_MS);
  await feed.ended;
});
