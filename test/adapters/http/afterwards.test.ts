import { expect, test } from 'vitest';
import { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { eachTest } from '../../support/each-test.ts';
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
  await client.post(`/${id}/answered`, { skip: true });
  await eventsUntil(engine, DesignId.parse(id), ({ event }) =>
    ['gate_opened', 'design_ended'].includes(event.type),
  );
  const { gate } = (await client.get(`/${id}`)).body;
  if (gate !== null) await client.post(`/${id}/gates/${gate.id}`, { choice: 'accept' });
  await eventsUntil(engine, DesignId.parse(id), isEnd);
  await engine.settled(DesignId.parse(id));
  return id;
}

const api = eachTest(prepared({}, async (first) => ({ id: await ended(first) })));

test('J14: nothing of this before the end', async () => {
  const running = await api.client.started({ topic: 'Where do the traces go?' });
  expect(running.afterwards).toBeNull();
  const judged = await api.client.post(`/${running.id}/acceptance`, { choice: 'accept', author: 'ana' });
  expect([judged.status, judged.body.error.message]).toEqual([409, 'This design has not ended yet.']);
});

test('J14: named people accept and decline a decision, which changes nothing of it', async () => {
  const before = (await api.client.get(`/${api.id}`)).body;
  expect(before.afterwards).toEqual({ standing: 'decided', words: [], supersededBy: null });
  const judge = (body: unknown) => api.client.post(`/${api.id}/acceptance`, body);
  const accepted = await judge({ choice: 'accept', author: 'ana' });
  expect(accepted.status).toBe(200);
  expect(accepted.body.afterwards.standing).toBe('accepted');
  expect(accepted.body.afterwards.words[0]).toMatch(
    /^Accepted by ana, by the API \(token admin\) on \d+ \w+\.$/,
  );
  await judge({ choice: 'decline', why: 'Not before March.', author: 'cem' });
  const { afterwards, ...rest } = (await api.client.get(`/${api.id}`)).body;
  expect([afterwards.standing, afterwards.words.length]).toEqual(['declined', 2]);
  const { afterwards: _, version, ...same } = before;
  expect({ ...rest, version }).toEqual({ ...same, version });
});

test('J14: two who accept and decline at once are both kept, and who declines is heard first', async () => {
  const both = await ended(api);
  const judge = (body: unknown) => api.client.post(`/${both}/acceptance`, body);
  const answers = await Promise.all([
    judge({ choice: 'accept', author: 'ana' }),
    judge({ choice: 'decline', why: 'Not before March.', author: 'cem' }),
    judge({ choice: 'accept', author: 'ana' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const { afterwards } = (await api.client.get(`/${both}`)).body;
  expect(afterwards.standing).toBe('declined');
  const words = [/^Declined by cem/, /^Accepted by ana/].map((each) => expect.stringMatching(each));
  expect(afterwards.words).toEqual(words);
  const listed = (await api.client.get('?limit=200')).body.designs;
  expect(listed.find(({ id: of }: { id: string }) => of === both).standing).toBe('declined');
});

test('J14: an acceptance takes a name and one of two choices', async () => {
  const fieldOf = async (body: unknown) => {
    const { status, body: problem } = await api.client.post(`/${api.id}/acceptance`, body);
    return [status, problem.error.details.issues.map(({ field }: { field: string }) => field)];
  };
  expect(await fieldOf({ choice: 'accept' })).toEqual([422, ['author']]);
  expect(await fieldOf({ choice: 'maybe', author: 'ana' })).toEqual([422, ['choice']]);
});

test('A18: the words of a private question go to who asked it, and are kept nowhere', async () => {
  const asked = await api.client.post(`/${api.id}/ask`, {
    text: 'Who is to blame?',
    author: 'eve',
    private: true,
  });
  expect(asked).toMatchObject({ status: 201, body: { question: 'Who is to blame?', private: true } });
  const events = await api.workshop.store.events(DesignId.parse(api.id), 0, 1_000);
  expect(events.at(-1)?.event).toMatchObject({
    type: 'record_asked',
    by: expect.stringContaining('eve'),
    question: '',
    answer: [],
  });
  expect(JSON.stringify(events)).not.toContain('blame');
});

test('J14: a design that follows up replaces the decision once it has one of its own', async () => {
  const alone = await api.client.post('', { topic: 'And now?', supersede: true });
  expect([alone.status, alone.body.error.details.issues[0].field]).toEqual([422, 'supersede']);
  const successor = await ended(api, { topic: 'And where now?', followUp: api.id, supersede: true });
  const view = (await api.client.get(`/${successor}`)).body;
  expect(view).toMatchObject({ followUpOf: api.id, supersedes: true });
  const { afterwards } = (await api.client.get(`/${api.id}`)).body;
  expect(afterwards).toMatchObject({
    standing: 'superseded',
    supersededBy: successor,
  });
  expect(afterwards.words[0]).toMatch(/^Superseded on \d+ \w+ by a later design\.$/);
  const adr = (await api.client.get(`/${successor}/artifacts`)).body.artifacts.find(
    ({ name }: { name: string }) => name.startsWith('adr'),
  );
  expect((await api.client.get(`/${successor}/artifacts/${adr.name}`)).text).toContain(
    `Replaces \`${api.id}\``,
  );
  expect(await api.workshop.store.pendingEffects(DesignId.parse(successor))).toEqual([]);
});
