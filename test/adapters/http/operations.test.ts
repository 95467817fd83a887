import { afterAll, expect, test } from 'vitest';
import type { PlatformReaders } from '../../../src/runtime/may-read.ts';
import type { Viewer } from '../../../src/runtime/viewer.ts';
import { until } from '../../entry/waiting.ts';
import { begun, eventsUntil, isEnd } from '../../runtime/engine/running-engine.ts';
import { ask, asViewer } from './as-viewer.ts';
import { Client, openApi, slackByHttp } from './client.ts';

/** The page of operators, the order over all designs, and the metrics. */
const { engine, client: admin } = await openApi();
const readers: PlatformReaders = {
  isOperator: ({ id }) => id === 'olga',
  canOpen: async () => false,
  channelsOf: async () => new Set(),
};
const slack = slackByHttp((_, response) => response.end());
const gateways = new Map(
  [...slack].map(([name, each]) => [name, { ...each, readers, isConnected: () => false }]),
);
const warnings = {
  all: [
    { at: 0, event: 'slack_not_reached', isError: true, times: 3 },
    { at: 0, event: 'of_another_version', isError: false, times: 1 },
    { at: 0, event: 'files_not_written', isError: false, times: 1 },
  ],
};
const client = new Client(engine, { gateways, warnings });
afterAll(() => client.closing.abort());
const id = await begun(engine, { topic: 'A secret topic' });
await eventsUntil(engine, id, isEnd);
await engine.settled(id);
const person = (name: string): Viewer => ({
  kind: 'person',
  platform: 'slack',
  person: { id: name, groups: [], name },
});
const token = (role: 'read' | 'operate', channels: readonly string[] | null): Viewer => ({
  kind: 'token',
  token: { name: 'ci', role, channels },
});
const HTML = { headers: { accept: 'text/html' } };
const page = (viewer: Viewer) => ask(asViewer(client.app, viewer), 'GET', '/operations', HTML);

test('D7: an operator sees platforms that are not connected, queues, money, warnings and the audit log', async () => {
  await admin.post(`/${id}/cancel`, { author: 'Ana' });
  const { status, text } = await page({ kind: 'operator' });
  expect(status).toBe(200);
  for (const part of [
    'Slack</b>: not connected',
    'Slack is not connected: nothing',
    'Messages and files to send',
    'slack_not_reached',
    '× 3',
    'Who did what',
    'cancel',
    'without a ceiling',
    'Let this machine reach Slack',
    'See the log',
    'Free the disk',
    'data-live="/live?since=',
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('A secret topic');
});

test('A18: an operator of one platform sees nothing that is over all channels, and others nothing', async () => {
  const olga = await page(person('olga'));
  expect([olga.status, olga.text.includes('Who did what')]).toEqual([200, false]);
  expect((await page(token('operate', ['slack/C1']))).text).not.toContain('Who did what');
  for (const viewer of [person('dan'), token('read', null), { kind: 'link', designId: id } as const])
    expect((await page(viewer)).status).toBe(403);
});

test('D8: only the admin ends sessions there', async () => {
  const sent = { body: 'kind=session&id=0123456789abcdef', headers: { origin: 'http://localhost' } };
  for (const viewer of [person('olga'), token('operate', null)])
    expect((await ask(asViewer(client.app, viewer), 'POST', '/operations/ends', sent)).status).toBe(403);
});

test('P9: the admin alone sees which designs are old, and removes them', async () => {
  const kept = await openApi({ parts: { keepDays: 0 } });
  const app = asViewer(kept.client.app, { kind: 'operator' });
  const shown = async () => (await ask(app, 'GET', '/operations/collection', HTML)).text;
  const old = await begun(kept.engine, { topic: 'An <old> topic' });
  await eventsUntil(kept.engine, old, isEnd);
  await kept.engine.settled(old);
  const running = await begun(kept.engine, { topic: 'One that has not ended' });
  await until('it is old', async () => (await shown()).includes('An &lt;old&gt; topic'));
  expect(await shown()).toContain('1 design with all turns and files would be removed now');
  expect((await ask(app, 'GET', '/operations', HTML)).text).toContain('href="/operations/collection"');
  const sent = { body: '', headers: { ...HTML.headers, origin: 'http://localhost' } };
  for (const viewer of [person('olga'), token('operate', null)])
    for (const [method, given] of [
      ['GET', HTML],
      ['POST', sent],
    ] as const)
      expect(
        (await ask(asViewer(kept.client.app, viewer), method, '/operations/collection', given)).status,
      ).toBe(403);
  expect((await ask(app, 'POST', '/operations/collection', sent)).status).toBe(303);
  expect(await kept.engine.design(old)).toBeNull();
  expect(await kept.engine.design(running)).not.toBeNull();
  expect(await shown()).toContain('Nothing would be removed now');
  const [noted] = await kept.engine.parts.audit.entries({ limit: 1 });
  expect(noted).toMatchObject({ what: 'collect', outcome: 'done', detail: '1' });
});

test('A13: the order over all designs is read in pages, and as it comes', async () => {
  const listed = await admin.send('/api/v1/events?since=0');
  const own = listed.body.events.filter((event: { design: string }) => event.design === id);
  expect(own[0].what).toContain('design_started');
  expect(own.at(-1).what).toContain('design_ended');
  expect(listed.body.next).toBe(listed.body.events.at(-1).seq);
  const response = await admin.request(`/api/v1/events?since=${listed.body.next}`, {
    headers: { accept: 'text/event-stream' },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = await begun(engine, { topic: 'Another' });
  let text = '';
  while (!text.includes(next)) text += (await reader?.read())?.value ?? '';
  expect(text).toMatch(/^id: \d+$/m);
  await reader?.cancel();
  await eventsUntil(engine, next, isEnd);
  for (const since of ['x', '-1', '1e3', ''])
    expect((await admin.send(`/api/v1/events?since=${since}`)).status, since).toBe(422);
});

test('A18: the stream of a page about many designs ends with the session of who looks at it', async () => {
  let now: Viewer | null = { kind: 'operator' };
  const app = asViewer(client.app, now, async () => now);
  const response = await app.request('/live?since=', { headers: { accept: 'text/event-stream' } });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('event: changed')) text += (await reader?.read())?.value ?? '';
  now = null;
  const next = await begun(engine, { topic: 'Nothing for who has left' });
  while ((await reader?.read())?.done === false);
  await expect(reader?.closed).resolves.toBeUndefined();
  await eventsUntil(engine, next, isEnd);
});

test('D7: metrics tell where work waits, and nothing of any design', async () => {
  const { status, text } = await client.send('/metrics');
  expect(status).toBe(200);
  for (const line of [
    /^charrette_store_available 1$/m,
    /^charrette_outbox_waiting \d+$/m,
    /^charrette_inbox_oldest_seconds [\d.]+$/m,
    /^charrette_people_waiting 0$/m,
    /^charrette_gates_waiting 0$/m,
    /^charrette_rounds_oldest_seconds 0$/m,
    /^charrette_writes_failed_total\{what="store_away"\} 0$/m,
    /^charrette_writes_failed_total\{what="files_not_written"\} 0$/m,
    /^charrette_event_loop_delay_seconds\{quantile="0.99"\} /m,
    /^charrette_first_token_seconds_count \d+$/m,
  ])
    expect(text).toMatch(line);
  expect(text).not.toContain(id);
});
