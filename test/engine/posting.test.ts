import { expect, onTestFinished, test } from 'vitest';
import { notificationOf } from '../../src/acts/drawing/markdown.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { type Chat, ChatFault } from '../../src/ports/chat.ts';
import { eventually } from '../support/runner/eventually.ts';
import { createEndpointChat, textOf } from '../support/services/chat-adapter.ts';
import { CHAT_MISHAPS, startChatEndpoint } from '../support/services/chat-endpoint.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd, remark, type Workshop } from './running-engine.ts';

const inThread = (thread: string) => ({
  thread: { platform: 'local', channel: 'general', thread, starter: '' },
});

/** A store and a platform, for the running test. */
async function ownPlatform() {
  const own = await ownWorkshop();
  const platform = await startChatEndpoint();
  onTestFinished(() => platform.close());
  const textsIn = (thread: string) =>
    platform.posted.filter((message) => message.thread === thread).map(({ text }) => text);
  return { ...own, platform, textsIn };
}

/** What the next owner would take for posted. */
async function textsOnRecord({ store }: Workshop, id: DesignId): Promise<string[]> {
  return (await store.listPosted(id)).map(({ post }) => textOf(post));
}

test('P4: each message is in the thread once and in order, whatever the platform does with each attempt', async () => {
  const { workshop, startEngine, platform, textsIn } = await ownPlatform();
  const { engine } = await startEngine({ parts: { chats: [createEndpointChat(platform.url)] } });
  platform.misbehave('card', ['refused', 'cut_before', 'limited', 'slow_after']);
  platform.misbehave('outcome', ['failed_after']);
  platform.misbehave('proposals', ['cut_after']);
  const settings = { questions: 'none' } as const;
  const personas = ['archaeologist', 'failure-analyst', 'subtractor'];
  const id = await begun(engine, { ...inThread('unreliable'), settings, personas });
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(textsIn('unreliable')).toEqual([
    'card',
    'proposals',
    'files of proposals',
    'differences',
    'outcome',
    'files of outcome',
  ]);
  expect(await textsOnRecord(workshop, id)).toEqual(textsIn('unreliable'));
  expect(await workshop.store.pendingEffects(id)).toEqual([]);
  const passing = CHAT_MISHAPS.filter((mishap) => mishap !== 'archived');
  expect(Object.keys(platform.misbehaved).toSorted()).toEqual(passing.toSorted());
});

test('P14: where the platform asks to wait with the questions, the time to answer begins when they are posted', async () => {
  const { startEngine, platform } = await ownPlatform();
  const ANSWER_MS = 300;
  const endpoint = createEndpointChat(platform.url);
  let refusals = 0;
  const chat: Chat = {
    ...endpoint,
    post: async (message, signal) => {
      if (textOf(message.post) === 'questions' && refusals++ === 0)
        throw new ChatFault('The platform asks to wait.', 'passing', 3 * ANSWER_MS);
      return endpoint.post(message, signal);
    },
  };
  const { engine } = await startEngine({
    parts: { chats: [chat] },
    settings: { answerMs: ANSWER_MS },
  });
  const id = await begun(engine, { ...inThread('limited'), settings: {} });
  const events = await eventsUntil(engine, id, isEnd);
  const told = events.map(({ event }) => event);
  const asked = told.find(({ type }) => type === 'answering_opened');
  const deadlineAt = told
    .flatMap((event) => (event.type === 'status_changed' ? (event.deadlineAt ?? []) : []))
    .at(0);
  const closed = told.find(({ type }) => type === 'answering_closed');
  expect((deadlineAt ?? 0) - (asked?.at ?? 0)).toBeGreaterThanOrEqual(4 * ANSWER_MS);
  expect(closed?.at).toBeGreaterThanOrEqual(deadlineAt ?? Number.POSITIVE_INFINITY);
  await engine.waitUntilSettled(id);
});

test('P4, P13: a design that can post neither card nor word says so to its starter, and no other', async () => {
  const { workshop, startEngine, platform } = await ownPlatform();
  const told: string[] = [];
  const chat: Chat = {
    ...createEndpointChat(platform.url),
    tellRequester: async ({ id }, replyId) => {
      told.push(`${id} ${replyId}`);
    },
    post: async (message, signal) => {
      if (message.thread.thread === 'too long')
        throw new ChatFault('The words are too long.', 'refused');
      return createEndpointChat(platform.url).post(message, signal);
    },
  };
  const { engine, log } = await startEngine({ parts: { chats: [chat] } });
  const [poisoned, sound] = [
    await begun(engine, inThread('too long')),
    await begun(engine, inThread('open')),
  ];
  const events = await eventsUntil(engine, poisoned, isEnd);
  expect(events.at(-1)?.event).toMatchObject({
    status: 'failed',
    stoppedBecause: 'thread_unreachable',
    detail: expect.stringContaining('The words are too long.'),
  });
  await eventsUntil(engine, sound, isEnd);
  await Promise.all([engine.waitUntilSettled(poisoned), engine.waitUntilSettled(sound)]);
  expect((await engine.design(sound))?.end?.status).toBe('completed');
  expect(told).toEqual([`${poisoned} null`]);
  expect(await workshop.store.pendingEffects(poisoned)).toEqual([]);
  expect(log.events.map(({ event }) => event)).toContain('post_left_out');
  expect(log.events.map(({ event }) => event)).toContain('thread_unreachable');
});

test('P4: a message refused for good is left out, named once with its place, and costs no more', async () => {
  const { workshop, startEngine, platform } = await ownPlatform();
  const REFUSED = ['card', 'proposals', 'files'];
  const words: string[] = [];
  const endpoint = createEndpointChat(platform.url);
  const chat: Chat = {
    ...endpoint,
    post: async (message, signal) => {
      if (REFUSED.includes(textOf(message.post).split(' ')[0] ?? ''))
        throw new ChatFault('No.', 'refused');
      if (message.post.kind === 'instead') words.push(notificationOf(message.post.words));
      return endpoint.post(message, signal);
    },
    look: (_, { version }) => String(version),
    edit: async () => {
      throw new ChatFault('Edits are not possible here.', 'refused');
    },
    acknowledge: async () => {
      throw new ChatFault('Nor are reactions.', 'refused');
    },
  };
  const { engine, log } = await startEngine({ parts: { chats: [chat] } });
  const id = await begun(engine, { ...inThread('picky'), settings: {} });
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  await engine.command(id, remark('Hm.')).answered;
  await engine.command(id, { type: 'go_on', by: 'ana' }).answered;
  const events = await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  expect(events.map(({ event }) => event.type)).not.toContain('gate_opened');
  expect(await workshop.store.pendingEffects(id)).toEqual([]);
  // The note stands for the message, but not for files.
  expect(await textsOnRecord(workshop, id)).toEqual(['card', 'questions', 'proposals', 'outcome']);
  expect(words.map((each) => each.split(' cannot')[0])).toEqual([
    'The state of this design',
    'The list of proposals',
    'Files',
  ]);
  for (const each of words)
    expect(each).toContain('here. No. Whoever runs Charrette can read it with: charrette show');
  const logged = log.events.map(({ event }) => event);
  expect(logged.filter((event) => event === 'post_left_out')).toHaveLength(4);
  expect(logged).toContain('message_not_edited');
  expect(logged).toContain('not_shown');
  expect(logged).not.toContain('thread_unreachable');
});

test('P4: nothing is posted while the daemon may have been evicted', async () => {
  const { workshop, startEngine, platform, textsIn } = await ownPlatform();
  let sure = false;
  const { engine } = await startEngine({
    parts: {
      chats: [createEndpointChat(platform.url)],
      fleet: { ...workshop.fleet, isSure: () => sure },
    },
  });
  const id = await begun(engine, inThread('unsure'));
  await eventsUntil(engine, id, isEnd);
  expect(textsIn('unsure')).toEqual([]);
  sure = true;
  await engine.waitUntilSettled(id);
  expect(textsIn('unsure').at(0)).toBe('card');
  expect(textsIn('unsure').at(-1)).toBe('files of outcome');
});

test('P4: a message that a stopped engine may have posted is looked up by the next one', async () => {
  const { startEngine, platform, textsIn } = await ownPlatform();
  const reached = Promise.withResolvers<void>();
  const chat = createEndpointChat(platform.url);
  // The message is there, and this engine never gets the response.
  const deaf: Chat = {
    ...chat,
    post: async (message, signal) => {
      await chat.post(message, signal);
      reached.resolve();
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    },
  };
  const first = await startEngine({ parts: { chats: [deaf] } });
  const id = await begun(first.engine, { ...inThread('deaf'), settings: {} });
  await reached.promise;
  await first.engine.stop();

  const { engine } = await startEngine({ parts: { chats: [chat] } });
  await engine.adoptDueDesigns();
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  await eventually(() => textsIn('deaf')).toContain('questions');
  await eventually(async () => (await engine.design(id))?.answering).toMatchObject({
    isSeen: true,
  });
  expect(textsIn('deaf')).toEqual(['card', 'questions']);
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await engine.waitUntilSettled(id);
});

test('P4: no message is edited while files are being put under it, which the edit would take away again', async () => {
  const { startEngine, platform, textsIn } = await ownPlatform();
  const endpoint = createEndpointChat(platform.url);
  const filling = new Set<string>();
  const during: string[] = [];
  let edits = 0;
  const chat: Chat = {
    ...endpoint,
    post: async (message, signal) => {
      if (message.post.kind !== 'files') return endpoint.post(message, signal);
      const [held, before] = [message.under?.receipt ?? '', edits];
      filling.add(held);
      // As long as it takes until something else is edited, which is time enough for an edit of
      // this one.
      if (message.post.of === 'proposals') await eventually(() => edits).toBeGreaterThan(before);
      filling.delete(held);
      return endpoint.post(message, signal);
    },
    look: (_, { version }) => String(version),
    edit: async (message, signal) => {
      if (filling.has(message.receipt)) during.push(message.post.kind);
      await endpoint.edit(message, signal);
      if (filling.has(message.receipt)) during.push(message.post.kind);
      edits += 1;
    },
  };
  const { engine } = await startEngine({ parts: { chats: [chat] } });
  const id = await begun(engine, inThread('with files'));
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(textsIn('with files')).toContain('files of proposals');
  expect(during).toEqual([]);
});
