import { expect, onTestFinished, test } from 'vitest';
import { DesignId } from '#core/vocabulary/ids.ts';
import { Fault } from '#foundation/fault.ts';
import { eventsUntil, isEnd, startEngine } from '../../engine/running-engine.ts';
import { EventFeed } from '../../entry/event-feed.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { Client, openApi } from './client.ts';

const api = eachTest(() => openApi());

const feedOf = (id: string, lastEventId = '', query = '') =>
  new EventFeed(
    (init) => api.client.request(`/api/v1/designs/${id}/events${query}`, init),
    lastEventId,
  );
const seqs = (feed: EventFeed) => feed.seen.map(({ seq }) => seq);
const WAIT = { timeout: 20_000 };
const isOver = ({ type }: { type: string }) => type === 'design_ended';

async function skipQuestions(id: string): Promise<void> {
  await eventsUntil(
    api.engine,
    DesignId.parse(id),
    ({ event }) => event.type === 'answering_opened',
  );
  await api.client.post(`/${id}/answered`);
}

test('A13: a stream tells what happened and then what happens, and who comes back misses and repeats nothing', async () => {
  const { id } = await api.client.started();
  const whole = feedOf(id);
  const first = feedOf(id);
  await first.count(7);
  first.close();
  const last = Math.max(...seqs(first));
  const rest = feedOf(id, String(last));
  const since = feedOf(id, '', '?since=3');
  // What a browser sends that comes back: the last id outranks where it first began.
  const both = feedOf(id, String(last), '?since=3');
  await skipQuestions(id);
  await Promise.all([whole, rest, since, both].map((feed) => feed.until('the end', isOver)));
  const all = Array.from({ length: seqs(whole).length }, (_, index) => index + 1);
  expect(seqs(whole)).toEqual(all);
  expect([...seqs(first), ...seqs(rest)]).toEqual(all);
  expect(seqs(since)).toEqual(all.slice(3));
  expect(seqs(both)).toEqual(seqs(rest));
  for (const feed of [whole, rest, since, both]) feed.close();
});

test('A13: a stream that a proxy cuts again and again follows on, also with the address that it began with', async () => {
  const { id } = await api.client.started();
  await skipQuestions(id);
  await eventsUntil(api.engine, DesignId.parse(id), isEnd);
  const all = (await api.client.send('/api/v1/events')).body.events.map(
    ({ seq }: { seq: number }) => seq,
  );
  const [start = 0, ...rest] = all;
  const seen: number[] = [];
  while (seen.length < rest.length) {
    const headers = { accept: 'text/event-stream', 'last-event-id': String(seen.at(-1) ?? start) };
    const stream = await api.client.request(`/api/v1/events?since=${start}`, { headers });
    for await (const bytes of stream.body ?? []) {
      const ids = [...new TextDecoder().decode(bytes).matchAll(/^id: (\d+)$/gm)];
      seen.push(...ids.map(([, each]) => Number(each)));
      if (ids.length > 0) break;
    }
  }
  expect(seen).toEqual(rest);
});

test('A13: pages join up, each event once, and the last one says where to go on', async () => {
  const { id } = await api.client.started();
  await skipQuestions(id);
  await eventsUntil(api.engine, DesignId.parse(id), isEnd);
  const whole = (await api.client.get(`/${id}/events`)).body;
  const last = whole.events.at(-1).seq;
  expect(whole.next).toBe(last);
  const later = (await api.client.get(`/${id}/events?since=10`)).body;
  expect(later.events).toEqual(whole.events.slice(10));
  expect((await api.client.get(`/${id}/events?since=${last}`)).body).toEqual({
    events: [],
    next: last,
  });
  // More than a store's numbers go to.
  for (const beyond of ['2147483647', '2147483648', '999999999999'])
    expect(await api.client.get(`/${id}/events?since=${beyond}`)).toMatchObject({
      status: 200,
      body: { events: [] },
    });
  expect(whole.events[0]).toMatchObject({
    seq: 1,
    type: 'design_started',
    at: expect.stringMatching(/Z$/),
  });
});

test('P2: a stream says that the disk is full, of whatever design, and goes on when it is not', async () => {
  const full = new Fault(
    'store_full',
    'The disk that holds the store is full. Free some space.',
    new Error('13'),
  );
  let isFull = false;
  const failing = await startEngine(api.workshop, {
    store: {
      commit: (commit) => (isFull ? Promise.reject(full) : api.workshop.store.commit(commit)),
    },
  });
  onTestFinished(() => failing.engine.stop());
  const own = new Client(failing.engine);
  const { id } = await own.started();
  const feed = new EventFeed((init) => own.request(`/api/v1/designs/${id}/events`, init));
  await feed.until('questions', ({ type }) => type === 'answering_opened');
  isFull = true;
  const finished = own.post(`/${id}/answered`);
  await expect.poll(() => feed.waits, WAIT).not.toEqual([]);
  expect(feed.waits[0]).toEqual({ what: 'store_away', message: full.message });
  isFull = false;
  await finished;
  await feed.until('the end', isOver);
  feed.close();
});

test('A12: a stream that the store fails ends, is logged, and tells nothing of the inside', async () => {
  const failing = await startEngine(api.workshop, {
    store: {
      events: async (id, since, limit) => {
        if (since >= 2)
          throw new Fault('invalid_record', 'An event cannot be read.', new Error('secret detail'));
        return api.workshop.store.events(id, since, Math.min(limit, 3));
      },
    },
  });
  onTestFinished(() => failing.engine.stop());
  const own = new Client(failing.engine);
  const { id } = await own.started();
  const response = await own.request(`/api/v1/designs/${id}/events`, {
    headers: { accept: 'text/event-stream' },
  });
  const text = await response.text();
  expect(text.match(/^id: /gm)).toHaveLength(3);
  expect(text).not.toContain('detail');
  expect(failing.log.events.map(({ event }) => event)).toContain('event_stream_failed');
});
