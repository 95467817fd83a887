import { afterAll, describe, expect, test, vi } from 'vitest';
import { HEARTBEAT_MS } from '../../../src/adapters/http/local.ts';
import { ROUTE_RULES } from '../../../src/adapters/http/route-rules.ts';
import type { PlatformReaders } from '../../../src/runtime/may-read.ts';
import type { HeadRow } from '../../../src/runtime/ports/heads.ts';
import type { NamedToken, Viewer } from '../../../src/runtime/viewer.ts';
import { begun, eventsUntil, isEnd } from '../../runtime/engine/running-engine.ts';
import { createEndpointChat } from '../../support/chat-adapter.ts';
import { startChatEndpoint } from '../../support/chat-endpoint.ts';
import { API, ask, asViewer } from './as-viewer.ts';
import { Client, NO_HEADS, openApi, slackByHttp } from './client.ts';

/** Ana has started it in C1, where Ben is; Cleo has left, Dan was never there, and of Eve Slack says nothing. */
const TOPIC = 'Who is to be promoted to the tower?';
const READERS: PlatformReaders = {
  isOperator: ({ id }) => id === 'olga',
  canOpen: async (id, channel) => (id === 'eve' ? null : id === 'ben' && channel === 'C1'),
  channelsOf: async (id) => (id === 'eve' ? null : new Set(id === 'ben' ? ['C1'] : ['C2'])),
};
const inChannel = (channel: string, starter: string) => ({ platform: 'slack', channel, thread: '', starter });

const threads = await startChatEndpoint();
afterAll(() => threads.close());
const chats = [{ ...createEndpointChat(threads.url), platform: 'slack' }];
const { engine, client: admin } = await openApi({ parts: { rehearsal: false, chats } });
const platforms = slackByHttp((_, response) => response.writeHead(299).end());
const gateways = new Map([...platforms].map(([name, each]) => [name, { ...each, readers: READERS }]));
const heads: HeadRow[] = [];
const log = { ...NO_HEADS, since: async () => heads };
const client = new Client(engine, { gateways, heads: log });
afterAll(() => client.closing.abort());

const id = await begun(engine, { topic: TOPIC, thread: inChannel('C1', 'ana') });
await eventsUntil(engine, id, isEnd);
await engine.settled(id);
const head = { designId: id, count: 1, head: 'a'.repeat(64), at: 0 };
heads.push({ ...head, position: 1, hash: 'b'.repeat(64), keyId: null, signature: null });
await client.post(`/${id}/cancel`);
/** Of the same people: acts on pages change it, and leave the other one to be read. */
const acted = await begun(engine, { topic: 'Who opens the gate?', thread: inChannel('C1', 'ana') });
await eventsUntil(engine, acted, isEnd);
await engine.settled(acted);
const own = await begun(engine, { topic: 'Where do the spoons go?' });
await eventsUntil(engine, own, isEnd);
const MISSING = 'dsn_019a0000-0000-7000-8000-000000000000';

const person = (name: string): Viewer => ({
  kind: 'person',
  platform: 'slack',
  person: { id: name, groups: [], name },
});
const token = (channels: NamedToken['channels']): Viewer => ({
  kind: 'token',
  token: { name: 'ci', role: 'operate', channels },
});
/** Everybody who asks, and what they may read: the design of C1, and whether they find it in a list. */
const VIEWERS: Readonly<Record<string, readonly [viewer: Viewer, may: boolean, isListed: boolean]>> = {
  'the operator': [{ kind: 'operator' }, true, true],
  'a link to this design': [{ kind: 'link', designId: id }, true, true],
  'a link to another design': [{ kind: 'link', designId: own }, false, false],
  'a token for all channels': [token(null), true, true],
  'a token for this channel': [token(['slack/C1']), true, true],
  'a token for another channel': [token(['slack/C2', 'discord/C1']), false, false],
  'the starter': [person('ana'), true, true],
  'a member': [person('ben'), true, true],
  'a former member': [person('cleo'), false, false],
  'an outsider': [person('dan'), false, false],
  'a person whose membership cannot be found out': [person('eve'), false, false],
  // An operator opens it by its id.
  'an operator by policy': [person('olga'), true, false],
};
const NOBODY = {
  'nobody at all': {},
  'a token that is revoked': { authorization: `Bearer chrt_${'r'.repeat(43)}` },
};

/** What each route shows: nothing of designs, those of a list with topics or without, or those below its path; `all`: logs over all channels; `admin`: nothing without the admin's token; `local`: nothing to anybody but the folder's command line. */
const ROUTES: Readonly<
  Record<
    string,
    | 'none'
    | 'page'
    | 'page of lists'
    | 'page of a design'
    | 'act on a page'
    | 'stream'
    | 'list'
    | 'positions'
    | 'design'
    | 'starts'
    | 'all'
    | 'admin'
    | 'local'
  >
> = {
  'GET /healthz': 'none',
  'GET /readyz': 'none',
  'GET /proof/:challenge': 'local',
  'GET /metrics': 'none',
  'POST /slack/events': 'none',
  'GET /api/v1/designs': 'list',
  'POST /api/v1/designs': 'starts',
  'POST /api/v1/designs/estimate': 'starts',
  'GET /api/v1/designs/:id': 'design',
  'POST /api/v1/designs/:id/replies': 'design',
  'POST /api/v1/designs/:id/questions': 'design',
  'POST /api/v1/designs/:id/answered': 'design',
  'POST /api/v1/designs/:id/questions/:questionId/match': 'design',
  'POST /api/v1/designs/:id/replies/:replyId/redaction': 'design',
  'POST /api/v1/designs/:id/forgetting': 'design',
  'POST /api/v1/designs/:id/cancel': 'design',
  'POST /api/v1/designs/:id/divergences/:divergenceId': 'design',
  'POST /api/v1/designs/:id/gates/:gateId': 'design',
  'GET /api/v1/designs/:id/addendum': 'design',
  'POST /api/v1/designs/:id/handover': 'design',
  'POST /api/v1/designs/:id/publication': 'design',
  'POST /api/v1/designs/:id/recheck': 'design',
  'POST /api/v1/designs/:id/verdict': 'design',
  'POST /api/v1/designs/:id/steps/:step/assignment': 'design',
  'POST /api/v1/designs/:id/retry': 'design',
  'GET /api/v1/designs/:id/retry/preview': 'design',
  'GET /api/v1/designs/:id/events': 'design',
  'GET /api/v1/designs/:id/course': 'local',
  'GET /api/v1/designs/:id/turns': 'design',
  'GET /api/v1/designs/:id/turns/:n': 'design',
  'GET /api/v1/designs/:id/why': 'design',
  'GET /api/v1/designs/:id/lessons': 'design',
  'GET /api/v1/designs/:id/artifacts': 'design',
  'GET /api/v1/designs/:id/artifacts/:name{.+}': 'design',
  'GET /api/v1/designs/:id/failures/:name': 'design',
  'GET /api/v1/designs/:id/links': 'design',
  'POST /api/v1/designs/:id/links': 'design',
  'DELETE /api/v1/designs/:id/links/:linkId': 'design',
  'GET /api/v1/events': 'positions',
  'GET /api/v1/sign-ins': 'admin',
  'POST /api/v1/sign-ins': 'local',
  'DELETE /api/v1/sign-ins/:signInId': 'admin',
  'GET /': 'page of lists',
  'GET /waiting': 'page',
  'GET /start': 'page',
  'POST /start': 'page',
  'GET /live': 'stream',
  'GET /operations': 'page',
  'POST /operations/ends': 'page',
  'GET /operations/collection': 'page',
  'POST /operations/collection': 'page',
  'GET /assets/:hash/:name': 'none',
  'GET /designs/:id': 'page of a design',
  'GET /designs/:id/files/:name{.+}': 'page of a design',
  'POST /designs/:id/acts': 'act on a page',
  'POST /designs/:id/forms': 'act on a page',
  'POST /designs/:id/answers': 'act on a page',
  'POST /designs/:id/questions': 'act on a page',
  'POST /designs/:id/redactions': 'act on a page',
  'POST /designs/:id/forgetting': 'act on a page',
  'GET /sign-in': 'none',
  'POST /sign-in': 'none',
  'GET /sign-in/once/:secret': 'none',
  'POST /sign-in/once/:secret': 'none',
  'POST /sign-out': 'none',
  'GET /links/:secret': 'none',
  'GET /api/v1/lessons': 'list',
  'POST /api/v1/lessons/:id/dismissal': 'design',
  'GET /api/v1/audit': 'all',
  'GET /api/v1/heads': 'all',
  'GET /api/v1/key': 'none',
  'GET /api/v1/tokens': 'admin',
  'POST /api/v1/tokens': 'admin',
  'DELETE /api/v1/tokens/:name': 'admin',
  'POST /api/v1/backup': 'local',
  'GET /designs/:id/turns/:n': 'page of a design',
  'GET /lessons': 'page',
  'POST /lessons/:id/dismissal': 'act on a page',
  'GET /personas': 'page',
};
/** Kinds of routes that are closed to who is nobody. */
const SIGNED_IN = [
  ...['design', 'list', 'positions', 'starts', 'all', 'admin'],
  ...['page', 'page of lists', 'page of a design', 'act on a page', 'stream'],
];
const kindOf = (kind: string) => Object.keys(ROUTES).filter((route) => ROUTES[route] === kind);
const VALUES: Readonly<Record<string, string>> = {
  ':questionId': 'Q1',
  ':replyId': 'nobody',
  ':divergenceId': 'D1',
  ':gateId': 'gate-1',
  ':step': '1',
  ':n': '1',
  ':name': 'failure-1.log',
  ':name{.+}': 'brief.md',
  ':challenge': 'a'.repeat(64),
};

function filled(route: string, design: string): [method: string, path: string] {
  const [method = '', path = ''] = route.split(' ');
  const parts = path.split('/').map((part) => (part === ':id' ? design : (VALUES[part] ?? part)));
  return [method, parts.join('/')];
}

/** Sends a body that no route takes: a reader learns that, and nothing changes. */
const asked = (app: Parameters<typeof ask>[0], route: string, design: string) => {
  const [method, path] = filled(route, design);
  return ask(app, method, path, method === 'POST' ? { body: '[]' } : {});
};
const WORDS_OF_NONE = /There is no design with this id|No design that has ended has this id/;

test('A18: every route has a row that says what it shows', () => {
  const all = client.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(all)].toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});

describe.each(Object.entries(VIEWERS))('A18: %s', (_, [viewer, may, isListed]) => {
  const app = asViewer(client.app, viewer);
  const isOfAll = viewer.kind === 'operator' || (viewer.kind === 'token' && viewer.token.channels === null);

  test.each(kindOf('design'))('%s', async (route) => {
    const [found, none] = [await asked(app, route, id), await asked(app, route, MISSING)];
    const { least, act } = ROUTE_RULES[route] ?? { least: 'admin', act: null };
    if (viewer.kind === 'link' && (least !== 'read' || act !== null)) {
      expect([found.status, none.status]).toEqual([403, 403]);
      expect(found).toEqual(none);
      return;
    }
    expect(none.status).toBe(404);
    expect(none.text).toMatch(WORDS_OF_NONE);
    if (may) expect(found.text).not.toMatch(WORDS_OF_NONE);
    else expect(found).toEqual(none);
  });

  test.each(kindOf('list'))('%s', async (route) => {
    const { status, text } = await asked(app, route, id);
    expect(status).toBe(200);
    expect(text.includes(TOPIC)).toBe(isListed);
    expect(text.includes(id)).toBe(isListed);
    expect(text.includes(own)).toBe(isOfAll || (viewer.kind === 'link' && viewer.designId === own));
  });

  test.each(kindOf('positions'))('%s', async (route) => {
    const { status, text } = await asked(app, route, id);
    expect(status).toBe(200);
    expect(text.includes(id)).toBe(isListed);
    expect(text.includes(own)).toBe(isOfAll || (viewer.kind === 'link' && viewer.designId === own));
  });

  test.each(kindOf('page of lists'))('%s', async (route) => {
    const { status, text } = await asked(app, route, id);
    expect(status).toBe(200);
    expect(text.includes(id)).toBe(isListed);
    expect(text.includes(own)).toBe(isOfAll || (viewer.kind === 'link' && viewer.designId === own));
  });

  test.each(kindOf('page of a design'))('%s', async (route) => {
    const [found, none] = [await asked(app, route, id), await asked(app, route, MISSING)];
    expect(none.status).toBe(404);
    if (may) expect(found.status, found.text).toBe(200);
    else expect(found).toEqual(none);
  });

  test.each(kindOf('act on a page'))('%s', async (route) => {
    const [method, path] = filled(route, acted);
    const sent = { headers: { origin: 'http://localhost' } };
    const found = await ask(app, method, path, sent);
    const none = await ask(app, ...filled(route, MISSING), sent);
    expect([403, 404]).toContain(none.status);
    if (!may) expect(found).toEqual(none);
  });

  test.each(kindOf('page'))('%s says nothing of it', async (route) => {
    const { text } = await asked(app, route, id);
    if (!may) expect(text).not.toContain(id);
    if (!may) expect(text).not.toContain(TOPIC);
  });

  test.each(kindOf('stream'))('%s of a design', async (route) => {
    const [, path = ''] = route.split(' ');
    const headers = { accept: 'text/event-stream' };
    const response = await app.request(`${path}?design=${id}&since=0`, { headers });
    expect(response.status).toBe(may ? 200 : 404);
    await response.body?.cancel();
  });

  test.each(kindOf('starts'))('%s, in following up', async (route) => {
    const [method, path] = filled(route, id);
    const tried = async (followUp: string) =>
      ask(app, method, path, { body: JSON.stringify({ topic: 'And now?', followUp, repo: 'nowhere' }) });
    const [found, none] = [await tried(id), await tried(MISSING)];
    expect(found.text).not.toContain(TOPIC);
    if (may && none.status !== 403) expect(found.status).not.toBe(404);
    else expect(found).toEqual(none);
  });

  test.each(kindOf('all'))('%s', async (route) => {
    const { status, text } = await asked(app, route, id);
    expect(status).toBe(isOfAll ? 200 : 403);
    expect(text.includes(id)).toBe(isOfAll);
  });

  test.each(kindOf('admin'))('%s', async (route) => {
    const { status, text } = await asked(app, route, id);
    if (viewer.kind === 'operator') expect([401, 403]).not.toContain(status);
    else expect(status).toBe(403);
    expect(text).not.toContain(id);
  });

  test.each(kindOf('local'))('%s is not there', async (route) => {
    expect((await asked(app, route, id)).status).toBe(404);
  });

  test('a stream of events', async () => {
    const [, path] = filled('GET /api/v1/designs/:id/events', id);
    const response = await app.request(path, { headers: { accept: 'text/event-stream' } });
    expect(response.status).toBe(may ? 200 : 404);
    await response.body?.cancel();
  });

  test.each(kindOf('none'))('%s says nothing of it', async (route) => {
    if (route === 'POST /slack/events') return;
    const { text } = await asked(app, route, id);
    expect(text).not.toContain(id);
    expect(text).not.toContain(TOPIC);
  });
});

describe.each(Object.entries(NOBODY))('A18: %s', (_, headers) => {
  test.each(SIGNED_IN.flatMap(kindOf))('%s', async (route) => {
    const [method, path] = filled(route, id);
    const { status, text } = await ask(client.app, method, path, { headers });
    expect(status).toBe(401);
    expect(text).not.toContain(TOPIC);
  });
});

describe('A18: /mcp, where a tool does what the API does for the token of its request', () => {
  const agents = new Client(engine, {
    gateways,
    answerAgent: async (_, call) => Response.json(await call('GET', `/${id}`)),
  });
  const tokenFor = async (name: string, channels: readonly string[] | null) => {
    const body = JSON.stringify({ name, role: 'read', days: 1, ...(channels === null ? {} : { channels }) });
    const headers = { 'content-type': 'application/json' };
    const made = await agents.send('/api/v1/tokens', { method: 'POST', headers, body });
    expect(made.status).toBe(201);
    return String(made.body.token);
  };

  test.each([
    ['all channels', null, true],
    ['this channel', ['slack/C1'], true],
    ['another channel', ['slack/C2', 'discord/C1'], false],
  ])('a token for %s', async (_, channels, may) => {
    const authorization = `Bearer ${await tokenFor(`mcp-${channels?.[0]?.length ?? 0}-${may}`, channels)}`;
    const { status, text } = await ask(agents.app, 'POST', '/mcp', { headers: { authorization } });
    expect([status, JSON.parse(text).status]).toEqual([200, may ? 200 : 404]);
    expect(text.includes(TOPIC)).toBe(may);
  });

  test.each(Object.entries(NOBODY))('%s', async (_, headers) => {
    const { status, text } = await ask(agents.app, 'POST', '/mcp', { headers });
    expect(status).toBe(401);
    expect(text).not.toContain(TOPIC);
  });
});

test('A18: pages of a token’s list are full, and lead to the rest', async () => {
  for (const channel of ['C7', 'C8', 'C7', 'C8', 'C7'])
    await eventsUntil(engine, await begun(engine, { thread: inChannel(channel, 'zoe') }), isEnd);
  const app = asViewer(client.app, token(['slack/C7']));
  const page = async (query: string) =>
    JSON.parse((await ask(app, 'GET', `${API}designs?limit=2${query}`)).text);
  const first = await page('');
  expect(first.designs).toHaveLength(2);
  const second = await page(`&before=${first.next}`);
  expect([second.designs.length, second.next]).toEqual([1, null]);
  for (const { thread } of [...first.designs, ...second.designs]) expect(thread.channel).toBe('C7');
});

test('A18: what was answered under a key is not answered again to somebody who may not read it', async () => {
  const path = `${API}designs/${id}/cancel`;
  const sent = { body: '{"reason":"a key"}', headers: { 'idempotency-key': 'k1' } };
  const first = await ask(asViewer(client.app, person('ben')), 'POST', path, sent);
  expect(first.text).toContain(TOPIC);
  const other = await ask(asViewer(client.app, person('dan')), 'POST', path, sent);
  expect(other.status).toBe(404);
  expect(other.text).toMatch(WORDS_OF_NONE);
});

test('A18: a token for some channels begins no design that it could not read', async () => {
  const body = JSON.stringify({ topic: 'A start?' });
  const refused = await ask(asViewer(client.app, token(['slack/C1'])), 'POST', `${API}designs`, { body });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Use a token for all channels');
  expect((await admin.get('')).text).not.toContain('A start?');
});

test('A18: a stream ends with the right to read it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const held: (Viewer | null)[] = [person('ben'), null];
    const app = asViewer(client.app, person('ben'), async () => held.shift() ?? null);
    const response = await app.request(`${API}designs/${id}/events`, {
      headers: { accept: 'text/event-stream' },
    });
    const text = response.text();
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
    await vi.waitUntil(() => held.length === 1);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
    expect(await text).toContain('still here');
    expect(held).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});
