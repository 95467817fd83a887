import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KnownRepositories } from '#acts/act-inputs.ts';
import { ACTS } from '#acts/table.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { Fault } from '#foundation/fault.ts';
import { makeActRoutes } from '#surfaces/http/act-routes.ts';
import { createInProcessCall } from '#surfaces/http/in-process.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { openApi } from './client.ts';

const ADMIN = { way: 'api', token: 'admin' };
const BEA = 'bea, by the API (token admin)';
const api = eachTest(() => openApi());

async function until(id: string, type: string, nth = 1): Promise<void> {
  let seen = 0;
  await eventsUntil(api.engine, DesignId.parse(id), ({ event }) => {
    if (event.type === type) seen += 1;
    return seen === nth;
  });
}

async function untilEnded(id: string): Promise<void> {
  await eventsUntil(api.engine, DesignId.parse(id), isEnd);
  await api.engine.waitUntilSettled(DesignId.parse(id));
}

describe('a design over the API', () => {
  test('a design is begun, asked about, answered, finished and read', async () => {
    const begun = await api.client.post('', {
      topic: '  Should the job queue move from Redis to Postgres?  ',
      context: 'We run both.',
      personas: ['archaeologist', 'failure-analyst', 'failure-analyst'],
      budgetUsd: 5,
    });
    expect(begun.status).toBe(201);
    const { id } = begun.body;
    expect(begun.body).toMatchObject({
      id: expect.stringMatching(/^dsn_/),
      topic: 'Should the job queue move from Redis to Postgres?',
      successorOf: null,
      status: 'running',
      phase: 'spawning',
      step: 'spawning',
      endedAt: null,
      startedBy: 'somebody, by the API (token admin)',
      via: { way: 'api', token: 'admin' },
      thread: null,
      round: null,
      questions: [],
      seals: [],
      divergences: [],
      gate: null,
      outcome: null,
      rehearsal: true,
    });
    await until(id, 'answering_opened');
    const asking = (await api.client.get(`/${id}`)).body;
    expect(asking).toMatchObject({
      status: 'awaiting_input',
      phase: 'questioning',
      step: 'answering',
    });
    const replied = await api.client.post(`/${id}/replies`, {
      text: 'About 900 a minute.',
      author: 'ana',
      questionId: 'Q1',
    });
    expect(replied.status).toBe(201);
    // J10: it is read before it counts.
    expect(replied.body.questions[0]).toMatchObject({ id: 'Q1', status: 'open' });
    const done = await api.client.post(`/${id}/answered`, { author: 'ana' });
    expect(done.status).toBe(202);
    expect((await api.client.post(`/${id}/answered`)).status).toBe(409);
    await untilEnded(id);

    const ended = (await api.client.get(`/${id}`)).body;
    expect(ended).toMatchObject({
      status: 'completed',
      phase: 'synthesis',
      endedAt: expect.stringMatching(/Z$/),
      version: expect.any(Number),
    });
    expect(ended.seals).toHaveLength(2);
    expect(ended.seals[0]).toMatchObject({
      persona: expect.any(String),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      revealed: true,
    });
    const { artifacts } = (await api.client.get(`/${id}/artifacts`)).body;
    expect(artifacts).toContainEqual({
      name: 'brief.md',
      bytes: expect.any(Number),
      sha256: expect.any(String),
    });
    const brief = await api.client.get(`/${id}/artifacts/brief.md`);
    expect(brief.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(brief.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.byteLength(brief.text)).toBe(
      artifacts.find(({ name }: { name: string }) => name === 'brief.md').bytes,
    );
    const picture = await api.client.get(`/${id}/artifacts/run.svg`);
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(picture.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(picture.text).toMatch(/^<svg .+<\/svg>\n$/s);
    const late = await api.client.post(`/${id}/replies`, {
      text: 'One more thing.',
      author: 'bea',
    });
    expect([late.status, late.body.status, late.body.lateWords]).toEqual([
      201,
      'completed',
      [{ author: BEA, via: ADMIN, text: 'One more thing.', at: expect.any(String) }],
    ]);
    const { events } = (await api.client.get(`/${id}/events?since=${late.body.version - 1}`)).body;
    expect(events).toMatchObject([
      { type: 'reply_recorded', author: BEA, via: ADMIN, text: 'One more thing.', after: 'end' },
    ]);
    expect((await api.client.get(`/${id}/artifacts`)).body.artifacts).toEqual(artifacts);
    expect((await api.client.post(`/${id}/cancel`)).status).toBe(200);
  });
});

describe('lists', () => {
  test('lists are newest first, in pages, and by status', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await api.client.started()).id);
    await api.client.post(`/${ids[1]}/cancel`);
    await api.client.post(`/${ids[3]}/cancel`);
    const newest = ids.toReversed();
    const first = (await api.client.get('?limit=2')).body;
    expect(first.designs.map(({ id }: { id: string }) => id)).toEqual(newest.slice(0, 2));
    expect(first.next).toBe(newest[1]);
    const second = (await api.client.get(`?limit=3&before=${first.next}`)).body;
    expect(second.designs.map(({ id }: { id: string }) => id)).toEqual(newest.slice(2));
    const cancelled = (await api.client.get('?status=cancelled&limit=2')).body;
    expect(cancelled.designs.map(({ id }: { id: string }) => id)).toEqual([ids[3], ids[1]]);
    expect(cancelled.designs[0]).toMatchObject({
      topic: expect.any(String),
      status: 'cancelled',
      startedAt: expect.stringMatching(/Z$/),
      endedAt: expect.stringMatching(/Z$/),
    });
    const all = (await api.client.get('?limit=200')).body;
    expect(all.next).toBeNull();
    const exactly = (await api.client.get(`?limit=${all.designs.length}`)).body;
    // Designs that are under way change between the two.
    const idsOf = ({ designs }: { designs: { id: string }[] }) => designs.map(({ id }) => id);
    expect(exactly.next, 'a last page that is full is the last one').toBeNull();
    expect(idsOf(exactly)).toEqual(idsOf(all));
    for (const id of ids) await api.client.post(`/${id}/cancel`);
  });
});

describe('Idempotency-Key', () => {
  const body = { topic: 'Begun once?', personas: ['archaeologist'] };
  const begin = (key: string, changes: object = {}) =>
    api.client.post('', { ...body, ...changes }, { 'idempotency-key': key });

  test('the same request gets the first answer, another one under the same key is refused', async () => {
    const first = await begin('once');
    const again = await begin('once');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect((await begin('once', { topic: 'Another?' })).body.error.code).toBe('conflict');
    expect((await begin('twice')).body.id).not.toBe(first.body.id);
  });

  test('requests that come at the same time begin one design', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => begin('at-once')));
    expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
  });

  test('a refusal leaves its key free, and an invalid key is refused', async () => {
    expect((await begin('refused', { personas: ['nobody'] })).status).toBe(422);
    expect((await begin('refused')).status).toBe(201);
    expect((await begin('ä'.repeat(3))).status).toBe(422);
    expect((await begin('k'.repeat(201))).status).toBe(422);
  });
});

describe('running again', () => {
  test('A6: the preview says what the retry does, with the reason', async () => {
    const { id } = await api.client.started();
    expect((await api.client.get(`/${id}/retry/preview`)).body).toEqual({
      retry: false,
      reason: 'not_open',
      words: 'It is still running, so it can’t be run again.',
    });
    const refused = await api.client.post(`/${id}/retry`);
    expect(refused.status).toBe(409);
    expect(refused.body.error).toMatchObject({
      code: 'conflict',
      message: 'It is still running, so it can’t be run again.',
      details: { retry: false, reason: 'not_open' },
    });
    await api.client.post(`/${id}/cancel`);
    expect((await api.client.get(`/${id}/retry/preview`)).body).toMatchObject({
      retry: true,
      reason: 'again',
    });
  });
});

test('metrics count what was committed, and what is under way', async () => {
  const value = async (name: string): Promise<number> => {
    const { text } = await api.client.send('/metrics');
    const line = text
      .split('\n')
      .find((each) => each.startsWith(`${name} `) || each.startsWith(`${name}{`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  const before = await Promise.all([
    value('charrette_designs_started_total'),
    value('charrette_designs_under_way'),
  ]);
  const { id } = await api.client.started();
  expect(await value('charrette_designs_started_total')).toBe(before[0] + 1);
  expect(await value('charrette_designs_under_way')).toBe(before[1] + 1);
  await api.client.post(`/${id}/cancel`);
  expect(await value('charrette_designs_under_way')).toBe(before[1]);
});

test('J9: a decision in the folder of a cancelled design is not served as one', async () => {
  const { id } = await api.client.started();
  await api.client.post(`/${id}/cancel`);
  await api.engine.waitUntilSettled(DesignId.parse(id));
  const names = async () =>
    (await api.client.get(`/${id}/artifacts`)).body.artifacts.map(
      ({ name }: { name: string }) => name,
    );
  expect(await names()).toContain('record.md');
  await writeFile(
    join(api.engine.parts.bundles.folder(DesignId.parse(id)), 'decision.md'),
    'We move.',
  );
  expect(await names()).not.toContain('decision.md');
  expect((await api.client.get(`/${id}/artifacts/decision.md`)).status).toBe(404);
});

test('a command line is told which repository a design needs before it runs that again', async () => {
  const brought: string[] = [];
  let isMoved = false;
  const repository = { name: 'repo', commit: 'c'.repeat(40), digest: '' };
  const repositories: KnownRepositories = {
    names: [],
    pin: async () => null,
    bring: async (path) => {
      brought.push(path);
      return repository;
    },
    reopen: async () => {
      if (isMoved) throw new Fault('not_a_repository', '/shop cannot be opened.');
      return brought.length === 0 ? null : repository;
    },
  };
  const call = createInProcessCall(
    api.engine.parts,
    makeActRoutes({
      designs: api.engine,
      engine: api.engine,
      repositories,
      publicUrl: null,
      adminToken: '',
      backup: null,
    }),
  );
  const id = await begun(api.engine, { repository });
  await call(ACTS.cancel, { id }, { body: { author: 'ana' } });
  await untilEnded(id);
  const refused = async (why: string) => {
    const what = 'This design reads the repository "repo", which cannot be read now.';
    const remedy =
      'If it was given with --repo, pass its path with --repo again; otherwise correct CHARRETTE_REPOS.';
    expect(await call(ACTS.run_again, { id }, { body: { author: 'ana' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict', message: `${what} ${why} ${remedy}` } },
    });
  };
  await refused('No repository is known here by this name.');
  isMoved = true;
  await refused('/shop cannot be opened.');
  isMoved = false;
  expect(
    await call(ACTS.run_again, { id }, { body: { author: 'ana', repoPath: '/src/shop' } }),
  ).toMatchObject({
    status: 202,
    body: { successorOf: id },
  });
  const message = expect.stringMatching(/^ana .*ran this design again on .+ UTC, as dsn_/);
  const twice = await call(
    ACTS.run_again,
    { id },
    { body: { author: 'ben', repoPath: '/src/shop' } },
  );
  expect(twice).toMatchObject({
    status: 409,
    body: { error: { code: 'conflict', message } },
  });
  expect(brought).toEqual(['/src/shop', '/src/shop']);
});
