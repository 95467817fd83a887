import { expect, onTestFinished, test } from 'vitest';
import { sumGiven } from '#core/outcome/given.ts';
import type { PlatformReaders } from '#engine/access/may-read.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import { Fault } from '#foundation/fault.ts';
import type { TokenRole } from '#ports/access-tokens.ts';
import { OPERATIONS } from '#presentation/answers/operations.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { ask, asViewer } from './as-viewer.ts';
import { Client, prepared, SLACK } from './client.ts';

/** The page of operators, the order over all designs, and the metrics. */
const readers: PlatformReaders = {
  isOperator: ({ id }) => id === 'olga',
  canOpen: async () => false,
  channelsOf: async () => new Set(),
};
const gateways = new Map([['slack', { ...SLACK, readers, tokenToDo: () => 'Copy it again.' }]]);
const warnings = {
  all: [
    {
      at: 0,
      event: 'of_another_version',
      designId: null,
      cause: 'a <secret> address',
      toDo: 'Look <there>.',
    },
    { at: 0, event: 'files_not_written', designId: null, cause: '', toDo: 'Free <disk> space.' },
  ],
};
/** A design that has ended. */
const ended = prepared({}, async ({ engine }) => {
  const id = await begun(engine, { topic: 'A secret topic' });
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  return { id };
});
const api = eachTest(async () => {
  const log = keepLog();
  const { client: admin, ...rest } = await ended({ parts: { log } });
  const client = new Client(rest.engine, { gateways, warnings });
  onTestFinished(() => client.closing.abort());
  return { ...rest, log, admin, client };
});
const person = (name: string): Viewer => ({
  kind: 'person',
  platform: 'slack',
  person: { id: name, groups: [], name },
});
const token = (role: TokenRole, channels: readonly string[] | null): Viewer => ({
  kind: 'token',
  token: { name: 'ci', createdAt: 0, role, channels },
});
const DATABASE = 'charrette doctor, which says what the database needs';
const HTML = { headers: { accept: 'text/html' } };
const at = (viewer: Viewer, path: string) =>
  ask(asViewer(api.client.app, viewer), 'GET', path, HTML);
const page = (viewer: Viewer) => at(viewer, '/operations');

test('D7: an operator sees what is wrong, what to do and what it costs', async () => {
  await api.admin.post(`/${api.id}/cancel`, { author: 'Ana' });
  const { status, text } = await page({ kind: 'operator' });
  expect(status).toBe(200);
  for (const part of [
    'One thing is wrong',
    'Copy it again.',
    'a &lt;secret&gt; address',
    'Earlier, and not again',
    'Look &lt;there&gt;.',
    'The files of a design are not written.',
    'Free &lt;disk&gt; space.',
    'data-live="/live?since=',
  ])
    expect(text).toContain(part);
  for (const part of ['A secret topic', 'a &lt;secret&gt; address'])
    expect((await page(person('olga'))).text).not.toContain(part);
});

test('A18: a warning leads to its design and has its cause for those who may read it', async () => {
  const one = {
    at: 0,
    event: 'design_ended',
    designId: api.id,
    cause: 'refused input',
    toDo: 'Open it.',
  };
  const { app } = new Client(api.engine, { gateways, warnings: { all: [one] } });
  const seenBy = async (viewer: Viewer) =>
    (await ask(asViewer(app, viewer), 'GET', '/operations', HTML)).text;
  for (const part of [`/designs/${api.id}`, 'A design has failed: refused input.'])
    expect(await seenBy({ kind: 'operator' })).toContain(part);
  const elsewhere = await seenBy(token('operate', ['slack/C1']));
  expect(elsewhere).toContain('A design has failed.');
  for (const part of [api.id, 'refused input']) expect(elsewhere).not.toContain(part);
});

test('A20: a model that is asked plainer has a line with the words of its endpoint', async () => {
  await api.engine.parts.modelForms.keep({
    endpoint: 'http://127.0.0.1:8080/v1',
    model: 'llama',
    mark: 'a'.repeat(64),
    leftOut: [
      { part: 'effort', said: 'no <effort> here' },
      { part: 'strict', said: 'failed to parse grammar' },
    ],
    at: 0,
  });
  const { text } = await page({ kind: 'operator' });
  for (const part of ['<b>llama</b>', 'no &lt;effort&gt; here', 'failed to parse grammar'])
    expect(text).toContain(part);
});

test('A18: only who may wake a sleeping token sees the button for it', async () => {
  const { tokens, clock } = api.engine.parts;
  const now = clock.now();
  await tokens.add('a'.repeat(64), {
    ...{ name: 'ci', role: 'read', channels: null, createdBy: 'Ana' },
    ...{ createdAt: now, expiresAt: now + 60_000 },
  });
  await tokens.sleep(now, crypto.randomUUID());
  const button = `<button type="submit">${OPERATIONS.wake}</button>`;
  expect((await page({ kind: 'operator' })).text).toContain(button);
  for (const viewer of [person('olga'), token('operate', null)]) {
    const { text } = await page(viewer);
    expect(text).toContain('<li>ci, made ');
    expect(text).not.toContain(button);
  }
});

test('A18: the page of operators is shown to those of one platform or channel, and to nobody else', async () => {
  for (const viewer of [person('olga'), token('operate', ['slack/C1'])])
    expect((await page(viewer)).status).toBe(200);
  for (const viewer of [
    person('dan'),
    token('read', null),
    { kind: 'link', designId: api.id } as const,
  ])
    expect((await page(viewer)).status).toBe(403);
});

test('A18: readers of all channels see today’s money, and all operators see that it is used up', async () => {
  Object.assign(api.engine, { readSpendingToday: async () => ({ spentUsd: 12, budgetUsd: 10 }) });
  for (const viewer of [{ kind: 'operator' }, token('operate', null)] as const)
    for (const path of ['/operations', '/'])
      expect((await at(viewer, path)).text).toContain('$12.00');
  for (const viewer of [person('olga'), token('operate', ['slack/C1'])])
    for (const path of ['/operations', '/']) {
      const { text } = await at(viewer, path);
      expect(text).toContain('The day’s budget is used up. Designs end');
      expect(text).not.toMatch(/\$1[02]\.00/);
    }
});

test('personas and models are compared over ended designs that the viewer finds in a list, by what is on record', async () => {
  await api.admin.post(`/${api.id}/cancel`, { author: 'Ana' });
  const { text } = await page({ kind: 'operator' });
  const design = await api.engine.design(api.id);
  expect(design?.end).not.toBeNull();
  const [first] = sumGiven(design === null ? [] : [design], 'title');
  expect(first?.claims).toBeGreaterThan(0);
  for (const part of ['to the last design', `<th scope="row" dir="auto">${first?.name}</th>`])
    expect(text).toContain(part);
  expect((await page(token('operate', ['slack/C1']))).text).not.toContain('to the last design');
});

test('D7: an absent store stands on operators’ pages with its remedy, and a bug does not count as one', async () => {
  const { store } = api.engine.parts;
  const { oldestWaiting } = store;
  const away = () =>
    Promise.reject(new Fault('store_unavailable', 'The database does not answer.'));
  const failing = (error: Error) =>
    Object.assign(store, { oldestWaiting: () => Promise.reject(error) });
  failing(new Fault('store_unavailable', 'The database does not answer.'));
  expect((await page({ kind: 'operator' })).text).toContain(DATABASE);
  failing(new TypeError('a bug'));
  const before = api.log.events.length;
  const broken = await api.client.send('/operations', HTML);
  expect([broken.status, broken.text.includes(DATABASE)]).toEqual([500, false]);
  expect(api.log.events.slice(before)).toContainEqual(
    expect.objectContaining({ event: 'request_failed' }),
  );
  Object.assign(store, { oldestWaiting });
  Object.assign(store, { list: away });
  const list503 = await api.client.send('/', HTML);
  expect(list503.status).toBe(503);
  expect(list503.text).toContain('The database does not answer');
  expect(list503.text).toContain(DATABASE);
  const { body } = await api.client.send('/api/v1/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'reader', role: 'read' }),
  });
  const asReader = { headers: { ...HTML.headers, authorization: `Bearer ${body.token}` } };
  expect((await api.client.send('/', asReader)).text).not.toContain(DATABASE);
});

test('A18: the stream of a page about many designs ends with the session of who looks at it', async () => {
  let now: Viewer | null = { kind: 'operator' };
  const app = asViewer(api.client.app, now, async () => now);
  const response = await app.request('/live?since=', { headers: { accept: 'text/event-stream' } });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('event: changed')) text += (await reader?.read())?.value ?? '';
  now = null;
  const next = await begun(api.engine, { topic: 'Nothing for who has left' });
  while ((await reader?.read())?.done === false);
  await expect(reader?.closed).resolves.toBeUndefined();
  await eventsUntil(api.engine, next, isEnd);
});

test('D7: metrics tell where work waits, and nothing of any design', async () => {
  const { status, text } = await api.client.send('/metrics');
  expect(status).toBe(200);
  for (const line of [
    /^charrette_outbox_oldest_seconds [\d.]+$/m,
    /^charrette_rounds_oldest_seconds 0$/m,
    /^charrette_event_loop_stalls_total \d+$/m,
    /^charrette_writes_failed_total\{what="store_away"\} 0$/m,
    /^charrette_writes_failed_total\{what="files_not_written"\} 0$/m,
  ])
    expect(text).toMatch(line);
  expect(text).not.toContain(api.id);
});
