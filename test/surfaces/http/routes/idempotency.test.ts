import { expect, onTestFinished, test } from 'vitest';
import { DesignId } from '#core/vocabulary/ids.ts';
import type { Store } from '#ports/store.ts';
import { eventsUntil, openWorkshop, startEngine } from '#test/engine/running-engine.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { Client, openApi } from '../client.ts';

const KEY = { 'idempotency-key': 'the-same-one' };

const isAsking = ({ event }: { event: { type: string } }) => event.type === 'answering_opened';

/** A design that waits for answers, at an engine whose store fails as it is told to. */
async function asked(failing: (store: Store) => Partial<Store>, now = realClock.now) {
  const workshop = await openWorkshop();
  onTestFinished(() => workshop.close());
  const { engine } = await startEngine(workshop, {
    store: failing(workshop.store),
    parts: { clock: { ...realClock, now } },
  });
  onTestFinished(() => engine.stop());
  const own = new Client(engine);
  const { id } = await own.started();
  await eventsUntil(engine, DesignId.parse(id), isAsking);
  const reply = () => own.post(`/${id}/replies`, { text: 'Mind the freeze.' }, KEY);
  const replies = async () => (await own.get(`/${id}`)).body.replies.length;
  return { reply, replies };
}

test('A8: a request answered with 429 is not remembered: sent again it gets the true answer, and counts once', async () => {
  let [isBusy, leapMs] = [false, 0];
  const { reply, replies } = await asked(
    (store) => ({
      answerTo: async (inboxId) => {
        if (!isBusy) return store.answerTo(inboxId);
        leapMs += 60_000;
        return null;
      },
    }),
    () => realClock.now() + leapMs,
  );
  isBusy = true;
  expect((await reply()).status).toBe(429);
  isBusy = false;
  expect((await reply()).status).toBe(201);
  expect(await replies()).toBe(1);
});

test('P5: a request that failed inside is not remembered: sent again it is carried out', async () => {
  let isBroken = false;
  const { reply, replies } = await asked((store) => ({
    accept: (entry) => (isBroken ? Promise.reject(new TypeError('it broke')) : store.accept(entry)),
  }));
  isBroken = true;
  expect((await reply()).status).toBe(500);
  isBroken = false;
  expect((await reply()).status).toBe(201);
  expect(await replies()).toBe(1);
});

test('P5: one key for two requests of another kind stands for each of them', async () => {
  const { client, engine } = await openApi();
  const begun = await client.post('', { topic: 'Begun once?', personas: ['archaeologist'] }, KEY);
  const { id } = begun.body;
  await eventsUntil(engine, DesignId.parse(id), isAsking);
  const replied = await client.post(`/${id}/replies`, { text: 'Mind the freeze.' }, KEY);
  const cancelled = await client.post(`/${id}/cancel`, {}, KEY);
  expect([begun.status, replied.status, cancelled.status]).toEqual([201, 201, 202]);
  expect(replied.body.replies).toHaveLength(1);
  expect(cancelled.body.status).toBe('cancelled');
});

test('P5: one key of two people stands for each of them', async () => {
  const { engine } = await openApi();
  const proxies = { addresses: ['127.0.0.1'], userHeader: 'x-user', operators: ['olga', 'ben'] };
  const behind = new Client(engine, { proxies });
  onTestFinished(() => behind.closing.abort());
  const { id } = await behind.started();
  await eventsUntil(engine, DesignId.parse(id), isAsking);
  const bindings = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
  for (const person of ['olga', 'ben', 'ben']) {
    const headers = { ...KEY, 'x-user': person, 'sec-fetch-site': 'same-origin' };
    const body = '{"text":"Mind the freeze.","author":"me"}';
    const sent = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    };
    const answer = await behind.app.request(`/api/v1/designs/${id}/replies`, sent, bindings);
    expect(answer.status).toBe(201);
  }
  const { replies } = (await behind.get(`/${id}`)).body;
  expect(replies.map(({ author }: { author: string }) => author)).toEqual(['olga', 'ben']);
});

test('P5: a fact is told anew under its key, and repeated words under another key are one reply', async () => {
  const { client } = await openApi();
  const { id } = await client.started();
  const ask = () => client.post(`/${id}/ask`, { about: 'cost' }, KEY);
  for (let times = 0; times < 2; times += 1) {
    const { status, headers } = await ask();
    expect([status, headers.get('idempotent-replay')]).toEqual([201, null]);
  }
  for (const key of ['one', 'other'])
    await client.post(`/${id}/replies`, { text: 'Mind the freeze.' }, { 'idempotency-key': key });
  expect((await client.get(`/${id}`)).body.replies).toHaveLength(1);
});
