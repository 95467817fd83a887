/** Routes, bodies and errors of the HTTP API. The whole way of a design is in `whole.real.test.ts`. */

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { newestDecision, openGate } from '#design/status.ts';
import { designAt } from '#test/support/design-world.ts';
import { atGate } from '#test/words/scenes.ts';
import { STATUS_OF } from '#web/problems.ts';
import { DesignJson } from '#words/design-json.ts';
import { openWeb } from './world.ts';

/** People can answer. */
const asked = () => designAt('answering').must({ type: 'report_questions_seen' });
const NOBODY = 'dsn_01930000-0000-7000-8000-000000000000';

test('A12: an error has a code of a closed list, a sentence and its details', async () => {
  await using web = await openWeb();
  const { id } = await web.put(asked().events);
  const path = `/api/v1/designs/${id}`;
  const wrong: [method: string, path: string, body: unknown, status: number, code: string][] = [
    ['POST', '/api/v1/designs', {}, 400, 'invalid'],
    ['POST', '/api/v1/designs', { topic: '' }, 400, 'invalid'],
    ['POST', '/api/v1/designs', { topic: 'x'.repeat(4_001) }, 400, 'invalid'],
    ['POST', '/api/v1/designs', { topic: 'A queue?', depth: 'deep' }, 400, 'invalid'],
    ['POST', '/api/v1/designs', { topic: 'A queue?', gates: 'none' }, 400, 'invalid'],
    ['POST', '/api/v1/designs', { topic: 'A queue?', personas: ['nobody'] }, 400, 'invalid'],
    ['POST', '/api/v1/designs', { topic: 'A queue?', budgetUsd: 0.1 }, 400, 'invalid'],
    ['POST', '/api/v1/designs', { topic: 'A queue?', budgetUsd: 500 }, 400, 'invalid'],
    ['POST', '/api/v1/designs', { topic: 'A queue?', repo: '/etc' }, 404, 'not_found'],
    ['POST', '/api/v1/designs', ['A queue?'], 400, 'invalid'],
    ['POST', `${path}/replies`, { text: ' ' }, 400, 'invalid'],
    ['POST', `${path}/replies`, { text: 'x', author: 'y'.repeat(101) }, 400, 'invalid'],
    ['POST', `${path}/go-on`, { now: true }, 400, 'invalid'],
    ['POST', `${path}/cancel`, { reason: 7 }, 400, 'invalid'],
    ['POST', `${path}/gates/any`, { choice: 'perhaps' }, 400, 'invalid'],
    ['POST', `${path}/gates/any`, { choice: 'accept' }, 400, 'invalid'],
    ['POST', `${path}/gates/any`, { choice: 'stop' }, 409, 'not_open'],
    ['POST', `${path}/run-again`, undefined, 409, 'not_open'],
    ['GET', `${path}/events?since=-1`, undefined, 400, 'invalid'],
    ['GET', `${path}/turns/99`, undefined, 404, 'not_found'],
    ['GET', `${path}/artifacts/decision.md`, undefined, 404, 'not_found'],
    ['GET', `${path}/artifacts/..%2F..%2Fcharrette.db`, undefined, 404, 'not_found'],
    ['GET', '/api/v1/designs?status=done', undefined, 400, 'invalid'],
    ['GET', '/api/v1/designs?limit=0', undefined, 400, 'invalid'],
    ['GET', `/api/v1/designs/${NOBODY}`, undefined, 404, 'not_found'],
    ['POST', `/api/v1/designs/${NOBODY}/go-on`, undefined, 404, 'not_found'],
    ['POST', `/api/v1/designs/${id.slice(-8)}/go-on`, undefined, 404, 'not_found'],
    ['PUT', path, {}, 404, 'not_found'],
  ];
  const before = await web.store.events(id);
  const answered: unknown[] = [];
  for (const [method, to, body] of wrong) {
    const answer = await web.act(method, to, body);
    const { error } = (await answer.json()) as { error: Record<string, unknown> };
    answered.push([method, to, body, answer.status, error.code]);
    expect(Object.keys(error)).toEqual(['code', 'message', 'details']);
    expect(error.message).toMatch(/\S.{5,300}/);
    if (error.code === 'busy') expect(answer.headers.get('retry-after')).toBe('1');
  }
  expect(answered).toEqual(wrong);
  expect(await web.store.events(id)).toEqual(before);
  web.designs.find = () => Promise.reject(new Error('a bug'));
  const failed = await web.act('GET', '/api/v1/designs');
  expect([failed.status, await failed.json()]).toEqual([
    500,
    {
      error: { code: 'internal', message: expect.stringMatching(/its log says how/), details: {} },
    },
  ]);
});

test('A12: the document names every code with its status, and every field of a design', async () => {
  const text = await readFile('docs/http-api.md', 'utf8');
  const [, errors = '', fields = ''] = text.split(/## Errors|## The design as JSON/);
  const rows = [...errors.matchAll(/^\| (`.+?) \| (\d{3}) \|/gm)].flatMap(
    ([, codes = '', status]) =>
      [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => [code, Number(status)]),
  );
  expect(Object.fromEntries(rows)).toEqual(STATUS_OF);
  const names = [...fields.matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(names.toSorted()).toEqual(Object.keys(DesignJson.shape).toSorted());
});

test('A15: what is no JSON is refused as such, at any depth and with any name', async () => {
  await using web = await openWeb();
  for (const body of ['{', 'null', '"topic"', '{"topic":', `${'['.repeat(100_000)}`, '\u0000'])
    expect((await web.post('/api/v1/designs', body)).status).toBe(400);
  const answer = await web.post('/api/v1/designs', '{"topic":"x","__proto__":{"admin":true}}');
  expect(answer.status).toBe(400);
  expect((await web.get(`/api/v1/designs?key=${'k'.repeat(20_000)}`)).status).toBe(431);
});

test('A19: people’s acts come through the inbox, and the answer is the design after them', async () => {
  await using web = await openWeb();
  const { id } = await web.put(asked().events);
  const path = `/api/v1/designs/${id}`;
  const reply = await web.act('POST', `${path}/replies`, {
    text: '900 a minute.',
    author: 'Dora',
    questionId: 'Q1',
  });
  expect([reply.status, await reply.json()]).toEqual([201, { replyId: 'R1', done: true }]);
  const went = await web.act('POST', `${path}/go-on`);
  expect(went.status).toBe(200);
  const json = DesignJson.parse(await went.json());
  expect(json.replies).toMatchObject([{ id: 'R1', author: 'Dora (name not checked)' }]);
  const events = (await web.store.events(id)).map(({ event }) => event);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'answering_closed', by: { name: 'API', id: '', via: 'http' } }),
  );
  const again = await web.act('POST', `${path}/go-on`);
  expect([again.status, await again.json()]).toMatchObject([409, { error: { code: 'not_open' } }]);
});

test('J9: accepting names the hash of the text, and another one is refused', async () => {
  await using web = await openWeb();
  const world = atGate();
  const { id } = await web.put(world.events);
  const gate = openGate(world.design)?.id;
  const sha256 = newestDecision(world.design)?.sha256 ?? '';
  const decide = (body: object) => web.act('POST', `/api/v1/designs/${id}/gates/${gate}`, body);
  const shown = DesignJson.parse(await (await web.act('GET', `/api/v1/designs/${id}`)).json());
  expect(shown.gate).toMatchObject({ id: gate, about: sha256 });
  expect((await decide({ choice: 'accept', sha256: 'f'.repeat(64) })).status).toBe(400);
  expect((await decide({ choice: 'send_back' })).status).toBe(400);
  const accepted = await decide({ choice: 'accept', sha256 });
  expect(accepted.status).toBe(200);
  expect(
    (await web.store.events(id)).findLast(({ event }) => event.type === 'gate_decided'),
  ).toMatchObject({ event: { choice: 'accept', by: { name: 'API', via: 'http' } } });
});

test('C19: cancelling answers 202, and 200 once the design has ended', async () => {
  await using web = await openWeb();
  const ended = designAt('answering').cancel().runTo('ended');
  const [running, over] = [await web.put(designAt('asking').events), await web.put(ended.events)];
  const first = await web.act('POST', `/api/v1/designs/${running.id}/cancel`, { reason: 'enough' });
  expect(first.status).toBe(202);
  expect(DesignJson.parse(await first.json()).headline).toContain('enough');
  const again = await web.act('POST', `/api/v1/designs/${over.id}/cancel`);
  expect([again.status, DesignJson.parse(await again.json()).status]).toEqual([200, 'cancelled']);
  expect((await web.act('DELETE', `/api/v1/designs/${over.id}`)).status).toBe(204);
  expect((await web.act('GET', `/api/v1/designs/${over.id}`)).status).toBe(404);
});

test('a list is filtered, counted and turned over, newest first', async () => {
  await using web = await openWeb();
  const waiting = await web.put(asked().events);
  const ended = await web.put(designAt('answering').cancel().runTo('ended').events);
  const ids = [waiting.id, ended.id].toSorted().toReversed();
  const list = async (query: string) => {
    const answer = await web.act('GET', `/api/v1/designs?${query}`);
    const { designs, next } = (await answer.json()) as { designs: { id: string }[]; next: unknown };
    return { ids: designs.map(({ id }) => id), next };
  };
  expect(await list('')).toEqual({ ids, next: null });
  const all = await (await web.act('GET', '/api/v1/designs')).text();
  expect(all).toContain('"rehearsal":false');
  expect(all).not.toContain('isRehearsal');
  expect(await list('limit=1')).toEqual({ ids: ids.slice(0, 1), next: ids[0] });
  expect(await list(`limit=1&before=${ids[0]}`)).toEqual({ ids: ids.slice(1), next: ids[1] });
  expect(await list('status=awaiting_input')).toEqual({ ids: [waiting.id], next: null });
  expect(await list('words=REDIS%20queue')).toEqual({ ids, next: null });
  expect(await list('words=nothing')).toEqual({ ids: [], next: null });
});

test('P3: a file that was not read back is told to nobody', async () => {
  await using web = await openWeb();
  const world = designAt('writing');
  world.must({ type: 'report_files_failed', detail: 'no space left on the disk' });
  const { id, key } = await web.put(world.events, { files: { 'decision.md': 'Decision ready.' } });
  const get = (path: string) => web.get(`/api/v1/designs/${id}/${path}?key=${key}`);
  expect(await (await get('artifacts')).json()).toEqual({ artifacts: [] });
  expect((await get('artifacts/decision.md')).status).toBe(404);
});

test('A23: a file leaves as an attachment of plain text', async () => {
  await using web = await openWeb();
  const files = { 'decision.md': '<script>alert(1)</script>', 'failures/a-1.log': 'out of memory' };
  const { id, key } = await web.put(designAt('ended').events, { files });
  const get = (path: string) => web.get(`/api/v1/designs/${id}/${path}?key=${key}`);
  expect(await (await get('artifacts')).json()).toEqual({
    artifacts: expect.arrayContaining([{ name: 'decision.md', bytes: 25 }]),
  });
  const answer = await get('artifacts/decision.md');
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await answer.text()).toBe(files['decision.md']);
  expect(await (await get('failures/a-1.log')).text()).toBe('out of memory');
});
