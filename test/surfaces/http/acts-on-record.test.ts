import { expect, test } from 'vitest';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { readAllEvents } from '#record/loading.ts';
import { eventsUntil } from '../../engine/running-engine.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { drawnAct, forgedId } from '../drawn-controls.ts';
import { movable } from '../engines.ts';
import { LOCAL_TOKEN, openApi, served, TOKEN } from './client.ts';

/**
 * Acts over real HTTP: by the API with tokens, on pages, and by the listener for the command line.
 */
const world = eachTest(async () => {
  const clock = movable(realClock);
  const api = await openApi({ parts: { clock } });
  const [server, local] = await Promise.all([
    served(api.client),
    served(api.client, { local: true }),
  ]);
  return { ...api, clock, server, local };
});

// biome-ignore lint/suspicious/noExplicitAny: a client knows no shape of JSON.
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
const posted = (token: string, path: string, fields: Record<string, string>) =>
  fetch(`http://127.0.0.1:${world.server.port}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields),
  });
const seen = (token: string, path: string) =>
  fetch(`http://127.0.0.1:${world.server.port}${path}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/html' },
  });
const tokenOf = async (name: string, role: string): Promise<string> =>
  (await sent(TOKEN, '/tokens', { name, role })).body.token;
const factsOf = (...events: string[]) =>
  world.log.events.filter(({ event }) => events.includes(event)).map(({ facts }) => facts);
const refusals = () => factsOf('act_refused', 'command_refused', 'request_refused');
const stored = async (id: DesignId) =>
  (await readAllEvents(world.engine.parts.store, id)).map(({ event }) => event);

test('D8: each act on a design is an event with the person, claimed or not, and the way in', async () => {
  const ci = await tokenOf('ci', 'operate');
  const personas = ['archaeologist', 'failure-analyst'];
  const { id } = (await sent(ci, '/designs', { topic: 'Redis or Postgres?', personas })).body;
  await sent(ci, `/designs/${id}/replies`, { text: 'Some words.', author: 'Ben' });
  await eventsUntil(world.engine, id, ({ event }) => event.type === 'answering_opened');
  await sent(LOCAL_TOKEN, `/designs/${id}/answered`, { author: 'ana' }, world.local);
  const pager = await tokenOf('pager', 'operate');
  const page = await (await seen(pager, `/designs/${id}`)).text();
  const asked = await posted(pager, `/designs/${id}/acts`, { act: drawnAct(page, 'cancel') ?? '' });
  await posted(pager, `/designs/${id}/acts`, { act: drawnAct(await asked.text(), 'sure') ?? '' });
  const events = await stored(id);
  const byApi = { via: { way: 'api', token: 'ci' } };
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        type: 'design_started',
        startedBy: expect.stringContaining('(token ci)'),
        ...byApi,
      }),
      expect.objectContaining({
        type: 'reply_recorded',
        author: 'Ben, by the API (token ci)',
        ...byApi,
      }),
      expect.objectContaining({
        type: 'answering_closed',
        by: 'ana (terminal)',
        via: { way: 'terminal' },
      }),
      expect.objectContaining({ type: 'design_ended', via: { way: 'console', token: 'pager' } }),
    ]),
  );
  expect(factsOf('act_done').map(({ what }) => what)).toEqual(['add_token', 'add_token']);
});

test('D8: an act on the installation is a line of the log, a preview or a repetition is none', async () => {
  await tokenOf('ci', 'operate');
  const about = { who: 'admin', via: { way: 'api', token: 'admin' }, from: '127.0.0.1' };
  expect(factsOf('act_done')).toMatchObject([
    { ...about, what: 'add_token', detail: 'ci: operate, all channels' },
  ]);
  const revoked = await fetch(`http://127.0.0.1:${world.server.port}/api/v1/tokens/ci`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(revoked.status).toBe(200);
  expect(factsOf('act_done').at(-1)).toMatchObject({
    ...about,
    what: 'revoke_token',
    detail: 'ci',
  });
  const { id } = await world.client.started();
  await sent(TOKEN, `/designs/${id}/cancel`, {});
  await world.engine.waitUntilSettled(id);
  const forgotten = (preview: string) =>
    sent(TOKEN, `/designs/${id}/forgetting${preview}`, { author: 'Ana' }, world.server, {
      'idempotency-key': 'to-remove',
    });
  expect((await forgotten('?preview')).body.preview).toBe(true);
  for (let times = 0; times < 2; times++) expect((await forgotten('')).status).toBe(200);
  expect(factsOf('act_done').slice(2)).toMatchObject([
    { who: 'Ana', what: 'forget', designId: id },
  ]);
});

test('D8: a refused act is a line of the log with the reason, and without the words that were sent', async () => {
  const { id } = await world.client.started();
  const by = { designId: id, via: { way: 'api', token: 'admin' } };
  await sent(TOKEN, `/designs/${id}/replies`, { text: 7, 'my words': 1, 'and more': 2 });
  expect(refusals().at(-1)).toMatchObject({
    ...{ ...by, what: 'reply', detail: 'invalid: text, an unknown field' },
  });
  await sent(TOKEN, `/designs/${id}/gates/gate-9`, { choice: 'accept', author: 'Ben' });
  expect(refusals().at(-1)).toMatchObject({ ...by, who: 'Ben', what: 'accept' });
  await sent(TOKEN, `/designs/${id}/cancel`, { reason: 'my words' });
  await sent(TOKEN, `/designs/${id}/answered`, { author: 'Ben' });
  expect(refusals().slice(-1)).toEqual(factsOf('command_refused'));
  expect(factsOf('command_refused')).toMatchObject([
    { ...by, who: expect.stringContaining('Ben'), what: 'go_on', code: 'ended' },
  ]);
  const reader = await tokenOf('reader', 'read');
  const forged = { 'x-forwarded-for': '203.0.113.7', 'x-real-ip': '203.0.113.7' };
  expect((await sent(reader, `/designs/${id}/cancel`, {}, world.server, forged)).status).toBe(403);
  const itself = {
    kind: 'role',
    who: 'reader',
    via: { way: 'api', token: 'reader' },
    what: 'cancel',
  };
  expect(refusals().at(-1)).toMatchObject({ ...itself, designId: id, from: '127.0.0.1' });
  const helper = await tokenOf('helper', 'take part');
  await posted(helper, `/designs/${id}/acts`, { act: `${forgedId('cancel')} ${id}` });
  const onPage = { who: 'helper', via: { way: 'console', token: 'helper' }, what: 'cancel' };
  expect(refusals().at(-1)).toMatchObject({ ...onPage, designId: id, from: '127.0.0.1' });
  expect(JSON.stringify(world.log.events)).not.toContain('my words');
});

test('A22: a token has a line for each act, design and reason, whatever names it claims', async () => {
  const [one, other] = [await world.client.started(), await world.client.started()];
  for (const { id } of [one, other]) {
    for (const author of ['Ana', 'Ben', 'Cem']) {
      await sent(TOKEN, `/designs/${id}/gates/gate-9`, { choice: 'accept', author });
      await sent(TOKEN, `/designs/${id}/replies`, { text: 7, author });
    }
  }
  expect(factsOf('act_refused').map(({ designId, what }) => [designId, what])).toEqual([
    ...[one, other].flatMap(({ id }) => [
      [id, 'accept'],
      [id, 'reply'],
    ]),
  ]);
});

test('D8: a name of an agent that cannot stand on record is refused before anything is done', async () => {
  const named = { name: 'by an agent', role: 'read', author: 'Ana' };
  const headers = { 'charrette-agent': 'x'.repeat(61) };
  expect((await sent(TOKEN, '/tokens', named, world.server, headers)).status).toBe(422);
  expect((await sent(TOKEN, '/tokens')).body.tokens).toEqual([]);
});

test('A22: sixty wrong tokens give one line and a count, and hide the refusal of no member', async () => {
  const metric = async () => {
    const { text } = await world.client.send('/metrics');
    return Number(/requests_refused_total\{kind="wrong_token"\} (\d+)/.exec(text)?.[1] ?? 0);
  };
  for (let count = 0; count < 60; count++)
    expect((await sent(`wrong-token-number-${count}-of-sixty`, '/designs')).status).toBe(401);
  expect(refusals()).toMatchObject([
    { kind: 'wrong_token', who: 'unknown', from: '127.0.0.1', untold: 0 },
  ]);
  expect(await metric()).toBe(60);
  await sent(await tokenOf('reader', 'read'), '/tokens', {});
  expect(refusals().at(-1)).toMatchObject({ kind: 'role', who: 'reader', what: 'add_token' });
  world.clock.aheadMs += 60_000;
  await sent('one-more-wrong-token', '/designs');
  expect(refusals().at(-1)).toMatchObject({ kind: 'wrong_token', untold: 59 });
  expect(JSON.stringify(world.log.events)).not.toContain('wrong-token');
});
