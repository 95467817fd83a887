import { expect, test } from 'vitest';
import { HEARTBEAT_MS } from '../../../src/adapters/http/access/local.ts';
import type { Viewer } from '../../../src/engine/access/viewer.ts';
import { answering } from '../../engine/running-engine.ts';
import { EventFeed } from '../../entry/event-feed.ts';
import { fakeTimers } from '../../support/patched.ts';
import { API, asViewer } from './as-viewer.ts';
import { openApi } from './client.ts';

/** The interval between two signs of life of a stream passes here without being waited for. */
const INTERVALS = { toFake: ['setInterval', 'clearInterval'] } satisfies Parameters<typeof fakeTimers>[0];
const WAIT = { timeout: 20_000 };

test('A13: a comment keeps a quiet stream alive, and the stream ends with the daemon', async () => {
  const { client } = await openApi();
  const timers = fakeTimers(INTERVALS);
  const { id } = await client.started();
  const feed = new EventFeed((init) => client.request(`${API}designs/${id}/events`, init));
  await feed.until('questions', ({ type }) => type === 'answering_opened');
  expect(feed.comments).toEqual([]);
  await timers.advanceTimersByTimeAsync(HEARTBEAT_MS);
  await expect.poll(() => feed.comments, WAIT).toEqual([': still here']);
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
