import { expect, test } from 'vitest';
import { DesignId } from '#core/vocabulary/ids.ts';
import { eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { type Api, prepared } from './client.ts';

/** A design without questions that has ended with a decision. */
async function ended(
  { client, engine }: Pick<Api, 'client' | 'engine'>,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const { id } = await client.started({ topic: 'Where do the logs go?', ...changes });
  await eventsUntil(engine, DesignId.parse(id), ({ event }) =>
    ['answering_opened', 'design_ended'].includes(event.type),
  );
  await client.post(`/${id}/answered`);
  await eventsUntil(engine, DesignId.parse(id), ({ event }) =>
    ['gate_opened', 'design_ended'].includes(event.type),
  );
  const { gate } = (await client.get(`/${id}`)).body;
  if (gate !== null) await client.post(`/${id}/gates/${gate.id}`, { choice: 'accept' });
  await eventsUntil(engine, DesignId.parse(id), isEnd);
  await engine.waitUntilSettled(DesignId.parse(id));
  return id;
}

const api = eachTest(prepared({}, async (first) => ({ id: await ended(first) })));

test('J14: named people accept and decline a decision, which changes nothing of it', async () => {
  const before = (await api.client.get(`/${api.id}`)).body;
  expect(before.afterwards).toEqual({ standing: 'decided', words: [], supersededBy: null });
  const judge = (body: unknown) => api.client.post(`/${api.id}/acceptance`, body);
  const accepted = await judge({ choice: 'accept', author: 'ana' });
  expect(accepted.status).toBe(200);
  expect(accepted.body.afterwards.standing).toBe('accepted');
  expect(accepted.body.afterwards.words[0]).toMatch(
    /^ana, by the API \(token admin\) accepted it on \d+ \w+ \d{4}\.$/,
  );
  const wordless = await judge({ choice: 'decline', why: ' ', author: 'cem' });
  expect(wordless.body.error.details.issues).toEqual([
    { field: 'why', message: expect.any(String) },
  ]);
  await judge({ choice: 'decline', why: 'Not before March.', author: 'cem' });
  const after = (await api.client.get(`/${api.id}`)).body;
  expect([after.afterwards.standing, after.afterwards.words.length]).toEqual(['declined', 2]);
  const { afterwards, standing, decidedAt, deciders, version } = after;
  expect(after).toEqual({ ...before, afterwards, standing, decidedAt, deciders, version });
});

test('A18: the words of a private question go to who asked it, and are kept nowhere', async () => {
  const asked = await api.client.post(`/${api.id}/ask`, {
    text: 'Who is to blame?',
    author: 'eve',
    private: true,
  });
  expect(asked).toMatchObject({
    status: 201,
    body: { question: 'Who is to blame?', private: true },
  });
  const events = await api.workshop.store.events(DesignId.parse(api.id), 0, 1_000);
  expect(events.at(-1)?.event).toMatchObject({
    type: 'record_asked',
    by: expect.stringContaining('eve'),
    question: '',
    answer: [],
  });
  expect(JSON.stringify(events)).not.toContain('blame');
});
