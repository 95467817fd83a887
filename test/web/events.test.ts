/** A design's events over HTTP: as a list, and live. */

import { expect, test } from 'vitest';
import { designAt } from '#test/support/design-world.ts';
import { until } from '#test/support/platform.ts';
import { openWeb, type PutDesign, type WebWorld } from './world.ts';

/** What a browser's EventSource hears, until it is closed or ends. */
async function listen(web: WebWorld, path: string, lastId?: number) {
  const gone = new AbortController();
  const answer = await fetch(`${web.url}${path}`, {
    signal: gone.signal,
    headers: {
      accept: 'text/event-stream',
      ...(lastId === undefined ? {} : { 'last-event-id': String(lastId) }),
    },
  });
  const heard: { readonly seq: number; readonly type: string }[] = [];
  const read = async () => {
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [data = '', id] = part.split('\n');
        const event = JSON.parse(data.slice('data: '.length));
        expect(id).toBe(`id: ${event.seq}`);
        heard.push(event);
      }
    }
  };
  const ended = read().catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
  return { answer, heard, ended, close: () => gone.abort() };
}

function streamOf({ id, key }: PutDesign, since = 0): string {
  return `/api/v1/designs/${id}/events?since=${since}&key=${key}`;
}

test('A13: events are read from a number on, live, without gaps or repeats', async () => {
  await using web = await openWeb();
  const { events } = designAt('ended');
  const design = await web.put(events.slice(0, 10));
  const all = await listen(web, streamOf(design));
  const late = await listen(web, streamOf(design, 7));
  await until('what is stored was heard', () => all.heard.length === 10 && late.heard.length === 3);
  await design.add(events.slice(10, 20));
  await until('what came was heard', () => all.heard.length === 20);
  // A connection that breaks goes on behind the last event that it heard.
  all.close();
  await design.add(events.slice(20));
  const again = await listen(web, streamOf(design), 20);
  await Promise.all([again.ended, late.ended]);
  const heard = [...all.heard, ...again.heard].map(({ seq, type }) => [seq, type]);
  expect(heard).toEqual(events.map(({ type }, index) => [index + 1, type]));
  expect(late.heard.map(({ seq }) => seq)).toEqual(events.slice(7).map((_, index) => index + 8));

  // It has ended: a browser that asks again is told to stay away.
  const over = await listen(web, streamOf(design), events.length);
  expect(over.answer.status).toBe(204);
});

test('A13: a list of events says where the next one begins', async () => {
  await using web = await openWeb();
  const { events } = designAt('answering');
  const design = await web.put(events);
  const get = async (since: number) => (await web.get(streamOf(design, since))).json();
  expect(await get(3)).toMatchObject({
    events: events.slice(3).map(({ type, at }, index) => ({ seq: index + 4, type, at })),
    next: events.length,
  });
  expect(await get(events.length)).toEqual({ events: [], next: events.length });
});

test('A22: streams are bounded, and end with their client', async () => {
  await using web = await openWeb();
  const design = await web.put(designAt('answering').events);
  // One that asks for the headers alone holds no place.
  for (let n = 0; n < 210; n++)
    await fetch(`${web.url}${streamOf(design)}`, {
      method: 'HEAD',
      headers: { accept: 'text/event-stream' },
    });
  const streams = await Promise.all(
    Array.from({ length: 200 }, () => listen(web, streamOf(design, 1_000))),
  );
  expect(streams.every(({ answer }) => answer.status === 200)).toBe(true);
  const refused = await web.get(streamOf(design), { accept: 'text/event-stream' });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  for (const { close } of streams) close();
  await Promise.all(streams.map(({ ended }) => ended));
  const next = await until('a place is free', async () => {
    const stream = await listen(web, streamOf(design, 1_000));
    return stream.answer.status === 200 ? stream : null;
  });
  next.close();
});

test('A22: stopping ends open streams at once', async () => {
  const web = await openWeb();
  const { ended } = await listen(web, streamOf(await web.put(designAt('answering').events)));
  const outcome = ended.then(
    () => 'ended',
    () => 'cut',
  );
  const before = performance.now();
  await web[Symbol.asyncDispose]();
  expect(await outcome).toBe('cut');
  expect(performance.now() - before).toBeLessThan(5_000);
});
