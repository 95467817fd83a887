import { expect } from 'vitest';
import { createGithub } from '#adapters/github/forge.ts';
import { findDecisionInForce } from '#core/outcome/outcome.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { findHead } from '#presentation/decision/published-record.ts';
import { Publisher } from '#record/publish.ts';
import { eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { needing } from '../../support/runner/needing.ts';
import { emulateForge, FORGE_TOKEN, REPOSITORY } from '../../support/services/emulated-forge.ts';
import { type Api, prepared } from './client.ts';

const { test } = await needing('a second opinion');

async function ended({ client, engine }: Pick<Api, 'client' | 'engine'>, changes: object = {}) {
  const { id } = await client.started({ topic: 'Where do the logs go?', ...changes });
  const given = DesignId.parse(id);
  await eventsUntil(engine, given, ({ event }) =>
    ['answering_opened', 'design_ended'].includes(event.type),
  );
  await client.post(`/${id}/answered`);
  await eventsUntil(engine, given, ({ event }) =>
    ['gate_opened', 'design_ended'].includes(event.type),
  );
  const { gate } = (await client.get(`/${id}`)).body;
  if (gate !== null) await client.post(`/${id}/gates/${gate.id}`, { choice: 'accept' });
  await eventsUntil(engine, given, isEnd);
  await engine.waitUntilSettled(given);
  return given;
}

/** A decision that nothing was done with. */
const decided = prepared({ parts: { rehearsal: false } }, async (first) => ({
  id: await ended(first),
}));
const rehearsal = prepared({ parts: { rehearsal: true } }, async (first) => ({
  id: await ended(first),
}));
/**
 * A forge that knows of nothing, and a daemon with a decision that knows nothing yet of the forge.
 */
const api = eachTest(async () => {
  const forge = await emulateForge();
  return {
    ...(await decided({ parts: { rehearsal: false, publisher: publisherAt(forge.url) } })),
    forge,
  };
});

function publisherAt(url: string): Publisher {
  return new Publisher(createGithub({ token: FORGE_TOKEN, url, repositories: [REPOSITORY] }));
}

const publish = (id: string, query = '', by = api.client) =>
  by.post(`/${id}/publication${query}`, { author: 'Ana' });

async function pullsThere(): Promise<number[]> {
  const { data } = await api.forge.ask('GET', '/pulls?state=all');
  return data.map(({ number }: { number: number }) => number);
}

test('a decision becomes a pull request and nothing else; the second time nothing is new', async () => {
  const first = await publish(api.id);
  expect([first.status, first.body]).toMatchObject([
    200,
    { number: '0001', repository: REPOSITORY },
  ]);
  const design = await api.engine.design(api.id);
  if (design === null) throw new Error('it is there');
  const decided = findDecisionInForce(design);
  if (decided === null) throw new Error('it has a decision');
  expect(await pullsThere()).toEqual([first.body.pull]);
  expect(api.forge.requests.filter((route) => route.includes('/issues'))).toEqual([]);

  const file = await api.forge.ask('GET', `/contents/${first.body.path}?ref=charrette/${api.id}`);
  const text = Buffer.from(file.data.content, 'base64').toString('utf8');
  expect(text).toMatch(
    /^---\nstatus: "(?:accepted|proposed)"\ndate: "\d{4}-\d\d-\d\d"\ndecision-makers: ".+"\ncharrette-head: "[0-9a-f]{64}"\n---\n/,
  );
  const stored = await api.engine.parts.store.events(api.id, 0, 1_000);
  expect(stored.map(({ hash }) => hash)).toContain(findHead(text));
  expect(text).toContain(writeDecision(design, decided));

  const before = api.forge.requests.length;
  const second = await publish(api.id);
  expect(second.body).toMatchObject({ pull: first.body.pull });
  expect(api.forge.requests.slice(before).filter((route) => !route.startsWith('GET '))).toEqual([]);
  const events = (await api.client.get(`/${api.id}/events?since=0`)).body.events;
  const published = events.filter(({ type }: { type: string }) => type === 'decision_published');
  expect(published).toMatchObject([{ by: 'Ana, by the API (token admin)', number: '0001' }]);
});

test('P4: an answer that is lost after the forge did the work leaves nothing twice', async () => {
  for (const route of [/^POST .*\/git\/refs$/, /^POST .*\/pulls$/]) {
    api.forge.misbehave(route, 'lose');
    const lost = await publish(api.id);
    expect([lost.status, lost.body.error.message]).toEqual([
      503,
      expect.stringContaining('It may have succeeded'),
    ]);
  }
  const done = await publish(api.id);
  expect(done.body).toMatchObject({ number: '0001' });
  expect(await pullsThere()).toEqual([done.body.pull]);
});

test.each([
  [403, {}, 'does not allow this token'],
  [404, {}, 'the forge has no such thing'],
  [409, {}, 'The forge refused to'],
  [403, { 'x-ratelimit-remaining': '0' }, 'accepts no more requests'],
  [429, {}, 'accepts no more requests'],
  [500, {}, 'it answered 500. It may have succeeded'],
  [200, {}, 'not its API. It may have succeeded'],
])(
  'a forge that answers %i is told in words, and nothing is recorded',
  async (status, headers, words) => {
    api.forge.misbehave(/^POST .*\/git\/trees$/, { status, headers });
    const refused = await publish(api.id);
    expect([refused.status, refused.body.error.message]).toEqual([
      503,
      expect.stringContaining(words),
    ]);
    expect(await pullsThere()).toEqual([]);
    const events = (await api.client.get(`/${api.id}/events?since=0`)).body.events;
    expect(events.map(({ type }: { type: string }) => type)).not.toContain('decision_published');
  },
);

const ABOUT = { full_name: REPOSITORY, default_branch: 'main' };
const RULE = { status: 422, body: { message: 'Repository rule violations found' } };

test.each([
  [
    'its branch is protected',
    [{ route: /git\/refs/, does: RULE }],
    /^A rule of acme\/shop protects the branch charrette\/dsn_/,
  ],
  [
    'the token may only read',
    [
      {
        route: /^GET \/repos\/acme\/shop$/,
        does: { status: 200, body: { ...ABOUT, permissions: { pull: true, push: false } } },
      },
    ],
    /^This token may read acme\/shop and not write to it: .*list a fork/,
  ],
  [
    'it is archived',
    [
      {
        route: /^GET \/repos\/acme\/shop$/,
        does: { status: 200, body: { ...ABOUT, archived: true } },
      },
    ],
    /^acme\/shop is archived/,
  ],
])('where %s, one sentence says what is missing', async (_, answers, words) => {
  api.forge.answering(answers);
  const refused = await publish(api.id);
  expect([refused.status, refused.body.error.message]).toEqual([503, expect.stringMatching(words)]);
  expect(refused.body.error.message.match(/[.!?](?:\s|$)/g)).toHaveLength(1);
  expect(await pullsThere()).toEqual([]);
});

test('an app’s token, of which the forge says no rights, publishes', async () => {
  const permissions = { pull: false, push: false };
  const does = { status: 200, body: { ...ABOUT, permissions } };
  api.forge.answering([{ route: /^GET \/repos\/acme\/shop$/, does }]);
  expect((await publish(api.id)).body).toMatchObject({ number: '0001' });
});

test('a number is taken by a file of the folder, and by an open pull request of another decision', async () => {
  const content = Buffer.from('# Another\n').toString('base64');
  await api.forge.ask('PUT', '/contents/docs/decisions/0041-another.md', {
    message: 'Another',
    content,
  });
  expect((await publish(api.id)).body).toMatchObject({ number: '0042' });
  const later = await ended(api, { topic: 'Where do the events go now?' });
  expect((await publish(later)).body).toMatchObject({ number: '0043' });
});

test('a record follows the folder, prefix and width of the repository, in a huge one too', async () => {
  const content = Buffer.from('# Another\n').toString('base64');
  for (const name of ['adr-011-x.md', 'adr-012-y.md', '2026-01-05-review.md'])
    await api.forge.ask('PUT', `/contents/doc/adr/${name}`, { message: 'Another', content });
  const preview = (await publish(api.id, '?preview')).body;
  expect(preview).toMatchObject({
    number: '013',
    path: expect.stringMatching(/^doc\/adr\/adr-013-[a-z-]+\.md$/),
  });
  api.forge.misbehave(/\/git\/trees\/\w+\?recursive/, {
    status: 200,
    body: { tree: [], truncated: true },
  });
  expect((await publish(api.id, '?preview')).body.path).toBe(preview.path);
  const why = Buffer.from('notes/why\n').toString('base64');
  await api.forge.ask('PUT', '/contents/.adr-dir', { message: 'Why', content: why });
  const first = (await publish(api.id)).body;
  expect(first).toMatchObject({
    number: '0001',
    path: expect.stringMatching(/^notes\/why\/0001-/),
  });
  const later = await ended(api, { topic: 'Where do the events go now?' });
  expect((await publish(later)).body).toMatchObject({ number: '0002' });
});

test('a record that was merged keeps its place', async () => {
  const content = Buffer.from('# Another\n').toString('base64');
  const first = (await publish(api.id)).body;
  await api.forge.ask('PUT', `/contents/${first.path}`, { message: 'Merged', content });
  expect((await publish(api.id)).body).toMatchObject({ path: first.path, pull: first.pull });
});

test.each([
  ['a branch of another name', { ref: 'theirs' }],
  ['a fork', { repo: { full_name: 'mallory/shop' } }],
  ['a fork that was deleted', { repo: null }],
])('a mark copied into a pull request from %s counts for nothing', async (_, changes) => {
  const pull = {
    number: 7_001,
    html_url: 'https://forge.example/7001',
    state: 'open',
    body: `<!-- charrette:decision ${api.id} 9000 -->`,
    head: { ref: `charrette/${api.id}`, repo: { full_name: REPOSITORY }, ...changes },
  };
  api.forge.answering([{ route: /^GET .*\/pulls\?/, does: { status: 200, body: [pull] } }]);
  const shown = await publish(api.id, '?preview');
  expect(shown.body).toMatchObject({ number: '0001', isThere: false });
});

test('A23: no address of a repository that has moved is followed', async () => {
  const moved = { status: 301, headers: { location: 'https://evil.example/repositories/7' } };
  api.forge.answering([{ route: /^POST .*\/git\/trees/, does: moved }]);
  const refused = await publish(api.id);
  api.forge.answering([]);
  expect([refused.status, refused.body.error.message]).toEqual([
    503,
    expect.stringContaining('has moved'),
  ]);
  expect(api.forge.requests.filter((route) => /repositories\/7|evil/.test(route))).toEqual([]);
});

test('A23: a rehearsal is published nowhere, and the forge is not asked', async () => {
  const publisher = publisherAt(api.forge.url);
  const rehearsed = await rehearsal({ parts: { rehearsal: true, publisher } });
  const before = api.forge.requests.length;
  const refused = await publish(rehearsed.id, '', rehearsed.client);
  expect([refused.status, refused.body.error.message]).toEqual([
    409,
    'This is a rehearsal: it is published nowhere.',
  ]);
  expect(api.forge.requests.length).toBe(before);
});

test('a decision that supersedes another says so in both records, and the other is published no more', async () => {
  const first = await publish(api.id);
  const shown = (await api.forge.ask('GET', `/contents/${first.body.path}?ref=charrette/${api.id}`))
    .data;
  await api.forge.ask('PUT', `/contents/${first.body.path}`, {
    message: 'Merged',
    content: shown.content,
  });
  const later = await ended(api, {
    topic: 'Where do the events go now?',
    followUp: api.id,
    supersede: true,
  });
  const preview = (await publish(later, '?preview')).body;
  const files: Record<string, string> = Object.fromEntries(
    preview.files.map(({ path, text }: { path: string; text: string }) => [path, text]),
  );
  expect(files[preview.path]).toContain(`Supersedes ADR-${first.body.number}`);
  expect(files[first.body.path]).toContain(`status: "superseded by ADR-${preview.number}"`);
  expect((await publish(api.id)).status).toBe(409);
});

test('only listed repositories are published to, by people who may', async () => {
  const elsewhere = await api.client.post(`/${api.id}/publication`, {
    repository: 'acme/other',
    author: 'Ana',
  });
  expect([elsewhere.status, elsewhere.body.error.message]).toEqual([
    422,
    expect.stringContaining('acme/shop'),
  ]);
  const none = await decided();
  const unset = await publish(none.id, '', none.client);
  expect([unset.status, unset.body.error.message]).toEqual([
    409,
    expect.stringContaining('CHARRETTE_FORGE_TOKEN'),
  ]);
});
