import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { loadParticipants } from '../../../src/adapters/personas/load.ts';
import { createRehearsalModel } from '../../../src/adapters/rehearsal/model.ts';
import { createSlack } from '../../../src/adapters/slack/gateway.ts';
import type { Design } from '../../../src/core/design.ts';
import type { DesignId } from '../../../src/core/ids.ts';
import type { Policy } from '../../../src/runtime/permission.ts';
import type { Chat } from '../../../src/runtime/ports/chat.ts';
import type { SlackOptions, SlackServer } from '../../platforms/slack/server.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import {
  begun,
  openWorkshop,
  PERSONAS,
  startEngine,
  type Workshop,
} from '../../runtime/engine/running-engine.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { keptLog } from '../../support/child-sessions.ts';
import type { MessageStory, StoryOptions } from '../message-stories.ts';
import { slackWith, WAIT } from './small-app.ts';

/** Generous: a whole engine and a whole Slack run beside many others. */
export const UNHURRIED = { timeout: 120_000 };
export const OPEN_TO_ALL: Policy = {
  channels: [],
  starters: [],
  answerers: [],
  operators: [],
  designsPerPersonPerDay: null,
};

const endings: (() => Promise<unknown>)[] = [];
let workshop: Workshop;
/** Workspaces of one file share a store, as they would not in the world: no two have a message with the same time. */
const MESSAGES_PER_WORLD = 1_000;
let worlds = 0;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});
afterAll(() => workshop.close());

export interface ThreadOptions {
  readonly slack?: SlackOptions;
  readonly policy?: (world: {
    readonly slack: SlackServer;
    readonly ana: string;
    readonly ben: string;
  }) => Partial<Policy>;
  /** How long each model call takes, for a design that is to be under way for a while. */
  readonly latencyMs?: number;
  /** What stands in front of the real chat. */
  readonly chat?: (chat: Chat) => Chat;
}

/** Ana, Ben and a bot in a channel, connected to a real engine as they will be. */
export async function connected(options: ThreadOptions = {}) {
  const { slack, ana, general } = await slackWith(options.slack);
  const ben = slack.workspace.addPerson('Ben');
  slack.workspace.channels.get(general)?.members.add(ben);
  worlds += 1;
  for (let skipped = 0; skipped < worlds * MESSAGES_PER_WORLD; skipped += 1) slack.workspace.next('');
  const log = keptLog();
  const gate = createSlack({
    settings: {
      botToken: slack.botToken,
      apiUrl: slack.apiUrl,
      mode: { kind: 'socket', appToken: slack.appToken },
      policy: { ...OPEN_TO_ALL, ...options.policy?.({ slack, ana, ben }) },
    },
    readFile: async () => Buffer.from('a file'),
    clock: realClock,
    log,
  });
  const chat = options.chat?.(gate.chat) ?? gate.chat;
  const personas = await loadParticipants(PERSONAS);
  const model = createRehearsalModel({ latencyMs: options.latencyMs ?? 0, clock: realClock, personas });
  const { engine } = await startEngine(workshop, { parts: { chats: [chat], log }, model });
  endings.push(() => engine.stop());
  const gateway = gate.connect(engine, { names: [], pin: async () => null });
  endings.push(() => gateway.stop());
  await vi.waitUntil(() => gateway.isConnected(), WAIT);

  /** A design that asks two questions, in a thread that Ana has begun or, with an empty one, that it opens itself. */
  const begin = (thread: string): Promise<DesignId> =>
    begun(engine, {
      thread: { platform: 'slack', channel: general, thread, starter: ana },
      startedBy: 'Ana',
      settings: {},
    });
  return { slack, engine, ana, ben, general, log, begin };
}

/** The same, with a design in a thread that waits for the answers to Q1 and Q2. */
export async function asking(options: ThreadOptions = {}) {
  const world = await connected(options);
  const { slack, engine, ana, general } = world;
  const { ts: thread } = slack.people.say(ana, general, 'We ought to decide on the queue.');
  const id = await world.begin(thread);
  const design = async (): Promise<Design> => {
    const found = await engine.design(id);
    if (found === null) throw new Error('there is no design');
    return found;
  };
  /** Waits until the design is like this. */
  const until = (isWanted: (design: Design) => boolean): Promise<unknown> =>
    vi.waitUntil(async () => isWanted(await design()), WAIT);
  await until(({ answering }) => answering !== null);
  return {
    ...world,
    thread,
    id,
    design,
    until,
    reply: (who: string, text: string, files: Parameters<typeof slack.people.say>[3] = {}): Message =>
      slack.people.say(who, general, text, { ...files, thread }),
    replies: async () => (await design()).replies.map(({ author, text }) => `${author}: ${text}`),
    statuses: async () => (await design()).questions.map(({ id, status }) => `${id} ${status}`),
    ephemerals: (who: string) => slack.ephemeral(who).map((text) => text.replace('Charrette: ', '')),
  };
}

/** The same for the stories that every platform tells. */
export async function openStory(options: StoryOptions = {}): Promise<MessageStory<Message>> {
  const { latencyMs = 0, disorder } = options;
  const world = await asking({
    latencyMs,
    ...(disorder === undefined ? {} : { slack: { disorder: { seed: disorder, twice: 0.5, upToMs: 300 } } }),
  });
  const { slack, general, thread } = world;
  const { people, deliveries } = slack;
  return {
    ...world,
    visible: () => slack.visible(general, thread),
    mention: (who, words) => people.mention(who, general, words, thread),
    edit: (message, text) => people.edit(message, text),
    remove: (message) => people.remove(message),
    hold: () => deliveries.hold(),
    releaseReversed: () => deliveries.release((held) => held.toReversed()),
    sendAgain: async () => {
      for (const envelope of [...deliveries.sent]) await deliveries.send(envelope);
    },
    settled: () => deliveries.settled(),
    violations: () => slack.record.violations,
  };
}

/** Everything that was told of the newest messages, for a test to send again or in another order. */
export function envelopes(slack: SlackServer, what: string) {
  return slack.deliveries.sent.filter((each) => each.what === what);
}
