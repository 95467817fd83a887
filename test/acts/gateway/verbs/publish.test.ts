import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { doVerb } from '#acts/gateway/verbs/act-path.ts';
import { elementsOf } from '#acts/gateway/verbs/presses.ts';
import { createGithub } from '#adapters/github/forge.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { type Chat, type ChatMessage, makeUnconfiguredChat } from '#ports/chat.ts';
import type { Document } from '#presentation/format/document.ts';
import { Publisher } from '#record/publish.ts';
import { drawPost } from '#surfaces/slack/drawing/draw.ts';
import { begun, eventsUntil, isEnd } from '#test/engine/running-engine.ts';
import { OPEN_TO_ALL } from '#test/support/designs/open-policy.ts';
import { eachTest } from '#test/support/runner/each-test.ts';
import { needing } from '#test/support/runner/needing.ts';
import { emulateForge, FORGE_TOKEN, REPOSITORY } from '#test/support/services/emulated-forge.ts';
import { drawnControls } from '#test/surfaces/drawn-controls.ts';
import { prepared } from '#test/surfaces/http/client.ts';

const { test } = await needing('a second opinion');

const PUBLISH = { name: 'publish', about: '' } as const;
const CONFIRMED = { ...PUBLISH, isConfirmed: true } as const;

/** A decision that nothing was done with. */
const decided = prepared({ parts: { rehearsal: false } }, async ({ engine, client }) => {
  const { id } = await client.started({ topic: 'Where do the logs go?' });
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
  return { id: given };
});

const api = eachTest(async () => {
  const forge = await emulateForge();
  const settings = {
    token: FORGE_TOKEN,
    url: forge.url,
    repositories: [REPOSITORY],
  };
  const publisher = new Publisher(createGithub(settings));
  // What Slack shows, by thread and kind of message.
  const drawn = new Map<string, string>();
  const draw = ({
    thread,
    post,
    design,
  }: Pick<ChatMessage, 'thread' | 'post' | 'design'>): string => {
    const name = `${thread.thread} ${post.kind}`;
    if (post.kind !== 'files') drawn.set(name, JSON.stringify(drawPost(post, design)));
    return name;
  };
  const chat: Chat = {
    ...makeUnconfiguredChat('slack'),
    post: async (message) => draw(message),
    look: (post, design) => JSON.stringify(drawPost(post, design)),
    edit: async (message) => void draw(message),
  };
  const { engine, id } = await decided({ parts: { rehearsal: false, publisher, chats: [chat] } });
  const policy = { ...OPEN_TO_ALL, operators: ['U1'], deciders: ['U2'] };
  const context = {
    platform: 'slack',
    policy,
    engine,
    clock: engine.parts.clock,
  } as unknown as GatewayContext;
  return { forge, drawn, engine, id, context };
});

const person = (id: string, name: string) => ({ id, groups: [], name });
const [ana, ben, eva] = [person('U1', 'Ana'), person('U2', 'Ben'), person('U3', 'Eva')];

function by(who: ReturnType<typeof person>, told: Document[] = []) {
  const meanwhile = (words: Document) => void told.push(words);
  const { context } = api;
  const moment = { key: `press ${randomUUID()}`, meanwhile };
  return { context, person: who, channel: 'C1', moment };
}

const words = (document: Document | null) => JSON.stringify(document?.sections ?? null);
const writes = () => api.forge.requests.filter((route) => !route.startsWith('GET '));

async function design() {
  const found = await api.engine.design(api.id);
  if (found === null) throw new Error('it is there');
  return found;
}

test('the button asks once more what it would do; nothing is made by that', async () => {
  const asked = await doVerb(by(ben), PUBLISH, await design());
  expect(words(asked)).toContain('A pull request proposes its record');
  expect(elementsOf(asked?.clickable ?? null)[0]).toMatchObject({
    ...{ action: 'sure', label: 'Publish', look: 'primary' },
    value: `publish ${(await design()).id}`,
  });
  expect(writes()).toEqual([]);
});

test('its thread shows the button under the card and the result', async () => {
  const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
  const id = await begun(api.engine, { thread, settings: { questions: 'none', gates: 'none' } });
  await eventsUntil(api.engine, id, isEnd);
  await api.engine.waitUntilSettled(id);
  const shown = ['card', 'outcome'].map((kind) => api.drawn.get(`1.1 ${kind}`) ?? '');
  expect(
    shown.map(
      (each) => drawnControls(JSON.parse(each)).filter(({ action }) => action === 'publish').length,
    ),
  ).toEqual([1, 1]);
});

test('a person who may only start designs reads why they may not publish', async () => {
  for (const wish of [PUBLISH, CONFIRMED]) {
    const answer = await doVerb(by(eva), wish, await design());
    expect(words(answer)).toContain('Only operators and people named as deciders');
  }
  expect(writes()).toEqual([]);
});

test('a forge that refuses is told in its words, and nothing is recorded', async () => {
  const before = (await design()).followUps.length;
  api.forge.misbehave(/^POST .*\/git\/trees$/, { status: 403 });
  expect(words(await doVerb(by(ana), CONFIRMED, await design()))).toContain('does not allow');
  expect((await design()).followUps).toHaveLength(before);
});

test('confirmed, it is published and answered with the link; the second time nothing is new', async () => {
  const told: Document[] = [];
  const answer = await doVerb(by(ben, told), CONFIRMED, await design());
  expect(words(told[0] ?? null)).toContain('Publishing. The link will appear here.');
  const [published] = (await design()).followUps;
  if (published?.type !== 'decision_published') throw new Error('it is recorded');
  expect(published).toMatchObject({
    by: 'Ben',
    byId: 'U2',
    repository: REPOSITORY,
    number: '0001',
  });
  expect(words(answer)).toContain(`"url":"${published.url}"`);

  const made = writes();
  const asked = await doVerb(by(ana), PUBLISH, await design());
  expect(words(asked)).toContain('nothing new is made');
  const again = await doVerb(by(ana), CONFIRMED, await design());
  expect(words(again)).toBe(words(answer));
  expect(writes()).toEqual(made);
  expect((await design()).followUps).toEqual([published]);
});

test('two people who press at once make one pull request', async () => {
  const answers = [ana, ben].map(async (each) => doVerb(by(each), CONFIRMED, await design()));
  const [one, two] = await Promise.all(answers);
  expect(words(one ?? null)).toBe(words(two ?? null));
  expect(writes().filter((route) => /\/pulls$/.test(route))).toHaveLength(1);
});

test('a button from before, where no forge is set up any more, says so', async () => {
  const parts = { ...api.engine.parts, publisher: null };
  const without = { ...api.context, engine: { parts } } as unknown as GatewayContext;
  const answer = await doVerb({ ...by(ana), context: without }, PUBLISH, await design());
  expect(words(answer)).toContain('Publishing is off');
});
