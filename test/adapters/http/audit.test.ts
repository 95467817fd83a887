import { expect, test } from 'vitest';
import { forgetOldEntries } from '../../../src/acts/audit.ts';
import { noteRepetitions } from '../../../src/acts/repeated-refusals.ts';
import type { AuditEntry } from '../../../src/engine/ports/audit-log.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { eachTest } from '../../support/each-test.ts';
import { movable } from '../engines.ts';
import { LOCAL_TOKEN, openApi, served, TOKEN } from './client.ts';

/** Who did what, over real HTTP: by the API with tokens, and by the listener for the command line. */
const world = eachTest(async () => {
  const [clock, log] = [movable(realClock), keptLog()];
  const api = await openApi({ parts: { clock, log } });
  const [server, local] = await Promise.all([served(api.client), served(api.client, { local: true })]);
  return { ...api, clock, log, server, local };
});

// biome-ignore lint/suspicious/noExplicitAny: a test looks at JSON as a client does, without knowing its shape.
type Sent = Promise<{ readonly status: number; readonly body: any }>;

async function sent(
  token: string,
  path: string,
  body?: unknown,
  { port } = world.server,
  headers = {},
): Sent {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
const tokenOf = async (name: string, role: string, changes = {}): Promise<string> =>
  (await sent(TOKEN, '/tokens', { name, role, ...changes })).body.token;
const entries = (limit = 500): Promise<AuditEntry[]> => world.workshop.audit.entries({ limit });
const newest = async () => (await entries(1))[0];
const linesOf = (event: string) => world.log.events.filter((each) => each.event === event);

test('D8: each act has who, by which way, what, about which design, when and from where', async () => {
  const ci = await tokenOf('ci', 'operate');
  expect(await newest()).toMatchObject({
    who: 'admin',
    via: { way: 'api', token: 'admin' },
    what: 'add_token',
    detail: 'ci: operate, all channels',
  });
  const topic = 'Should the job queue move from Redis to Postgres?';
  const personas = ['archaeologist', 'failure-analyst'];
  const { id } = (await sent(ci, '/designs', { topic, personas })).body;
  const about = { designId: id, via: { way: 'api', token: 'ci' }, from: '127.0.0.1', outcome: 'done' };
  expect(await newest()).toMatchObject({ ...about, who: 'ci', what: 'start', detail: '' });
  await sent(ci, `/designs/${id}/replies`, { text: 'My words are secret.', author: 'Ben' });
  const replied = await newest();
  expect(replied).toMatchObject({ ...about, who: 'Ben', what: 'reply' });
  expect(replied?.at).toBeGreaterThan(world.clock.now() - 60_000);
  await sent(LOCAL_TOKEN, `/designs/${id}/answered`, { author: 'ana', skip: true }, world.local);
  expect(await newest()).toMatchObject({
    designId: id,
    who: 'ana',
    via: { way: 'terminal' },
    what: 'skip',
    from: '',
  });
  await sent(TOKEN, `/designs/${id}/cancel`, { reason: 'Asked twice.' });
  const cancelled = { who: 'admin', what: 'cancel', designId: id, outcome: 'done' };
  expect(await newest()).toMatchObject({ ...cancelled, via: { way: 'api', token: 'admin' } });
  expect(JSON.stringify(await entries())).not.toMatch(/secret|Redis|Asked twice/);
});

test('D8: an act on a page has the token, the way and the address, done or refused', async () => {
  const { id } = await world.client.started();
  const post = (token: string, path: string, fields: Record<string, string>) =>
    fetch(`http://127.0.0.1:${world.server.port}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}`, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams(fields),
    });
  const about = { designId: id, from: '127.0.0.1' };
  await post(await tokenOf('helper', 'take part'), `/designs/${id}/acts`, { act: `charrette.cancel ${id}` });
  const helper = { who: 'helper', via: { way: 'console', token: 'helper' } };
  await noteRepetitions(world.engine.parts);
  expect(await newest()).toMatchObject({ ...about, ...helper, what: 'cancel', outcome: 'refused' });
  await post(await tokenOf('pager', 'operate'), `/designs/${id}/acts`, {
    act: `charrette.sure charrette.cancel ${id}`,
  });
  const pager = { who: 'pager', via: { way: 'console', token: 'pager' } };
  expect(await newest()).toMatchObject({ ...about, ...pager, what: 'cancel', outcome: 'done' });
  expect((await post(TOKEN, '/operations/ends', { kind: 'token', id: 'pager' })).status).toBe(303);
  const ended = { who: 'admin', from: '127.0.0.1', what: 'revoke_token', detail: 'pager' };
  expect(await newest()).toMatchObject({ ...ended, outcome: 'done' });
  expect((await post(TOKEN, '/operations/ends', { kind: 'token', id: 'pager' })).status).toBe(404);
  expect(await newest()).toMatchObject({ ...ended, detail: 'It has already ended.', outcome: 'refused' });
});

test('D8: what is refused is on record with why, and none of the words that were sent', async () => {
  const { id } = await world.client.started();
  await sent(TOKEN, `/designs/${id}/gates/gate-9`, { choice: 'accept' });
  const about = { who: 'admin', designId: id, outcome: 'refused' };
  expect(await newest()).toMatchObject({
    ...about,
    what: 'accept',
    detail: expect.stringContaining('no such gate'),
  });
  await sent(TOKEN, `/designs/${id}/replies`, { text: 7, author: 'Grace (CTO)', odd: 'my words' });
  expect(await newest()).toMatchObject({ ...about, what: 'reply', detail: 'invalid: text, odd' });
  await sent(TOKEN, `/designs/${id}/cancel`, {});
  await sent(TOKEN, `/designs/${id}/divergences/D1`, { position: '1a' });
  expect(await newest()).toMatchObject({ ...about, what: 'settle' });
  expect(JSON.stringify(await entries())).not.toContain('my words');
});

test('D8: a name of an agent that cannot stand on record is refused before anything is done', async () => {
  const named = { name: 'by an agent', role: 'read', author: 'Ana' };
  const headers = { 'charrette-agent': 'x'.repeat(61) };
  expect((await sent(TOKEN, '/tokens', named, world.server, headers)).status).toBe(422);
  expect((await sent(TOKEN, '/tokens')).body.tokens).toEqual([]);
});

test('P12: forgetting is an act, and its preview is none, whatever the key', async () => {
  const { id } = await world.client.started();
  await sent(TOKEN, `/designs/${id}/replies`, { text: 'My password is here.', author: 'Ben' });
  const key = { 'idempotency-key': 'to-remove' };
  const about = { designId: id, via: { way: 'api', token: 'admin' } };
  expect((await sent(TOKEN, `/designs/${id}/forgetting`, {})).status).toBe(409);
  expect(await newest()).toMatchObject({ ...about, who: 'admin', what: 'forget', outcome: 'refused' });
  await sent(TOKEN, `/designs/${id}/cancel`, {});
  await world.engine.settled(id);
  const before = (await entries()).length;
  const preview = await sent(
    TOKEN,
    `/designs/${id}/forgetting?preview`,
    { author: 'Ana' },
    world.server,
    key,
  );
  expect([preview.status, preview.body.preview]).toEqual([200, true]);
  expect(await entries()).toHaveLength(before);
  const forgotten = async () =>
    sent(TOKEN, `/designs/${id}/forgetting`, { author: 'Ana' }, world.server, key);
  const first = await forgotten();
  expect(first.status).toBe(200);
  expect(await newest()).toMatchObject({ ...about, who: 'Ana', what: 'forget', outcome: 'done' });
  expect(await forgotten()).toEqual(first);
  expect(JSON.stringify(await entries())).not.toContain('password');
});

test('D8: reading is no act, and neither is a request that is sent again', async () => {
  const { id } = await world.client.started();
  const before = (await entries()).length;
  for (const path of ['/designs', `/designs/${id}`, `/designs/${id}/events`, '/lessons', '/audit', '/tokens'])
    await sent(TOKEN, path);
  expect(await entries()).toHaveLength(before);
  const key = { 'idempotency-key': 'once' };
  for (let count = 0; count < 3; count++)
    await sent(TOKEN, `/designs/${id}/replies`, { text: 'Q1: 900' }, world.server, key);
  expect(await entries()).toHaveLength(before + 1);
});

test('D8: a name that turns the direction or holds a secret is on record without that', async () => {
  const { id } = await world.client.started();
  const token = await tokenOf('leaky', 'operate');
  await sent(token, `/designs/${id}/cancel`, { author: `\u202eBen ${token}` });
  const { who = '' } = (await newest()) ?? {};
  expect(who).toMatch(/^Ben \S*redacted/i);
  expect(who).not.toContain(token);
});

test('D8: a role that is not enough is on record with the token, and no header names another address', async () => {
  const { id } = await world.client.started();
  const reader = await tokenOf('reader', 'read');
  const forged = {
    'x-forwarded-for': '203.0.113.7',
    forwarded: 'for=203.0.113.7',
    'x-real-ip': '203.0.113.7',
  };
  expect((await sent(reader, `/designs/${id}/cancel`, {}, world.server, forged)).status).toBe(403);
  expect(await newest()).toMatchObject({
    who: 'reader',
    via: { way: 'api', token: 'reader' },
    what: 'cancel',
    outcome: 'refused',
    from: '127.0.0.1',
    detail: 'The token reader has the role read. This requires a token with the role operate.',
  });
});

test('D8: sixty requests with wrong tokens give one line, one count and two entries', async () => {
  world.clock.aheadMs += 20_000;
  const before = { lines: linesOf('request_refused').length, entries: (await entries()).length };
  const metric = async () => {
    const { text } = await world.client.send('/metrics');
    return Number(/requests_refused_total\{kind="wrong_token"\} (\d+)/.exec(text)?.[1] ?? 0);
  };
  const counted = await metric();
  for (let count = 0; count < 60; count++)
    expect((await sent(`wrong-token-number-${count}-of-sixty`, '/designs')).status).toBe(401);
  expect(linesOf('request_refused')).toHaveLength(before.lines + 1);
  expect(linesOf('request_refused').at(-1)?.facts).toMatchObject({ kind: 'wrong_token', from: '127.0.0.1' });
  expect(await metric()).toBe(counted + 60);
  expect(await entries()).toHaveLength(before.entries + 1);
  await noteRepetitions(world.engine.parts);
  expect((await entries()).slice(0, 2)).toMatchObject([
    { who: 'unknown', what: 'sign_in', detail: expect.stringMatching(/^59 more within ten seconds: /) },
    { who: 'unknown', what: 'sign_in', detail: 'There is no such token.', from: '127.0.0.1' },
  ]);
  expect(await entries()).toHaveLength(before.entries + 2);
  expect(JSON.stringify([world.log.events, await entries()])).not.toContain('wrong-token-number');
});

test('D8: an act is done even if it cannot be noted, and the log has what the note would have said', async () => {
  const { id } = await world.client.started();
  const { audit } = world.engine.parts;
  Object.assign(audit, { note: () => Promise.reject(new Error('the disk is full')) });
  expect((await sent(TOKEN, `/designs/${id}/cancel`, { author: 'Ben' })).status).toBe(202);
  expect(linesOf('act_not_noted').at(-1)?.facts).toMatchObject({
    who: 'Ben',
    what: 'cancel',
    designId: id,
    outcome: 'done',
  });
});

test('D8: the log is read by operators of all channels, newest first, by design and page by page', async () => {
  const { id } = await world.client.started();
  await sent(TOKEN, `/designs/${id}/cancel`, {});
  const operator = await tokenOf('night shift', 'operate');
  const { body } = await sent(operator, `/audit?design=${id}`);
  expect(body.entries.map(({ what }: AuditEntry) => what)).toEqual(['cancel', 'start']);
  const [last] = body.entries;
  expect(last.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  const earlier = await sent(operator, `/audit?limit=500&before=${last.at}`);
  expect(earlier.body.entries.every(({ at }: { readonly at: string }) => at < last.at)).toBe(true);
  for (const query of ['limit=0', 'limit=501', 'design=dsn_x', 'before=yesterday', 'who=ana'])
    expect((await sent(operator, `/audit?${query}`)).status, query).toBe(422);
  for (const token of [
    await tokenOf('member', 'take part'),
    await tokenOf('of one channel', 'operate', { channels: ['slack/C0123'] }),
  ])
    expect((await sent(token, '/audit')).status).toBe(403);
});

test('D8: what is older than it may be is removed once a day', async () => {
  await tokenOf('ci', 'operate');
  expect(await entries()).not.toEqual([]);
  await forgetOldEntries(world.engine.parts, 1);
  expect(await entries()).not.toEqual([]);
  world.clock.aheadMs += 2 * 86_400_000;
  await forgetOldEntries(world.engine.parts, 1);
  expect(await entries()).toEqual([]);
});
