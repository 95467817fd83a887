import { afterAll, expect, test, vi } from 'vitest';
import type { Design } from '../../../src/core/vocabulary/design.ts';
import type { DesignEvent, Settings, Thread } from '../../../src/core/vocabulary/events.ts';
import type { DesignId } from '../../../src/core/vocabulary/ids.ts';
import type { Engine } from '../../../src/runtime/engine/engine.ts';
import { type Chat, ChatFault, type ChatMessage } from '../../../src/runtime/ports/chat.ts';
import type { Clock } from '../../../src/runtime/ports/clock.ts';
import type { StoredEvent } from '../../../src/runtime/ports/store.ts';
import { fastClock } from '../../entry/pace.ts';
import { createEndpointChat, textOf } from '../../support/chat-adapter.ts';
import { startChatEndpoint } from '../../support/chat-endpoint.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd, remark } from './running-engine.ts';

vi.setConfig({ testTimeout: 120_000 });

const { workshop, startEngine } = await ownWorkshop();
const platform = await startChatEndpoint();
afterAll(() => platform.close());

/** A channel of the platform, whose messages show how far their design is, and that nobody can write to while it is archived. */
class Channel {
  readonly name: string;
  /** What each message shows, by its receipt. */
  readonly shown = new Map<string, string>();
  isArchived = false;
  /** The post with this text finds the channel archived, and so does everything after it. */
  archivedAt = '';
  /** Of what kind it is that nothing can be said there. */
  lost = (): 'unreachable' | 'gone' => 'unreachable';
  readonly chat: Chat;

  constructor(name: string) {
    this.name = name;
    const chat = createEndpointChat(platform.url);
    this.chat = {
      ...chat,
      post: async (message, signal) => {
        if (textOf(message.post) === this.archivedAt) this.isArchived = true;
        this.#assertOpen(message.thread);
        const receipt = await chat.post(message, signal);
        this.shown.set(receipt, shownOf(message.post, message.design));
        return receipt;
      },
      look: shownOf,
      edit: async ({ receipt, post, design, thread }) => {
        this.#assertOpen(thread);
        this.shown.set(receipt, shownOf(post, design));
      },
    };
  }

  get texts(): string[] {
    return platform.posted.filter(({ thread }) => thread === this.name).map(({ text }) => text);
  }

  #assertOpen({ thread }: Thread): void {
    // What the tests before have left.
    if (thread !== this.name) throw new ChatFault('The channel is another one.', 'gone');
    if (this.isArchived) throw new ChatFault('The channel is archived.', this.lost());
  }
}

/** The card changes with everything that happens, the others with gates alone. */
function shownOf(post: ChatMessage['post'], { version, gates }: Design): string {
  return post.kind === 'card' ? `card at ${version}` : `${textOf(post)} after ${gates.length} pauses`;
}

const isPaused = ({ event }: StoredEvent): boolean => event.type === 'gate_opened';
const decide = (choice: 'accept' | 'stop') =>
  ({ type: 'decide_gate', gateId: 'gate-1', choice, note: '', by: 'ana' }) as const;

/** A design in this channel that is paused because its proposals could not be posted. */
async function paused(channel: Channel, settings: Partial<Settings> = {}, parkMs: number | null = 20) {
  channel.archivedAt = 'proposals';
  const started = await startEngine({ parts: { chats: [channel.chat], parkMs } });
  const { engine } = started;
  await engine.adoptDueDesigns();
  const id = await begun(engine, {
    thread: { platform: 'local', channel: 'general', thread: channel.name, starter: '' },
    settings: { questions: 'none', threadGone: 'pause', ...settings },
  });
  await eventsUntil(engine, id, isPaused);
  channel.archivedAt = '';
  return { ...started, id };
}

/** Resolves when this process has put the design down, with no process left. */
async function atRest(engine: Engine, id: DesignId): Promise<void> {
  await eventsUntil(engine, id, ({ event }) => event.type === 'session_parked');
  await engine.settled(id);
}

/** What is left to be said where its thread can be written to again. */
async function saidLater(id: DesignId): Promise<string[]> {
  const left = await workshop.store.pendingEffects(id);
  return left.map(({ effect }) => (effect.type === 'post' ? effect.post.kind : effect.type));
}

/** What a model was asked for between the moment at which the design paused and that at which a person decided. */
function askedInPause(events: readonly StoredEvent[]): DesignEvent['type'][] {
  const types = events.map(({ event }) => event.type);
  const [from, to] = [types.indexOf('gate_opened'), types.indexOf('gate_decided')];
  return types.slice(from, to).filter((type) => type === 'turn_started' || type === 'round_opened');
}

function wholeThread(events: readonly StoredEvent[]): string[] {
  const divergences = events.flatMap(({ event }) =>
    event.type === 'divergences_mapped' ? event.divergences : [],
  );
  const argued = divergences.filter(({ impact }) => impact !== 'low').map(({ id }) => `divergence ${id}`);
  const [before, after] = [
    ['card', 'proposals', 'files of proposals'],
    ['outcome', 'files of outcome'],
  ];
  return [...before, ...argued, ...after];
}

test('P4: a design that paused posts what it could not post before, once and in order, when it continues', async () => {
  const channel = new Channel('unarchived');
  const { engine, sessions, log, id } = await paused(channel);
  await atRest(engine, id);
  expect(sessions.running.size).toBe(0);
  expect(log.events.map(({ event }) => event)).toContain('design_paused');
  expect(channel.texts).toEqual(['card']);
  const kept = (await workshop.store.pendingEffects(id)).map(({ effect }) => effect);
  // What follows depends on how far its colleagues were by then.
  expect(kept.slice(0, 2)).toMatchObject([{ post: { kind: 'proposals' } }, { post: { kind: 'files' } }]);

  channel.isArchived = false;
  expect(await engine.command(id, decide('accept')).answered).toEqual({ accepted: true });
  const events = await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  expect(askedInPause(events)).toEqual([]);
  expect(channel.texts).toEqual(wholeThread(events));
  expect(await workshop.store.pendingEffects(id)).toEqual([]);
});

test('a message that could not be edited is true again once a person has let the design go on', async () => {
  const channel = new Channel('edited again');
  const { engine, log, id } = await paused(channel, {}, null);
  const missed = () => log.events.filter(({ event }) => event === 'message_not_edited');
  await vi.waitUntil(() => missed().some(({ facts }) => facts.kind === 'card'), 30_000);
  channel.isArchived = false;
  await engine.command(id, decide('accept')).answered;
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  const design = await engine.design(id);
  expect([...channel.shown.values()].slice(0, 2)).toEqual([
    `card at ${design?.version}`,
    'proposals after 1 pauses',
  ]);
});

test('P4: another daemon keeps the pending posts as well, and posts them when a person has decided there', async () => {
  const channel = new Channel('restarted');
  const first = await paused(channel);
  await first.engine.stop();
  const { engine } = await startEngine({ parts: { chats: [channel.chat] } });
  await engine.adoptDueDesigns();
  await vi.waitUntil(() => engine.design(first.id).then((design) => design !== null), 20_000);
  expect(channel.texts).toEqual(['card']);
  channel.isArchived = false;
  await engine.command(first.id, decide('accept')).answered;
  const events = await eventsUntil(engine, first.id, isEnd);
  await engine.settled(first.id);
  expect(askedInPause(events)).toEqual([]);
  expect(channel.texts).toEqual(wholeThread(events));
});

test('a design that continues while its thread is gone still completes, without asking again', async () => {
  const channel = new Channel('archived for good');
  const { engine, id } = await paused(channel);
  await engine.command(id, decide('accept')).answered;
  const events = await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  expect(events.filter(isPaused)).toHaveLength(1);
  expect(channel.texts).toEqual(['card']);
  const { length } = wholeThread(events);
  expect(await saidLater(id)).toHaveLength(length);
  await engine.stop();
});

test.each([
  ['a person stops it', 'decided_by_person'],
  ['nobody decides in time', 'gate_unanswered'],
] as const)(
  'a paused design needs review when %s, and nothing more is asked of a model',
  async (what, because) => {
    const isStopped = because === 'decided_by_person';
    const channel = new Channel(what);
    const { engine, id } = await paused(channel, isStopped ? {} : { gateMs: 300 });
    if (isStopped) await engine.command(id, decide('stop')).answered;
    const events = await eventsUntil(engine, id, isEnd);
    await engine.settled(id);
    expect(events.at(-1)?.event).toMatchObject({ status: 'needs_review', stoppedBecause: because });
    expect(askedInPause(events)).toEqual([]);
    expect((await engine.design(id))?.files.map(({ name }) => name)).toContain('transcript.md');
    expect(await saidLater(id)).toEqual(['proposals', 'files', 'outcome', 'files', 'finish_thread']);
    await engine.stop();
  },
);

test.each([
  { where: 'nobody does anything', parkMs: null, clock: () => fastClock(100) },
  { where: 'it waits for people, with no daemon', parkMs: 0, clock: () => fastClock(100) },
  { where: 'somebody writes, in no time', parkMs: null, clock: () => realClock },
])(
  'P4: what an open design could not ask is asked once its thread can be written to again, and the card is true, where $where',
  async ({ where, parkMs, clock }) => {
    const channel = new Channel(`open, where ${where}`);
    channel.archivedAt = 'questions';
    const levels: string[] = [];
    const at =
      (level: string) =>
      (event: string, { error }: Record<string, unknown> = {}) => {
        if (event === 'thread_unreachable' && String(error).includes('archived')) levels.push(level);
      };
    const log = { ...keptLog(), debug: at('debug'), warn: at('warn'), error: at('error') };
    const { engine } = await startEngine({ parts: { chats: [channel.chat], parkMs, clock: clock(), log } });
    await engine.adoptDueDesigns();
    const id = await begun(engine, { thread: inChannel(channel).thread, settings: {} });
    await vi.waitUntil(() => levels.length > (parkMs === null ? 0 : 1), 30_000);
    if (parkMs !== null) await engine.settled(id);
    expect(levels.filter((level) => level === 'error')).toHaveLength(1);
    channel.archivedAt = '';
    channel.isArchived = false;
    if (where === 'somebody writes, in no time') await engine.command(id, remark('Hm.')).answered;
    await vi.waitUntil(() => channel.texts.length === 2, 30_000);
    const card = async () => `card at ${(await engine.design(id))?.version}`;
    await vi.waitUntil(async () => [...channel.shown.values()][0] === (await card()), 30_000);
    await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
    await vi.waitUntil(async () => (await workshop.store.pendingEffects(id)).length === 0, 30_000);
    expect(channel.texts).toEqual(['card', 'questions', 'outcome', 'files of outcome']);
    await engine.stop();
  },
);

test('a card that could not be edited, alone of all, is edited once that is possible again, while the design is open', async () => {
  const channel = new Channel('edited in time');
  const { engine, log } = await startEngine({
    parts: { chats: [channel.chat], parkMs: null, clock: fastClock(100) },
  });
  const id = await begun(engine, { thread: inChannel(channel).thread, settings: {} });
  await vi.waitUntil(() => channel.texts.includes('questions'), 30_000);
  channel.isArchived = true;
  await engine.command(id, remark('Hm.')).answered;
  await vi.waitUntil(() => log.events.some(({ event }) => event === 'message_not_edited'), 30_000);
  channel.isArchived = false;
  const card = async () => `card at ${(await engine.design(id))?.version}`;
  await vi.waitUntil(async () => [...channel.shown.values()][0] === (await card()), 30_000);
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await engine.settled(id);
});

test('words that could not be said at the end of a design are said once its thread can be written to again', async () => {
  const channel = new Channel('invited again');
  channel.archivedAt = 'outcome';
  const { engine } = await startEngine({ parts: { chats: [channel.chat], clock: fastClock(100) } });
  await engine.adoptDueDesigns();
  const id = await begun(engine, {
    thread: { platform: 'local', channel: 'general', thread: channel.name, starter: '' },
    settings: { questions: 'none' },
  });
  const events = await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  expect(channel.texts).not.toContain('outcome');
  channel.archivedAt = '';
  channel.isArchived = false;
  await vi.waitUntil(async () => (await workshop.store.pendingEffects(id)).length === 0, 30_000);
  expect(channel.texts).toEqual(wholeThread(events));
  const { version } = (await engine.design(id)) ?? {};
  expect([...channel.shown.values()][0]).toBe(`card at ${version}`);
  await engine.stop();
});

test.each([
  ['questions', ['card', 'questions', 'outcome', 'files of outcome']],
  ['reminder of answering', ['card', 'questions', 'outcome', 'files of outcome']],
] as const)(
  'nobody is reminded any more where the thread, archived at the %s, can be written to again after the end',
  async (archivedAt, texts) => {
    const channel = new Channel(`reminded late, from the ${archivedAt}`);
    channel.archivedAt = archivedAt;
    const { engine } = await startEngine({ parts: { chats: [channel.chat], clock: fastClock(100) } });
    await engine.adoptDueDesigns();
    const settings = { remind: 'half_time', answerMs: 200_000 } as const;
    const id = await begun(engine, { thread: inChannel(channel).thread, settings });
    const isReminded = ({ event }: StoredEvent) => event.type === 'people_reminded';
    await eventsUntil(engine, id, isReminded);
    await vi.waitUntil(() => channel.isArchived, 30_000);
    await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
    await engine.settled(id);
    channel.archivedAt = '';
    channel.isArchived = false;
    await vi.waitUntil(async () => (await workshop.store.pendingEffects(id)).length === 0, 30_000);
    expect(channel.texts).toEqual(texts);
    await engine.stop();
  },
);

/** An engine whose clock is to be moved, and what it says about a thread that cannot be written to, with its level. */
async function startMovable(chats: readonly Chat[], movedMs = 0) {
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
  const said = (id: DesignId) => entries.flatMap(({ designId, text }) => (designId === id ? [text] : []));
  const log = { ...keptLog(), debug: at('debug'), warn: at('warn'), error: at('error') };
  const { engine } = await startEngine({ parts: { chats, clock, log } });
  await engine.adoptDueDesigns();
  return { engine, said, moved };
}

const HOUR_MS = 3_600_000;
const inChannel = ({ name }: Channel, settings: Partial<Settings> = {}) => ({
  thread: { platform: 'local', channel: 'general', thread: name, starter: '' },
  settings: { questions: 'none', ...settings } as const,
});

test('D7: the operator is told once that how a design ended could not be said, however late that was known', async () => {
  const channel = new Channel('known late');
  channel.archivedAt = 'outcome';
  const { engine, said, moved } = await startMovable([channel.chat]);
  channel.lost = () => {
    moved.ms ||= HOUR_MS;
    return 'unreachable';
  };
  const id = await begun(engine, inChannel(channel));
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  expect(said(id)).toEqual(['error thread_unreachable']);
  for (const rounds of [2, 3]) {
    moved.ms += HOUR_MS;
    await vi.waitUntil(() => said(id).length === rounds, 30_000);
  }
  expect(said(id).slice(1)).toEqual(['debug thread_unreachable', 'debug thread_unreachable']);
  await engine.stop();
});

test('a deleted message is not tried again after the end', async () => {
  const channel = new Channel('deleted');
  channel.archivedAt = 'outcome';
  channel.lost = () => 'gone';
  const { engine } = await startMovable([channel.chat]);
  const id = await begun(engine, inChannel(channel));
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  expect(await saidLater(id)).toEqual([]);
});

test('words left to be said of a design wait for its platform to be configured again, quietly, and for three days', async () => {
  const channel = new Channel('configured again');
  channel.archivedAt = 'outcome';
  const first = await startMovable([channel.chat]);
  const id = await begun(first.engine, inChannel(channel));
  await eventsUntil(first.engine, id, isEnd);
  await first.engine.settled(id);
  await first.engine.stop();
  for (const [movedMs, left] of [
    [HOUR_MS, ['outcome', 'files', 'finish_thread']],
    [73 * HOUR_MS, []],
  ] as const) {
    const { engine, said } = await startMovable([], movedMs);
    await engine.settled(id);
    expect(new Set(said(id))).toEqual(new Set(['debug thread_unreachable']));
    expect(await saidLater(id)).toEqual(left);
    await engine.stop();
  }
});

test('the end of a design is not said any more below the design that runs it again', async () => {
  const channel = new Channel('run again');
  channel.archivedAt = 'proposals';
  const { engine, moved } = await startMovable([channel.chat]);
  const id = await begun(engine, inChannel(channel, { threadGone: 'pause' }));
  await eventsUntil(engine, id, isPaused);
  await engine.command(id, decide('stop')).answered;
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  const ended = await engine.design(id);
  channel.archivedAt = '';
  channel.isArchived = false;
  if (ended === null) throw new Error('it is not there');
  const again = await engine.retry(ended, 'ana').answered;
  if (!again.ok) throw new Error('it was not run again');
  moved.ms += HOUR_MS;
  await vi.waitUntil(async () => (await saidLater(id)).length === 0, 30_000);
  expect([...channel.shown.values()][0]).toBe(`card at ${ended.version}`);
  await eventsUntil(engine, again.design.id, isEnd);
  await engine.settled(again.design.id);
  expect(channel.texts.filter((text) => text === 'outcome')).toHaveLength(1);
  await engine.stop();
});

test('a card that was not shown as it ended, alone of all, is edited once that is possible again', async () => {
  const channel = new Channel('edited at last');
  const { engine } = await startEngine({ parts: { chats: [channel.chat], clock: fastClock(100) } });
  await engine.adoptDueDesigns();
  const id = await begun(engine, {
    thread: { platform: 'local', channel: 'general', thread: channel.name, starter: '' },
    settings: { questions: 'none' },
  });
  await vi.waitUntil(() => channel.texts.includes('files of outcome'), 30_000);
  channel.isArchived = true;
  await engine.settled(id);
  const { version } = (await engine.design(id)) ?? {};
  channel.isArchived = false;
  await vi.waitUntil(() => [...channel.shown.values()][0] === `card at ${version}`, 30_000);
  await vi.waitUntil(async () => (await workshop.store.pendingEffects(id)).length === 0, 30_000);
  await engine.stop();
});

test('a card that cannot be edited any more pauses its design as well, and any other message does not', async () => {
  const channel = new Channel('edits');
  const { edit } = channel.chat;
  let unedited: 'questions' | 'card' = 'questions';
  let misses = 0;
  const chat: Chat = {
    ...channel.chat,
    edit: async (message, signal) => {
      if (textOf(message.post) !== unedited) return edit(message, signal);
      misses += 1;
      throw new ChatFault('The message is not there any more.', 'gone');
    },
  };
  const { engine } = await startEngine({ parts: { chats: [chat] } });
  const id = await begun(engine, {
    thread: { platform: 'local', channel: 'general', thread: channel.name, starter: '' },
    settings: { threadGone: 'pause' },
  });
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  unedited = 'card';
  await engine.command(id, remark('Hm.')).answered;
  await eventsUntil(engine, id, isPaused);
  expect(misses).toBeGreaterThan(0);
  unedited = 'questions';
  await engine.command(id, { type: 'finish_answering', by: 'ana', skip: true }).answered;
  await engine.command(id, decide('accept')).answered;
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  await engine.settled(id);
});

test('P4: a design whose platform is not configured where it is begun fails: it would run, and cost, unseen', async () => {
  const { engine } = await startEngine({ parts: { chats: [] } });
  const thread = { platform: 'local', channel: 'nobody-here', thread: '', starter: '' };
  const id = await begun(engine, { thread });
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({ type: 'design_ended', status: 'failed' });
  expect(events.map(({ event }) => event.type)).not.toContain('proposal_sealed');
});
