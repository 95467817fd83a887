import { expect, test, vi } from 'vitest';
import type { Act } from '#acts/act.ts';
import { API } from '#acts/act-inputs.ts';
import { ACTS } from '#acts/table.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { eventsUntil } from '../../engine/running-engine.ts';
import { breaking } from '../../support/designs/differences.ts';
import { openApi } from './client.ts';
import { describedApi } from './described.ts';

/** A value for each field that an act cannot do without. */
const FIELDS = {
  topic: 'Should the job queue move from Redis to Postgres?',
  position: '1a',
  choice: 'accept',
  author: 'Ana',
  text: 'Ninety a minute.',
  answer: 'Ben',
  why: 'We measured it.',
  about: 'where',
  name: 'ci',
  role: 'read',
};
const QUERIES: Readonly<Record<string, Record<string, string>>> = {
  why: { words: 'Postgres' },
};
const LARGE = 3_000_000;

/** Every act that is described, forgetting last: then there is no design left. */
const ROWS = Object.entries<Act>(ACTS)
  .filter(([, { least }]) => least !== 'command line')
  .toSorted(([one], [other]) => Number(one === 'forget') - Number(other === 'forget'));
const fieldsOf = (act: Act) => {
  const known = Object.keys(act.body?.shape ?? {});
  return Object.fromEntries(Object.entries(FIELDS).filter(([field]) => known.includes(field)));
};

test('A12: an act that comes late, twice, too large or with a field too many is answered as described', async () => {
  const { client, engine } = await openApi();
  const api = await describedApi(client);
  const { id } = await client.started();
  await client.post(`/${id}/cancel`);
  // Its files may come after its end.
  await engine.waitUntilSettled(id);
  const versionNow = async () => (await client.get(`/${id}`)).body.version;
  const names = {
    id,
    gateId: 'gate-1',
    divergenceId: 'D1',
    n: '1',
    questionId: 'Q1',
    name: 'ci',
    token: 'ci',
    linkId: 'none',
  };
  const wrong = await breaking(
    ROWS,
    ([name]) => name,
    async ([name, act]) => {
      const query = QUERIES[name] ?? {};
      if (act.route.startsWith('GET ')) {
        const unknown = await api.call(name, { names, query: { ...query, wehn: 'now' } });
        expect(unknown.body.error.message).toContain('wehn: unknown query parameter');
        expect((await api.call(name, { names, query })).status).toBeOneOf([200, 404]);
        return;
      }
      const body = fieldsOf(act);
      expect(api.bodyOf(name)?.parse(body)).toMatchObject(body);
      const unknown = await api.call(name, { names, body: { ...body, wehn: 'now' } });
      expect(unknown.body.error.message).toMatch(/: wehn: unknown field; known fields: /);
      const before = await versionNow();
      const large = await api.call(name, { names, body: { ...body, text: 'x'.repeat(LARGE) } });
      expect([large.status, large.body.error.code]).toEqual([413, 'too_large']);
      const first = await api.call(name, { names, body });
      const second = await api.call(name, { names, body });
      // Done again with the same answer, or refused in words that say what has happened.
      if (second.status >= 400) expect(second.status).toBeOneOf([404, 409, 410]);
      else expect(second.status).toBe(first.status);
      if (act.kind !== 'command') return;
      const late = act.statusAfterEnd === undefined ? [404, 409] : [act.statusAfterEnd];
      expect(late).toContain(first.status);
      expect(await versionNow()).toBe(before);
    },
  );
  expect(wrong).toEqual([]);
  expect((await client.get(`/${id}`)).status).toBe(410);
});

test('P5: the same words of a person twice in a row are one reply, before the end and after it', async () => {
  const { client, engine } = await openApi();
  const { id } = await client.started();
  await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'answering_opened');
  const say = async (text: string, more = {}) =>
    (await client.post(`/${id}/replies`, { text, author: 'Ana', ...more })).body;
  await say('Ninety a minute.');
  expect((await say(' Ninety a minute. ')).replies).toHaveLength(1);
  for (const [text, more] of [
    ['Ninety a minute.', { author: 'Cem' }],
    ['Ninety a minute.', { questionId: 'Q1' }],
    ['A hundred a minute.', {}],
    ['Ninety a minute.', {}],
  ] as const)
    await say(text, more);
  expect((await client.get(`/${id}`)).body.replies).toHaveLength(5);
  await client.post(`/${id}/cancel`);
  await engine.waitUntilSettled(DesignId.parse(id));
  await say('Too late.', { questionId: 'Q1' });
  expect((await say('Too late.', { questionId: 'Q1' })).lateWords).toHaveLength(1);
});

test('P5: an act under a key happens once, and a momentary refusal is found anew each time', async () => {
  const { client } = await openApi();
  const api = await describedApi(client);
  const { id } = await client.started();
  await client.post(`/${id}/cancel`);
  const keyed = ROWS.filter(([, { route, noted, isSecret }]) => {
    return route.startsWith('POST ') && noted !== null && isSecret !== true;
  });
  const names = { id, gateId: 'gate-1', divergenceId: 'D1' };
  const wrong = await breaking(
    keyed,
    ([name]) => name,
    async ([name, act]) => {
      const sent = { names, body: fieldsOf(act), headers: { 'idempotency-key': name } };
      const first = await api.call(name, sent);
      const again = await api.call(name, sent);
      expect(again.text).toBe(first.text);
      const isKept = first.status < 400 && act.isOfNow?.(first.body) !== true;
      expect(again.headers.get('idempotent-replay')).toBe(isKept ? 'true' : null);
    },
  );
  expect(wrong).toEqual([]);
});

test('P5: an act refused as too early is done when it comes in time, under the same key', async () => {
  const { client } = await openApi();
  const { id } = await client.started();
  const done = () =>
    client.send(`${API}/designs/${id}/answered`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'done' },
      body: JSON.stringify({ author: 'Ana' }),
    });
  expect((await done()).status).toBe(409);
  await vi.waitUntil(async () => (await client.get(`/${id}`)).body.answering !== null, 20_000);
  expect((await done()).status).toBe(202);
  expect((await done()).headers.get('idempotent-replay')).toBe('true');
});

test('P5: an answer to a question that was not asked yet is recorded later, under the same key', async () => {
  const { client, engine } = await openApi();
  const { id } = await client.started();
  const answer = () =>
    client.post(
      `/${id}/replies`,
      { text: 'Ninety.', questionId: 'Q1' },
      { 'idempotency-key': 'early' },
    );
  expect((await answer()).body.error.details.refusal).toBe('unknown_reference');
  await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'answering_opened');
  const { status, body } = await answer();
  expect([status, body.replies.length]).toEqual([201, 1]);
});

test('C19: a client made from the description alone starts a design and cancels it, twice', async () => {
  const { client } = await openApi();
  const api = await describedApi(client);
  const started = await api.call('start', { body: { topic: FIELDS.topic } });
  expect([started.status, started.body.status]).toEqual([201, 'running']);
  const names = { id: started.body.id };
  const first = await api.call('cancel', { names, body: { reason: 'enough' } });
  const second = await api.call('cancel', { names, body: { reason: 'enough' } });
  expect([first.status, first.body.status]).toEqual([202, 'cancelled']);
  expect([second.status, second.body.version]).toEqual([200, first.body.version]);
});
