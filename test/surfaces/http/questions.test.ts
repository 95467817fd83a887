import { expect, test } from 'vitest';
import { DesignId } from '#core/vocabulary/ids.ts';
import { FACTS } from '#core/vocabulary/sets.ts';
import { eventsUntil } from '../../engine/running-engine.ts';
import { openApi } from './client.ts';

test('J14: a question about an ended design is answered from its record, once for each key', async () => {
  const { client, engine } = await openApi();
  const { id } = await client.started({
    topic: 'Should the job queue move from Redis to Postgres?',
  });
  const ask = (body: unknown, key?: string) =>
    client.post(`/${id}/ask`, body, key === undefined ? {} : { 'idempotency-key': key });
  const early = await ask({ text: 'Why not Redis?' });
  expect(early.status).toBe(409);
  expect(early.body.error.message).toMatch(/has not ended yet/);
  await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'answering_opened');
  await client.post(`/${id}/answered`);
  await eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === 'design_ended');

  const answered = await ask(
    { text: 'What of the queue and Redis?', author: 'ana', private: false },
    'one',
  );
  expect(answered.status).toBe(201);
  expect(answered.body).toMatchObject({
    by: 'ana, by the API (token admin)',
    rehearsal: true,
    private: false,
  });
  expect(answered.body.sentences.length).toBeGreaterThan(0);
  for (const { cites } of answered.body.sentences)
    for (const { name, source } of cites) expect([name, source]).not.toContain('');
  expect(answered.body.note).toMatch(/^Rehearsal: .*not part of the decision/);
  expect(
    (await ask({ text: 'What of the queue and Redis?', author: 'ana', private: false }, 'one'))
      .body,
  ).toEqual(answered.body);

  // Private unless it says otherwise.
  const nothing = await ask({ text: 'Wer kocht heute?' });
  expect(nothing.body).toMatchObject({ about: ['record'], sentences: [], private: true });
  const recorded = async () =>
    (await engine.design(DesignId.parse(id)))?.followUps.map(({ type }) => type);
  expect(await recorded()).toEqual(['record_asked', 'record_asked']);

  for (const about of FACTS) {
    const fact = await ask({ about });
    expect(fact).toMatchObject({ status: 201, body: { about: [about], costUsd: 0 } });
    expect(fact.body.text).not.toBe('');
  }
  expect((await ask({ text: 'Who took part, and how long did it take?' })).body.about).toEqual([
    'who',
    'how_long',
  ]);
  expect(await recorded()).toHaveLength(2);
  expect((await ask({ about: 'files' })).status).toBe(422);
  expect((await ask({ text: '' })).status).toBe(422);
  expect((await ask({ text: 'x'.repeat(2_001) })).status).toBe(422);
});
