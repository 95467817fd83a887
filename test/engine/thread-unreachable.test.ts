import { expect, onTestFinished, test } from 'vitest';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Settings, Thread } from '../../src/core/vocabulary/event-parts.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { type Chat, ChatFault, type ChatMessage } from '../../src/ports/chat.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { eventually } from '../support/runner/eventually.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { createEndpointChat, textOf } from '../support/services/chat-adapter.ts';
import { type ChatEndpoint, startChatEndpoint } from '../support/services/chat-endpoint.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd, remark } from './running-engine.ts';

const THREAD: Thread = {
  platform: 'local',
  channel: 'general',
  thread: 'of this test',
  starter: '',
};

/**
 * A channel of the platform, whose messages show how far their design is, and that nobody can write
 * to while it is archived.
 */
class Channel {
  readonly #platform: ChatEndpoint;
  /** What each message shows, by its receipt. */
  readonly shown = new Map<string, string>();
  isArchived = false;
  /** The post with this text finds the channel archived, and so does everything after it. */
  archivedAt = '';
  /** Of what kind it is that nothing can be said there. */
  lost = (): 'unreachable' | 'gone' => 'unreachable';
  /** Who was told in private: the starter, or the author of a reply. */
  readonly told: string[] = [];
  readonly chat: Chat;

  constructor(platform: ChatEndpoint) {
    this.#platform = platform;
    const chat = createEndpointChat(platform.url);
    this.chat = {
      ...chat,
      post: async (message, signal) => {
        if (textOf(message.post) === this.archivedAt) this.isArchived = true;
        this.#assertOpen();
        const receipt = await chat.post(message, signal);
        this.shown.set(receipt, shownOf(message.post, message.design));
        return receipt;
      },
      look: shownOf,
      tellRequester: async (_, replyId) => {
        this.told.push(replyId ?? 'starter');
      },
      edit: async ({ receipt, post, design }) => {
        this.#assertOpen();
        this.shown.set(receipt, shownOf(post, design));
      },
    };
  }

  get texts(): string[] {
    return this.#platform.posted.map(({ text }) => text);
  }

  #assertOpen(): void {
    if (this.isArchived) throw new ChatFault('The channel is archived.', this.lost());
  }
}

/** A store and a channel on a platform, for the running test. */
async function ownChannel() {
  const own = await ownWorkshop();
  const platform = await startChatEndpoint();
  onTestFinished(() => platform.close());
  return { ...own, channel: new Channel(platform) };
}
type Own = Awaited<ReturnType<typeof ownChannel>>;

/**
 * Real time, of which a second more passes at each look at what is waited for, and none while a
 * command is answered.
 */
function hastenedClock() {
  const { clock, pass } = createMovedClock();
  const sooner: typeof eventually = (look) =>
    eventually(() => {
      pass(1_000);
      return look();
    });
  return { clock, sooner };
}
const DAY_MS = 86_400_000;
/** People's time is not over while that clock runs ahead. */
const DAYS_LONG = { answerMs: DAY_MS, designMs: 2 * DAY_MS };

/** The card changes with everything that happens, the others with gates alone. */
function shownOf(post: ChatMessage['post'], { version, gates }: Design): string {
  return post.kind === 'card'
    ? `card at ${version}`
    : `${textOf(post)} after ${gates.length} gates`;
}

/** Resolves when the first message, the card, shows how far the design is now. */
async function untilTrue(
  soon: typeof eventually,
  engine: Engine,
  id: DesignId,
  { shown }: Channel,
): Promise<void> {
  const differing = async () => {
    const [card] = shown.values();
    const due = `card at ${(await engine.design(id))?.version}`;
    return card === due ? null : { card, due };
  };
  await soon(differing).toBeNull();
}

/** What is left to be said where its thread can be written to again. */
async function saidLater({ workshop }: Own, id: DesignId): Promise<string[]> {
  const left = await workshop.store.pendingEffects(id);
  return left.map(({ effect }) => (effect.type === 'post' ? effect.post.kind : effect.type));
}

/** What the thread of a design whose personas argue holds in the end. */
const WHOLE_THREAD = [
  'card',
  'proposals',
  'files of proposals',
  'differences',
  'outcome',
  'files of outcome',
];

test.each([
  { where: 'nobody does anything', parkMs: null },
  { where: 'it waits for people, with no daemon', parkMs: 0 },
  { where: 'somebody writes, in no time', parkMs: null },
])(
  'P4: a held question is asked once the thread takes it again, with a true card, where $where',
  async ({ where, parkMs }) => {
    const { channel, startEngine, workshop } = await ownChannel();
    const { clock, sooner } = hastenedClock();
    const soon = where === 'somebody writes, in no time' ? eventually : sooner;
    channel.archivedAt = 'questions';
    const levels: string[] = [];
    const at =
      (level: string) =>
      (event: string, { error }: Record<string, unknown> = {}) => {
        if (event === 'thread_unreachable' && String(error).includes('archived'))
          levels.push(level);
      };
    const log = { ...keepLog(), debug: at('debug'), warn: at('warn'), error: at('error') };
    const { engine } = await startEngine({
      parts: { chats: [channel.chat], parkMs, clock, log },
      settings: DAYS_LONG,
    });
    await engine.adoptDueDesigns();
    const id = await begun(engine, { thread: THREAD, settings: {} });
    // Whoever adopts it again within the same moment does not know that this was said.
    await sooner(() => levels.at(-1)).toBe(parkMs === null ? 'error' : 'debug');
    if (parkMs !== null) await engine.waitUntilSettled(id);
    expect(new Set(levels)).toEqual(new Set(parkMs === null ? ['error'] : ['error', 'debug']));
    channel.archivedAt = '';
    channel.isArchived = false;
    if (where === 'somebody writes, in no time') await engine.command(id, remark('Hm.')).answered;
    await soon(() => channel.texts).toHaveLength(3);
    // What it asks can be seen now, so its people have their time, and it needs no decision to go
    // on.
    expect(channel.told).toEqual(['starter']);
    await soon(async () => (await engine.design(id))?.answering).toMatchObject({ isSeen: true });
    expect((await engine.design(id))?.gates).toMatchObject([
      { about: 'thread', decision: { by: '' } },
    ]);
    await untilTrue(soon, engine, id, channel);
    await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
    await sooner(() => workshop.store.pendingEffects(id)).toEqual([]);
    expect(channel.texts).toEqual([
      'card',
      'questions',
      'gate gate-1',
      'outcome',
      'files of outcome',
    ]);
    await engine.stop();
  },
);

const PERSONAS = ['archaeologist', 'failure-analyst', 'subtractor'];

test('P13: a design whose thread is lost asks its starter, pauses all work, and continues when let', async () => {
  const { channel, startEngine } = await ownChannel();
  channel.archivedAt = 'proposals';
  const { engine } = await startEngine({ parts: { chats: [channel.chat] } });
  const settings = { questions: 'none', gates: 'ask' } as const;
  const id = await begun(engine, { thread: THREAD, settings, personas: PERSONAS });
  const before = await eventsUntil(engine, id, ({ event }) => event.type === 'gate_opened');
  expect(before.at(-1)?.event).toMatchObject({ unreachable: 'The channel is archived.' });
  await eventually(() => channel.told).toEqual(['starter']);
  await engine.command(id, {
    type: 'decide_gate',
    gateId: 'gate-1',
    choice: 'accept',
    note: '',
    by: 'Ana',
  }).answered;
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({ type: 'design_ended', status: 'completed' });
  expect(channel.texts).toEqual(['card']);
  expect(channel.told).toEqual(['starter']);
  await engine.stop();
});

test('P13: where nobody lets it go on, it needs review with its proposals when the gate’s time is over', async () => {
  const { channel, startEngine } = await ownChannel();
  channel.archivedAt = 'proposals';
  const { engine } = await startEngine({ parts: { chats: [channel.chat] } });
  const settings = { questions: 'none', gates: 'ask', gateMs: 300 } as const;
  const id = await begun(engine, { thread: THREAD, settings, personas: PERSONAS });
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({
    status: 'needs_review',
    stoppedBecause: 'gate_unanswered',
    detail: 'The channel is archived.',
  });
  const design = await engine.design(id);
  expect(design?.proposals.map(({ revealed }) => revealed)).toEqual([true, true, true]);
  await engine.stop();
});

test('P13: a result that cannot be posted at the end is told to the starter, once', async () => {
  const { channel, startEngine } = await ownChannel();
  channel.archivedAt = 'outcome';
  const { engine } = await startEngine({ parts: { chats: [channel.chat] } });
  const id = await begun(engine, {
    thread: THREAD,
    settings: { questions: 'none' },
    personas: PERSONAS,
  });
  await eventsUntil(engine, id, isEnd);
  await eventually(() => channel.told).toEqual(['starter']);
  await engine.stop();
  expect(channel.told).toEqual(['starter']);
});

/** A chat that finds the channel archived with the outcome, and then calls this. */
const archivedAtOutcome = (channel: Channel, whenArchived: () => void): Chat => ({
  ...channel.chat,
  post: async (message, signal) => {
    if (message.post.kind !== 'outcome') return channel.chat.post(message, signal);
    whenArchived();
    throw new ChatFault('The channel is archived.', 'unreachable');
  },
});

test('P13: a result that cannot be posted is told once its daemon is sure of its place', async () => {
  const { channel, startEngine, workshop } = await ownChannel();
  let isSure = true;
  const unsure = Promise.withResolvers<void>();
  const archived = archivedAtOutcome(channel, () => {
    isSure = false;
    unsure.resolve();
  });
  const told: boolean[] = [];
  const chat: Chat = {
    ...archived,
    tellRequester: async () => {
      told.push(isSure);
    },
  };
  const fleet = { ...workshop.fleet, isSure: () => isSure };
  const { engine, log } = await startEngine({ parts: { chats: [chat], fleet } });
  const id = await begun(engine, inThread());
  await unsure.promise;
  await eventually(() => log.events.map(({ event }) => event)).toContain('thread_unreachable');
  isSure = true;
  await eventually(() => told).not.toEqual([]);
  await eventsUntil(engine, id, isEnd);
  await engine.stop();
  expect(told).toEqual([true]);
});

test('a message whose edit was refused is edited at the end, though it looks the same by then', async () => {
  const { startEngine, channel } = await ownChannel();
  const { clock, sooner } = hastenedClock();
  let isRefused = true;
  const edited: string[] = [];
  const chat: Chat = {
    ...channel.chat,
    look: (post, { replies }) => (textOf(post) === 'questions' ? `${replies.length} replies` : ''),
    edit: async ({ post }) => {
      if (isRefused) throw new ChatFault('Not now.', 'refused');
      edited.push(textOf(post));
    },
  };
  const { engine, log } = await startEngine({
    parts: { chats: [chat], clock },
    settings: DAYS_LONG,
  });
  const id = await begun(engine, { thread: THREAD, settings: {} });
  await sooner(() => channel.texts).toContain('questions');
  await engine.command(id, remark('Well.')).answered;
  await sooner(() => log.events.map(({ event }) => event)).toContain('message_not_edited');
  isRefused = false;
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await engine.waitUntilSettled(id);
  expect(edited).toEqual(['questions']);
});

test('a card that alone could not be edited is edited once possible, while the design is open', async () => {
  const { channel, startEngine } = await ownChannel();
  const { clock, sooner } = hastenedClock();
  const { engine, log } = await startEngine({
    parts: { chats: [channel.chat], parkMs: null, clock },
    settings: DAYS_LONG,
  });
  const id = await begun(engine, { thread: THREAD, settings: {} });
  await eventually(() => channel.texts).toContain('questions');
  channel.isArchived = true;
  await engine.command(id, remark('Hm.')).answered;
  await sooner(() => log.events.map(({ event }) => event)).toContain('message_not_edited');
  channel.isArchived = false;
  await untilTrue(sooner, engine, id, channel);
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await engine.waitUntilSettled(id);
});

test('words that failed at the end of a design are said once its thread takes them again', async () => {
  const { channel, startEngine, workshop } = await ownChannel();
  channel.archivedAt = 'outcome';
  const { clock, sooner } = hastenedClock();
  const { engine } = await startEngine({ parts: { chats: [channel.chat], clock } });
  await engine.adoptDueDesigns();
  const id = await begun(engine, {
    thread: THREAD,
    settings: { questions: 'none' },
    personas: ['archaeologist', 'failure-analyst', 'subtractor'],
  });
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(channel.texts).not.toContain('outcome');
  channel.archivedAt = '';
  channel.isArchived = false;
  await sooner(() => workshop.store.pendingEffects(id)).toEqual([]);
  expect(channel.texts).toEqual(WHOLE_THREAD);
  const { version } = (await engine.design(id)) ?? {};
  expect([...channel.shown.values()][0]).toBe(`card at ${version}`);
  await engine.stop();
});

/**
 * An engine whose clock is to be moved, and what it says about a thread that cannot be written to,
 * with its level.
 */
async function startMovable({ startEngine }: Own, chats: readonly Chat[], movedMs = 0) {
  const moved = { ms: movedMs };
  const clock: Clock = {
    now: () => realClock.now() + moved.ms,
    at: (dueAt, callback) => realClock.at(dueAt - moved.ms, callback),
  };
  const entries: { designId: unknown; text: string }[] = [];
  const at =
    (level: string) =>
    (event: string, { designId }: Record<string, unknown> = {}) => {
      if (/unreachable|not_/.test(event)) entries.push({ designId, text: `${level} ${event}` });
    };
  const said = (id: DesignId) =>
    entries.flatMap(({ designId, text }) => (designId === id ? [text] : []));
  const log = { ...keepLog(), debug: at('debug'), warn: at('warn'), error: at('error') };
  const { engine } = await startEngine({ parts: { chats, clock, log } });
  await engine.adoptDueDesigns();
  return { engine, said, moved };
}

const HOUR_MS = 3_600_000;
const inThread = (settings: Partial<Settings> = {}) => ({
  thread: THREAD,
  settings: { questions: 'none', ...settings } as const,
});

test('D7: the operator is told once that how a design ended could not be said, however late that was known', async () => {
  const own = await ownChannel();
  const { channel } = own;
  channel.archivedAt = 'outcome';
  const { engine, said, moved } = await startMovable(own, [channel.chat]);
  channel.lost = () => {
    moved.ms ||= HOUR_MS;
    return 'unreachable';
  };
  const id = await begun(engine, inThread());
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(said(id)).toEqual(['error thread_unreachable']);
  for (const rounds of [2, 3]) {
    moved.ms += HOUR_MS;
    await eventually(() => said(id)).toHaveLength(rounds);
  }
  expect(said(id).slice(1)).toEqual(['debug thread_unreachable', 'debug thread_unreachable']);
  await engine.stop();
});

test('a deleted message is not tried again after the end', async () => {
  const own = await ownChannel();
  const { channel } = own;
  channel.archivedAt = 'outcome';
  channel.lost = () => 'gone';
  const { engine } = await startMovable(own, [channel.chat]);
  const id = await begun(engine, inThread());
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(await saidLater(own, id)).toEqual([]);
});

test('P13: a result that another daemon began to post is told to the starter, once, by whoever is refused', async () => {
  const own = await ownChannel();
  const { channel, workshop } = own;
  channel.archivedAt = 'outcome';
  const trying = Promise.withResolvers<void>();
  const lost: Chat = {
    ...channel.chat,
    post: async (message, signal) => {
      if (message.post.kind !== 'outcome') return channel.chat.post(message, signal);
      trying.resolve();
      throw new ChatFault('The connection broke.', 'passing');
    },
  };
  const first = await startMovable(own, [lost]);
  const id = await begun(first.engine, inThread());
  await trying.promise;
  await first.engine.stop();
  expect(channel.told).toEqual([]);
  for (const count of [1, 2]) {
    const { engine, said } = await startMovable(own, [channel.chat], count * HOUR_MS);
    await eventually(() => said(id)).not.toEqual([]);
    await engine.stop();
  }
  expect(channel.told).toEqual(['starter']);
  channel.archivedAt = '';
  channel.isArchived = false;
  const { engine } = await startMovable(own, [channel.chat], 3 * HOUR_MS);
  await eventually(() => workshop.store.pendingEffects(id)).toEqual([]);
  expect(channel.texts).toContain('outcome');
  await engine.stop();
});

test('P13: of the posts that wait for a thread that is found gone, none is tried, and its starter is told once', async () => {
  const { channel, startEngine, workshop } = await ownChannel();
  const ended = Promise.withResolvers<void>();
  const tried: string[] = [];
  const chat: Chat = {
    ...channel.chat,
    post: async (message, signal) => {
      tried.push(textOf(message.post));
      if (message.post.kind === 'card') return channel.chat.post(message, signal);
      await ended.promise;
      throw new ChatFault('The thread was deleted.', 'gone');
    },
  };
  const { engine } = await startEngine({ parts: { chats: [chat] } });
  const id = await begun(engine, { ...inThread({ gates: 'none' }), personas: PERSONAS });
  await eventsUntil(engine, id, isEnd);
  ended.resolve();
  await engine.waitUntilSettled(id);
  expect(tried).toEqual(['card', 'proposals']);
  expect(channel.told).toEqual(['starter']);
  expect(await workshop.store.pendingEffects(id)).toEqual([]);
  await engine.stop();
});

test('unsaid words of a design wait quietly, for three days, until its platform is configured again', async () => {
  const own = await ownChannel();
  const { channel } = own;
  channel.archivedAt = 'outcome';
  const first = await startMovable(own, [channel.chat]);
  const id = await begun(first.engine, inThread());
  await eventsUntil(first.engine, id, isEnd);
  await first.engine.waitUntilSettled(id);
  await first.engine.stop();
  for (const [movedMs, left] of [
    [HOUR_MS, ['outcome', 'files', 'finish_thread']],
    [73 * HOUR_MS, []],
  ] as const) {
    const { engine, said } = await startMovable(own, [], movedMs);
    await engine.waitUntilSettled(id);
    expect(new Set(said(id))).toEqual(new Set(['debug thread_unreachable']));
    expect(await saidLater(own, id)).toEqual(left);
    await engine.stop();
  }
});

test('P4: a design whose platform is not configured where it is begun fails: it would run, and cost, unseen', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine({ parts: { chats: [] } });
  const thread = { platform: 'local', channel: 'nobody-here', thread: '', starter: '' };
  const id = await begun(engine, { thread });
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({ type: 'design_ended', status: 'failed' });
  expect(events.map(({ event }) => event.type)).not.toContain('proposal_sealed');
});
