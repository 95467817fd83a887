/** What is written before the reveal is read by nobody before it (J1). */

import { expect, test } from 'vitest';
import { type DesignWorld, designAt } from '#test/support/design-world.ts';
import { sampleSubmission } from '#test/support/sample-submissions.ts';
import type { TraceStep } from '#turns/record.ts';
import { openWeb, SHARED_SHA256, type WebWorld } from './world.ts';

const WORDS = 'Keep what nobody may read yet.';
const PLACE = 'secret/place.md:41';

function seal(world: DesignWorld, name: string): void {
  const sample = sampleSubmission(world.design, world.turn(name));
  if (sample.tool !== 'submit_proposal') throw new Error('it is not asked for a proposal');
  const claims = sample.input.claims.map((claim) => ({
    ...claim,
    text: WORDS,
    place: PLACE,
    quote: WORDS,
  }));
  const input = { ...sample.input, headline: WORDS, reasons: WORDS, nextBest: WORDS, claims };
  world.submit(name, { tool: 'submit_proposal', input });
}

const TRACE: TraceStep[] = [
  { step: 'prompt', at: 1, sharedSha256: SHARED_SHA256, own: '', ask: 'Write it.', tools: [] },
  { step: 'tool', at: 2, tool: 'submit_proposal', input: WORDS, result: 'ok', text: PLACE, ms: 1 },
];

/** Every reading of a design there is, by its key and by the list's. */
async function readAll(web: WebWorld, id: string, key: string): Promise<string[]> {
  const api = `/api/v1/designs/${id}`;
  const { turns } = (await (await web.get(`${api}/turns?key=${key}`)).json()) as {
    turns: { number: number }[];
  };
  const { artifacts } = (await (await web.get(`${api}/artifacts?key=${key}`)).json()) as {
    artifacts: { name: string }[];
  };
  const paths = [
    api,
    `${api}/events`,
    `${api}/turns`,
    `${api}/artifacts`,
    `/designs/${id}`,
    ...turns.flatMap(({ number }) => [`${api}/turns/${number}`, `/designs/${id}/turns/${number}`]),
    ...artifacts.map(({ name }) => `${api}/artifacts/${encodeURIComponent(name)}`),
  ].map((path) => `${path}?key=${key}`);
  const all = [...paths, `/?key=${web.store.listKey}`, `/api/v1/designs?key=${web.store.listKey}`];
  return Promise.all(all.map(async (path) => `${path}\n${await (await web.get(path)).text()}`));
}

test('J1: a sealed proposal shows in no list, event, stream, turn or page', async () => {
  await using web = await openWeb();
  const world = designAt('proposing');
  seal(world, 'subtractor');
  seal(world, 'failure-analyst');
  const before = world.events.length;
  const turn = world.turn('subtractor').number;
  const trace = (number: number) => (number < turn ? [] : TRACE);
  const { id, key, add } = await web.put(world.events, { trace });
  for (const text of await readAll(web, id, key)) {
    expect(text).not.toContain(WORDS);
    expect(text).not.toContain(PLACE);
  }
  expect((await web.get(`/api/v1/designs/${id}/turns/${turn}?key=${key}`)).status).toBe(409);
  expect((await web.get(`/designs/${id}/turns/${turn}?key=${key}`)).status).toBe(409);

  const stream = await web.get(`/api/v1/designs/${id}/events?key=${key}`, {
    accept: 'text/event-stream',
  });
  seal(world, 'outsider');
  world.runTo('ended');
  await add(world.events.slice(before));
  const heard = (await stream.text())
    .split('\n')
    .flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6))] : []));
  const seals = heard.filter(({ type }) => type === 'proposal_sealed');
  expect(seals).toHaveLength(3);
  for (const each of seals) expect(each).toMatchObject({ proposal: null, citations: [] });
  for (const each of seals) expect(each.sha256).toMatch(/^[0-9a-f]{64}$/);

  // Afterwards everybody may read it, from the beginning on.
  const texts = (await readAll(web, id, key)).filter((text) => text.includes(WORDS));
  const where = texts.map((text) => text.split('?')[0]?.replace(id, '{id}'));
  expect(where).toEqual(
    expect.arrayContaining([
      '/api/v1/designs/{id}',
      '/api/v1/designs/{id}/events',
      `/api/v1/designs/{id}/turns/${turn}`,
      '/designs/{id}',
      `/designs/{id}/turns/${turn}`,
    ]),
  );
});

test('T3: turns of a round in which nobody could write are read once the design has ended', async () => {
  await using web = await openWeb();
  const world = designAt('proposing');
  for (const name of ['subtractor', 'failure-analyst', 'outsider']) world.fail(name);
  const { id, key } = await web.put(world.runTo('ended').events, { trace: () => TRACE });
  expect(world.design.areRevealed).toBe(false);
  const { number } = world.turn('subtractor');
  const answer = await web.get(`/api/v1/designs/${id}/turns/${number}?key=${key}`);
  expect([answer.status, await answer.json()]).toMatchObject([200, { trace: TRACE }]);
});
