import { expect, onTestFinished, test } from 'vitest';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import type { PlatformReaders } from '#engine/access/may-read.ts';
import type { NamedToken, Viewer } from '#engine/access/viewer.ts';
import { MAY_LACK } from '#presentation/answers/lists.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import type { AppParts } from '#surfaces/http/app-parts.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { breaking } from '../../support/designs/differences.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { SILENCE, takingAll } from '../../support/services/nobody-reads.ts';
import { API, ask, asViewer } from './as-viewer.ts';
import { Client, prepared, SLACK } from './client.ts';
import { RULES } from './rules.ts';

/**
 * Ana has started it in C1, where Ben is; Cleo has left, Dan was never there, and of Eve Slack says
 * nothing.
 */
const TOPIC = 'Who is to be promoted to the tower?';
const READERS: PlatformReaders = {
  isOperator: ({ id }) => id === 'olga',
  canOpen: async (id, channel) => {
    if (id === 'eve') throw SILENCE;
    return id === 'ben' && channel === 'C1';
  },
  channelsOf: async (id) => (id === 'eve' ? null : new Set(id === 'ben' ? ['C1'] : ['C2'])),
};
/**
 * True for a person of whom the platform says nothing, who is told just that of every design and of
 * none.
 */
const isUnknown = (viewer: Viewer) => viewer.kind === 'person' && viewer.person.id === 'eve';
const inChannel = (channel: string, starter: string) => ({
  platform: 'slack',
  channel,
  thread: '',
  starter,
});

const options = { parts: { rehearsal: false, chats: [takingAll('slack')] } };
/**
 * A design of C1, another of the same people for acts on pages to change, and one of no channel.
 */
const three = prepared(options, async ({ engine, client }) => {
  const ended = async (topic: string, thread: Thread | null) => {
    const design = await begun(engine, { topic, thread });
    await eventsUntil(engine, design, isEnd);
    await engine.waitUntilSettled(design);
    return design;
  };
  const id = await ended(TOPIC, inChannel('C1', 'ana'));
  await client.post(`/${id}/cancel`);
  const acted = await ended('Who opens the gate?', inChannel('C1', 'ana'));
  return { id, acted, own: await ended('Where do the spoons go?', null) };
});

async function opened() {
  const { client: admin, ...rest } = await three();
  const { engine } = rest;
  const gateways = new Map([['slack', { ...SLACK, readers: READERS }]]);
  const newClient = (parts: Partial<AppParts> = {}) => {
    const client = new Client(engine, { gateways, ...parts });
    onTestFinished(() => client.closing.abort());
    return client;
  };
  return { ...rest, admin, newClient, client: newClient() };
}
const api = eachTest(opened);
const MISSING = 'dsn_019a0000-0000-7000-8000-000000000000';

const person = (name: string): Viewer => ({
  kind: 'person',
  platform: 'slack',
  person: { id: name, groups: [], name },
});
const token = (channels: NamedToken['channels']): Viewer => ({
  kind: 'token',
  token: { name: 'ci', createdAt: 0, role: 'operate', channels },
});
/**
 * Everybody who asks, and what they may read: the design of C1, and whether they find it in a list.
 */
type Row = readonly [who: string, viewer: Viewer, may: boolean, isListed: boolean];
const viewers = ({ id, own }: Pick<typeof api, 'id' | 'own'>): readonly Row[] => [
  ['the operator', { kind: 'operator' }, true, true],
  ['a link to this design', { kind: 'link', designId: id }, true, true],
  ['a link to another design', { kind: 'link', designId: own }, false, false],
  ['a token for all channels', token(null), true, true],
  ['a token for this channel', token(['slack/C1']), true, true],
  ['a token for another channel', token(['slack/C2', 'discord/C1']), false, false],
  ['the starter', person('ana'), true, true],
  ['a member', person('ben'), true, true],
  ['a former member', person('cleo'), false, false],
  ['an outsider', person('dan'), false, false],
  ['a person whose membership cannot be found out', person('eve'), false, false],
  // An operator opens it by its id.
  ['an operator by policy', person('olga'), true, false],
];
const NOBODY: Readonly<Record<string, () => Promise<Record<string, string>>>> = {
  'nobody at all': async () => ({}),
  'a token that there never was': async () => ({ authorization: `Bearer chrt_${'r'.repeat(43)}` }),
  'a token that is revoked': async () => {
    const named = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = '{"name": "revoked", "role": "operate"}';
    const { token: made } = (await api.admin.send('/api/v1/tokens', { ...named, body })).body;
    await api.admin.send('/api/v1/tokens/revoked', { method: 'DELETE' });
    return { authorization: `Bearer ${made}` };
  },
};

/**
 * What each route shows: nothing of designs, those of a list with topics or without, or those below
 * its path; `admin`: nothing without the admin's token; `local`: nothing to anybody but the
 * folder's command line.
 */
type Kind =
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
  | 'admin'
  | 'local';
const ROUTES: Readonly<Record<string, Kind>> = {
  'GET /healthz': 'none',
  'GET /readyz': 'none',
  'GET /proof/:challenge': 'local',
  'GET /metrics': 'none',
  'GET /api/v1/designs': 'list',
  'POST /api/v1/designs': 'starts',
  'POST /api/v1/designs/estimate': 'starts',
  'GET /api/v1/designs/:id': 'design',
  'POST /api/v1/designs/:id/replies': 'design',
  'POST /api/v1/designs/:id/ask': 'design',
  'POST /api/v1/designs/:id/answered': 'design',
  'POST /api/v1/designs/:id/forgetting': 'design',
  'POST /api/v1/designs/:id/cancel': 'design',
  'POST /api/v1/designs/:id/divergences/:divergenceId': 'design',
  'POST /api/v1/designs/:id/questions/:questionId': 'design',
  'POST /api/v1/designs/:id/gates/:gateId': 'design',
  'POST /api/v1/designs/:id/publication': 'design',
  'POST /api/v1/designs/:id/acceptance': 'design',
  'POST /api/v1/designs/:id/retry': 'design',
  'GET /api/v1/designs/:id/retry/preview': 'design',
  'GET /api/v1/designs/:id/events': 'design',
  'GET /api/v1/designs/:id/course': 'local',
  'GET /api/v1/designs/:id/turns': 'design',
  'GET /api/v1/designs/:id/turns/:n': 'design',
  'GET /api/v1/designs/:id/artifacts': 'design',
  'GET /api/v1/designs/:id/artifacts/:name{.+}': 'design',
  'GET /api/v1/designs/:id/failures/:name': 'design',
  'GET /api/v1/designs/:id/links': 'design',
  'POST /api/v1/designs/:id/links': 'design',
  'DELETE /api/v1/designs/:id/links/:linkId': 'design',
  'GET /api/v1/events': 'positions',
  'GET /api/v1/openapi.json': 'none',
  'POST /api/v1/sign-ins': 'local',
  'GET /': 'page of lists',
  'GET /start': 'page',
  'POST /start': 'page',
  'GET /live': 'stream',
  'GET /operations': 'page',
  'POST /operations': 'page',
  'GET /assets/:hash/:name': 'none',
  'GET /designs/:id': 'page of a design',
  'GET /designs/:id/files/:name{.+}': 'page of a design',
  'POST /designs/:id/acts': 'act on a page',
  'POST /designs/:id/forms': 'act on a page',
  'POST /designs/:id/answers': 'act on a page',
  'GET /sign-in': 'none',
  'POST /sign-in': 'none',
  'GET /sign-in/once/:secret': 'none',
  'POST /sign-in/once/:secret': 'none',
  'POST /sign-out': 'none',
  'GET /links/:secret': 'none',
  'GET /api/v1/tokens': 'admin',
  'POST /api/v1/tokens': 'admin',
  'DELETE /api/v1/tokens/:token': 'admin',
  'POST /api/v1/tokens/:token/waking': 'page',
  'POST /api/v1/backup': 'local',
  'GET /designs/:id/proposals': 'page of a design',
  'GET /designs/:id/turns/:n': 'page of a design',
};
/** Kinds of routes that are closed to who is nobody. */
const SIGNED_IN = [
  ...(['design', 'list', 'positions', 'starts', 'admin'] as const),
  ...(['page', 'page of lists', 'page of a design', 'act on a page', 'stream'] as const),
];
const kindOf = (kind: Kind) => Object.keys(ROUTES).filter((route) => ROUTES[route] === kind);
const VALUES: Readonly<Record<string, string>> = {
  ':questionId': 'Q1',
  ':divergenceId': 'D1',
  ':gateId': 'gate-1',
  ':n': '1',
  ':token': 'ci',
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
const WORDS_OF_NONE = /There is no design with this id|No ended design has this id/;

test('A18: every route has a row that says what it shows', () => {
  const all = api.client.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(all)].toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});

const isOfAll = (viewer: Viewer) =>
  viewer.kind === 'operator' || (viewer.kind === 'token' && viewer.token.channels === null);
const readsOwn = (viewer: Viewer) =>
  isOfAll(viewer) || (viewer.kind === 'link' && viewer.designId === api.own);

interface Asking {
  readonly route: string;
  readonly app: Client['app'];
  readonly viewer: Viewer;
  readonly may: boolean;
  readonly isListed: boolean;
}

/** Tries a rule for everybody on all routes of a kind, and returns who breaks it where. */
async function brokenBy(
  kind: Kind,
  assertOn: (asking: Asking) => Promise<void>,
): Promise<string[]> {
  const rows = viewers(api).flatMap(([who, viewer, may, isListed]) => {
    const app = asViewer(api.client.app, viewer);
    return kindOf(kind).map((route) => ({ who, route, app, viewer, may, isListed }));
  });
  expect(rows.length).toBeGreaterThan(0);
  return breaking(rows, ({ who, route }) => `${who}, ${route}`, assertOn);
}

test('A18: a design’s route answers its readers, and to all others it does not exist', async () => {
  const found = await brokenBy('design', async ({ route, app, viewer, may }) => {
    const [there, none] = [await asked(app, route, api.id), await asked(app, route, MISSING)];
    const { least, noted } = RULES[route] ?? { least: 'admin', noted: null };
    // By the API people act as operators alone.
    const acts = least !== 'read' || (viewer.kind === 'link' && noted !== null);
    if (
      acts &&
      (viewer.kind === 'link' || (viewer.kind === 'person' && viewer.person.id !== 'olga'))
    ) {
      expect([there.status, none.status]).toEqual([403, 403]);
      expect(there).toEqual(none);
      return;
    }
    expect(none.status).toBe(isUnknown(viewer) ? 503 : 404);
    expect(none.text).toMatch(isUnknown(viewer) ? SILENCE.message : WORDS_OF_NONE);
    if (may) expect(there.text).not.toMatch(WORDS_OF_NONE);
    else expect(there).toEqual(none);
  });
  expect(found).toEqual([]);
});

test('A18: a list has the designs that who asks for it finds there, and no other', async () => {
  const found = await brokenBy('list', async ({ route, app, viewer, isListed }) => {
    const { status, text } = await asked(app, route, api.id);
    expect(status).toBe(200);
    expect([TOPIC, api.id, api.own].map((each) => text.includes(each))).toEqual([
      isListed,
      isListed,
      readsOwn(viewer),
    ]);
  });
  expect(found).toEqual([]);
});

test('A18: a list says that it may lack some if the platform did not say who can open what', async () => {
  for (const [, viewer] of viewers(api)) {
    const app = asViewer(api.client.app, viewer);
    const { text: page } = await ask(app, 'GET', '/');
    const list = JSON.parse((await ask(app, 'GET', `${API}designs`)).text);
    expect([list.isPartial === true, page.includes(MAY_LACK)]).toEqual(
      Array(2).fill(isUnknown(viewer)),
    );
    if (isUnknown(viewer)) expect(page).not.toContain(PAGE.list.noneReadable);
  }
});

test.each(['positions', 'page of lists'] as const)(
  'A18: %s: those designs stand there that who looks finds in a list, and no other',
  async (kind) => {
    const found = await brokenBy(kind, async ({ route, app, viewer, isListed }) => {
      const { status, text } = await asked(app, route, api.id);
      expect(status).toBe(200);
      expect([api.id, api.own].map((each) => text.includes(each))).toEqual([
        isListed,
        readsOwn(viewer),
      ]);
    });
    expect(found).toEqual([]);
  },
);

test('A18: a design’s page is shown to its readers, and to all others it does not exist', async () => {
  const found = await brokenBy('page of a design', async ({ route, app, viewer, may }) => {
    const [there, none] = [await asked(app, route, api.id), await asked(app, route, MISSING)];
    expect(none.status).toBe(isUnknown(viewer) ? 503 : 404);
    if (may) expect(there.status, there.text).toBe(200);
    else expect(there).toEqual(none);
  });
  expect(found).toEqual([]);
});

test('A18: who may not read a design acts on its page as if there were none', async () => {
  const found = await brokenBy('act on a page', async ({ route, app, may }) => {
    const sent = { headers: { origin: 'http://localhost' } };
    const there = await ask(app, ...filled(route, api.acted), sent);
    const none = await ask(app, ...filled(route, MISSING), sent);
    expect([403, 404, 503]).toContain(none.status);
    if (!may) expect(there).toEqual(none);
  });
  expect(found).toEqual([]);
});

test('A18: a page that is of no design names none to those who may not read it', async () => {
  const found = await brokenBy('page', async ({ route, app, may }) => {
    const { text } = await asked(app, route, api.id);
    if (!may) expect([api.id, TOPIC].filter((each) => text.includes(each))).toEqual([]);
  });
  expect(found).toEqual([]);
});

test('A18: a stream of a design is opened for those who may read it', async () => {
  const headers = { accept: 'text/event-stream' };
  const status = async (app: Client['app'], path: string) => {
    const response = await app.request(path, { headers });
    await response.body?.cancel();
    return response.status;
  };
  const found = await brokenBy('stream', async ({ route, app, viewer, may }) => {
    const refused = isUnknown(viewer) ? 503 : 404;
    const [, page = ''] = route.split(' ');
    const [, events] = filled('GET /api/v1/designs/:id/events', api.id);
    expect(await status(app, `${page}?design=${api.id}&since=0`)).toBe(may ? 200 : refused);
    expect(await status(app, events)).toBe(may ? 200 : refused);
  });
  expect(found).toEqual([]);
});

test('A18: a design follows up on one that who starts it may read, and on no other', async () => {
  const found = await brokenBy('starts', async ({ route, app, may }) => {
    const [method, path] = filled(route, api.id);
    const tried = async (followUp: string) =>
      ask(app, method, path, {
        body: JSON.stringify({ topic: 'And now?', followUp, repo: 'nowhere' }),
      });
    const [there, none] = [await tried(api.id), await tried(MISSING)];
    expect(there.text).not.toContain(TOPIC);
    if (may && none.status !== 403) expect(there.status).not.toBe(404);
    else expect(there).toEqual(none);
  });
  expect(found).toEqual([]);
});

test('A18: a route of the admin is for the admin', async () => {
  const found = await brokenBy('admin', async ({ route, app, viewer }) => {
    const { status, text } = await asked(app, route, api.id);
    if (viewer.kind === 'operator') expect([401, 403]).not.toContain(status);
    else expect(status).toBe(403);
    expect(text).not.toContain(api.id);
  });
  expect(found).toEqual([]);
});

test('A18: a route of the folder’s command line is not there for anybody else', async () => {
  const found = await brokenBy('local', async ({ route, app }) => {
    expect((await asked(app, route, api.id)).status).toBe(404);
  });
  expect(found).toEqual([]);
});

test('A18: a route that is open to anybody names no design', async () => {
  const found = await brokenBy('none', async ({ route, app }) => {
    const { text } = await asked(app, route, api.id);
    expect([api.id, TOPIC].filter((each) => text.includes(each))).toEqual([]);
  });
  expect(found).toEqual([]);
});

test.each(Object.entries(NOBODY))(
  'A18: %s gets nothing by any route that is for some',
  async (_, headersOf) => {
    const headers = await headersOf();
    const found = await breaking(SIGNED_IN.flatMap(kindOf), String, async (route) => {
      const [method, path] = filled(route, api.id);
      const { status, text } = await ask(api.client.app, method, path, { headers });
      expect(status).toBe(401);
      expect(text).not.toContain(TOPIC);
    });
    expect(found).toEqual([]);
  },
);

test('A18: pages of a token’s list are full, and lead to the rest', async () => {
  for (const channel of ['C7', 'C8', 'C7', 'C8', 'C7'])
    await eventsUntil(
      api.engine,
      await begun(api.engine, { thread: inChannel(channel, 'zoe') }),
      isEnd,
    );
  const app = asViewer(api.client.app, token(['slack/C7']));
  const page = async (query: string) =>
    JSON.parse((await ask(app, 'GET', `${API}designs?limit=2${query}`)).text);
  const first = await page('');
  expect(first.designs).toHaveLength(2);
  const second = await page(`&before=${first.next}`);
  expect([second.designs.length, second.next]).toEqual([1, null]);
  for (const { thread } of [...first.designs, ...second.designs]) expect(thread.channel).toBe('C7');
});

test('A18: what was answered under a key is not answered again to somebody who may not read it', async () => {
  const path = `${API}designs/${api.id}/cancel`;
  const sent = { body: '{"reason":"a key"}', headers: { 'idempotency-key': 'k1' } };
  const first = await ask(asViewer(api.client.app, token(['slack/C1'])), 'POST', path, sent);
  expect(first.text).toContain(TOPIC);
  // The same token, of which the channels have changed since.
  const other = await ask(asViewer(api.client.app, token(['slack/C2'])), 'POST', path, sent);
  expect(other.status).toBe(404);
  expect(other.text).toMatch(WORDS_OF_NONE);
});

test('A18: a design starts in a channel that who starts it may read, and where the platform lets it', async () => {
  const refuseChannel = async (channel: string) =>
    channel === 'C9' ? 'The bot is not in C9.' : null;
  const platform = { ...SLACK, readers: { ...READERS, refuseChannel } };
  const { app } = api.newClient({ gateways: new Map([['slack', platform]]) });
  const tried = (viewer: Viewer, channel: string) => {
    const body = JSON.stringify({ topic: 'A start there?', channel });
    return ask(asViewer(app, viewer), 'POST', `${API}designs`, { body });
  };
  const unreadable = ['slack/C2', 'slack/../C1', 'C1'];
  for (const channel of unreadable) {
    const { status, text } = await tried(token(['slack/C1']), channel);
    expect([status, text]).toEqual([
      422,
      expect.stringContaining(`You may read no channel ${channel}.`),
    ]);
  }
  expect((await tried(token(['discord/C1']), 'discord/C1')).text).toContain(
    '"There is no channel discord/C1: discord is not set up here."',
  );
  expect((await tried({ kind: 'operator' }, 'slack/C9')).text).toContain('The bot is not in C9.');
  expect((await api.admin.get('')).text).not.toContain('A start there?');
  const started = JSON.parse((await tried(token(['slack/C1']), 'slack/C1')).text);
  expect(started.thread).toMatchObject({ platform: 'slack', channel: 'C1' });
});

test('A18: a follow-up brings a decision to no channel whose people may not read it', async () => {
  const gateways = new Map([
    ['slack', { ...SLACK, readers: { ...READERS, refuseChannel: async () => null } }],
  ]);
  const app = asViewer(api.newClient({ gateways }).app, token(null));
  const tried = (followUp: string, channel?: string) =>
    ask(app, 'POST', `${API}designs`, {
      body: JSON.stringify({ topic: 'And then?', followUp, channel }),
    });
  for (const [earlier, channel] of [
    [api.acted, 'slack/C2'],
    [api.own, 'slack/C1'],
  ] as const) {
    const { status, text } = await tried(earlier, channel);
    expect([status, text]).toEqual([
      422,
      expect.stringContaining('Not everybody in this channel may read'),
    ]);
  }
  expect((await api.admin.get('')).text).not.toContain('And then?');
  for (const channel of ['slack/C1', undefined])
    expect((await tried(api.acted, channel)).status).toBe(201);
});

test('A18: a token for some channels begins no design that it could not read', async () => {
  const body = JSON.stringify({ topic: 'A start?' });
  const refused = await ask(
    asViewer(api.client.app, token(['slack/C1'])),
    'POST',
    `${API}designs`,
    { body },
  );
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Name one of your channels.');
  expect((await api.admin.get('')).text).not.toContain('A start?');
});
