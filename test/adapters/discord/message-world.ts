import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { createDiscord } from '../../../src/adapters/discord/gateway.ts';
import type { DiscordSettings } from '../../../src/adapters/discord/settings.ts';
import { loadParticipants } from '../../../src/adapters/personas/load.ts';
import { createRehearsalModel } from '../../../src/adapters/rehearsal/model.ts';
import type { Design } from '../../../src/core/design.ts';
import type { Thread } from '../../../src/core/events.ts';
import type { DesignId } from '../../../src/core/ids.ts';
import type { Policy } from '../../../src/runtime/permission.ts';
import type { Clock } from '../../../src/runtime/ports/clock.ts';
import type { DesignSummary, Store } from '../../../src/runtime/ports/store.ts';
import type { Message } from '../../platforms/discord/message.ts';
import { type DiscordOptions, type DiscordServer, startDiscord } from '../../platforms/discord/server.ts';
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

export const WAIT = { timeout: 30_000, interval: 20 };
/** Generous: a whole engine and a whole Discord run beside many others. */
export const UNHURRIED = { timeout: 120_000 };
const PATIENT_MS = 20_000;
const OPEN_TO_ALL: Policy = {
  channels: [],
  starters: [],
  answerers: [],
  operators: [],
  designsPerPersonPerDay: null,
};

const endings: (() => Promise<unknown>)[] = [];
let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});
afterAll(() => workshop.close());

export interface WorldOptions {
  readonly discord?: DiscordOptions;
  readonly settings?: Partial<DiscordSettings>;
  readonly policy?: (world: {
    readonly discord: DiscordServer;
    readonly ana: string;
    readonly ben: string;
    readonly general: string;
  }) => Partial<Policy>;
  /** How long each model call takes, for a design that is to be under way for a while. */
  readonly latencyMs?: number;
  /** What stands in front of the real store. */
  readonly store?: (store: Store) => Partial<Store>;
  readonly repositories?: readonly string[];
  readonly clock?: Clock;
}

/** Ana, Ben and a bot in a server, connected to a real engine as they will be. */
export async function connected(options: WorldOptions = {}) {
  const discord = await startDiscord({ ackMs: PATIENT_MS, ...options.discord });
  endings.push(discord.close);
  const ana = discord.guild.addPerson('Ana');
  const ben = discord.guild.addPerson('Ben');
  const general = discord.guild.addChannel('general');
  const policy = { ...OPEN_TO_ALL, ...options.policy?.({ discord, ana, ben, general }) };
  const { gateway, engine, log, connectAgain } = await serve(discord, policy, options);

  /** A design that asks two questions, in a thread that is there or, with an empty one, that it opens itself. */
  const begin = (thread: Partial<Thread> = {}): Promise<DesignId> =>
    begun(engine, {
      thread: { platform: 'discord', channel: general, thread: '', starter: ana, ...thread },
      startedBy: 'Ana',
      settings: {},
    });
  /** All designs of a channel, the newest first. */
  const designsIn = (channel: string): Promise<DesignSummary[]> =>
    engine.parts.store.list({ platform: 'discord', channel, limit: 10 });
  return { discord, engine, ana, ben, general, log, gateway, connectAgain, begin, designsIn };
}

async function serve(discord: DiscordServer, policy: Policy, options: WorldOptions) {
  const log = keptLog();
  const clock = options.clock ?? realClock;
  const { apiUrl, token, applicationId, guild } = discord;
  const given = createDiscord({
    settings: {
      apiUrl,
      token,
      applicationId,
      guildIds: [guild.id],
      messageContent: true,
      policy,
      ...options.settings,
    },
    readFile: async () => Buffer.from('a file'),
    clock,
    log,
  });
  const personas = await loadParticipants(PERSONAS);
  const model = createRehearsalModel({ latencyMs: options.latencyMs ?? 0, clock: realClock, personas });
  const { engine } = await startEngine(workshop, {
    parts: { chats: [given.chat], log, clock },
    model,
    store: options.store?.(workshop.store) ?? {},
  });
  endings.push(() => engine.stop());
  const connect = async () => {
    const gateway = given.connect(engine, { names: options.repositories ?? [], pin: async () => null });
    endings.push(() => gateway.stop());
    const known = () => discord.commands.in(guild.id).length > 0 && discord.commands.in(null).length > 0;
    await vi.waitUntil(() => gateway.isConnected() && known(), WAIT);
    return gateway;
  };
  return { gateway: await connect(), connectAgain: connect, engine, log };
}

/** The same, with a design in a thread of its own that waits for the answers to Q1 and Q2. */
export async function asking(options: WorldOptions = {}, place: Partial<Thread> = {}) {
  const world = await connected(options);
  const { discord, engine, general } = world;
  const id = await world.begin(place);
  const design = async (): Promise<Design> => {
    const found = await engine.design(id);
    if (found === null) throw new Error('there is no design');
    return found;
  };
  /** Waits until the design is like this. */
  const until = (isWanted: (design: Design) => boolean): Promise<unknown> =>
    vi.waitUntil(async () => isWanted(await design()), WAIT);
  await until(({ answering, thread }) => answering !== null && thread?.thread !== '');
  const thread = (await design()).thread?.thread ?? '';
  await vi.waitUntil(() => isShown(discord, thread, 'Q2'), WAIT);
  return {
    ...world,
    thread,
    id,
    design,
    until,
    reply: (who: string, text: string, more: Parameters<typeof discord.people.say>[3] = {}): Message =>
      discord.people.say(who, thread, text, more),
    replies: async () => (await design()).replies.map(({ author, text }) => `${author}: ${text}`),
    statuses: async () => (await design()).questions.map(({ id, status }) => `${id} ${status}`),
    /** What the bot has written to somebody alone. */
    ephemerals: (who: string) =>
      discord.visible(discord.guild.direct(who)).map((text) => text.replace('Charrette: ', '')),
    card: () => messageWith(discord, general, 'Should the job queue'),
    questions: () => messageWith(discord, thread, 'Q2'),
  };
}

/** The same for the stories that every platform tells. */
export async function openStory(options: StoryOptions = {}): Promise<MessageStory<Message>> {
  const { latencyMs = 0, disorder } = options;
  const world = await asking({
    latencyMs,
    ...(disorder === undefined ? {} : { discord: { disorder: { seed: disorder, twice: 0.5, upToMs: 300 } } }),
  });
  const { discord, thread } = world;
  const { people, deliveries } = discord;
  return {
    ...world,
    visible: () => discord.visible(thread),
    mention: (who, words) => people.mention(who, thread, words),
    edit: (message, text) => people.edit(message, text),
    remove: (message) => people.remove(message),
    hold: () => deliveries.hold(),
    releaseReversed: () => deliveries.release((held) => held.toReversed()),
    sendAgain: async () => {
      for (let again = 0; again < 3; again += 1) deliveries.sendAgain('MESSAGE_CREATE');
    },
    settled: () => deliveries.settled(),
    violations: () => discord.record.violations,
  };
}

function isShown(discord: DiscordServer, channel: string, words: string): boolean {
  return discord.visible(channel).some((text) => text.includes(words));
}

/** The first message in which people read these words. */
export function messageWith(discord: DiscordServer, channel: string, words: string): Message {
  const at = discord.visible(channel).findIndex((text) => text.includes(words));
  const message = discord.visibleMessages(channel)[at];
  if (message === undefined) throw new Error(`nobody reads "${words}" there`);
  return message;
}
