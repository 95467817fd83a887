import { onTestFinished, vi } from 'vitest';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import type { DesignSummary } from '#ports/store.ts';
import { createDiscord } from '#surfaces/discord/gateway.ts';
import type { DiscordSettings } from '#surfaces/discord/settings.ts';
import { begun } from '../../engine/running-engine.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { blameless } from '../../platforms/blameless.ts';
import type { Message } from '../../platforms/discord/message.ts';
import type { DiscordOptions, DiscordServer } from '../../platforms/discord/server.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { listRepositories } from '../../support/services/known-repositories.ts';
import type { PolicyOf } from '../doing.ts';
import {
  allDesigns,
  type EngineOptions,
  ownEngine,
  pinned,
  tellOnFailure,
  WAIT,
  watched,
} from '../engines.ts';
import type { MessageStory, StoryOptions } from '../message-stories.ts';
import { doingAt } from './doing.ts';
import { discordWith } from './local.ts';

export interface WorldOptions extends EngineOptions {
  readonly discord?: DiscordOptions;
  /** A Discord that is there already, for a second daemon with a store of its own. */
  readonly at?: Awaited<ReturnType<typeof discordWith>>;
  readonly settings?: Partial<DiscordSettings>;
  readonly policy?: PolicyOf<{ readonly discord: DiscordServer; readonly general: string }>;
  readonly repositories?: readonly string[];
}

/** Ana, Ben and a bot in a server, connected to a real engine as they will be. */
export async function connected({
  policy,
  settings,
  repositories = [],
  at,
  ...options
}: WorldOptions = {}) {
  const { clock = unhurriedClock() } = options;
  const { discord, ana, general } = at ?? (await discordWith(options.discord));
  const { apiUrl, token, applicationId, guild, commands } = discord;
  blameless(discord.record);
  const ben = guild.addPerson('Ben');
  const log = keepLog();
  const group = (person: string) => roleOf(discord, person);
  const given = createDiscord(
    {
      apiUrl,
      token,
      applicationId,
      guildIds: [guild.id],
      policy: { ...OPEN_TO_ALL, ...policy?.({ discord, ana, ben, general, group }) },
      ...settings,
    },
    { readFile: async () => Buffer.from('a file'), clock, log },
  );
  const engine = await ownEngine(given.chat, log, { ...options, clock });
  const connectAgain = async () => {
    const gateway = given.connect(engine, listRepositories(repositories, pinned));
    onTestFinished(() => gateway.stop());
    const places = settings?.guildIds === undefined ? [guild.id, null] : [null];
    const known = () => places.every((place) => commands.in(place).length > 0);
    await vi.waitUntil(() => gateway.isConnected() && known(), WAIT);
    return gateway;
  };
  const gateway = await connectAgain();

  /**
   * A design that asks two questions, in a thread that is there or, with an empty one, that it
   * opens itself.
   */
  const begin = (thread: Partial<Thread> = {}): Promise<DesignId> =>
    begun(engine, {
      thread: { platform: 'discord', channel: general, thread: '', starter: ana, ...thread },
      startedBy: 'Ana',
      settings: {},
    });
  /** All designs of a channel, the newest first. */
  const designsIn = (channel: string): Promise<DesignSummary[]> =>
    engine.parts.store.list({ platform: 'discord', channel, limit: 10 });
  /**
   * The same, once there are so many: people are answered when a start is stored, a moment before
   * its design begins.
   */
  const begunIn = async (channel: string, count: number): Promise<DesignSummary[]> => {
    await vi.waitUntil(async () => (await designsIn(channel)).length >= count, WAIT);
    return designsIn(channel);
  };
  const started = () => allDesigns(engine);
  const doing = doingAt(discord, ana, ben, general);
  tellOnFailure(() => ({
    'Ana alone': doing.ephemerals(ana),
    'Ben alone': doing.ephemerals(ben),
    everybody: [...guild.channels.keys()].flatMap(discord.visible),
    log: log.events,
  }));
  return {
    ...doing,
    discord,
    engine,
    log,
    gateway,
    connectAgain,
    begin,
    designsIn,
    begunIn,
    started,
  };
}

/** The same, with a design in a thread of its own that waits for the answers to Q1 and Q2. */
export async function asking(options: WorldOptions = {}) {
  const world = await connected(options);
  const { discord, general } = world;
  const { design, ...rest } = watched(world.engine, await world.begin());
  await rest.until(({ answering, thread }) => answering !== null && thread?.thread !== '');
  const thread = (await design()).thread?.thread ?? '';
  await vi.waitUntil(() => discord.visible(thread).some((text) => text.includes('Q2')), WAIT);
  return {
    ...world,
    ...rest,
    design,
    thread,
    reply: (
      who: string,
      text: string,
      more: Parameters<typeof discord.people.say>[3] = {},
    ): Message => discord.people.say(who, thread, text, more),
    card: () => messageWith(discord, general, 'Should the job queue'),
    questions: () => messageWith(discord, thread, 'Q2'),
  };
}

/** The same for the stories that every platform tells. */
export async function openStory(options: StoryOptions = {}): Promise<MessageStory<Message>> {
  const { disorder, ...rest } = options;
  const local = disorder === undefined ? {} : { disorder };
  const world = await asking({ ...rest, discord: local });
  const { discord, ana, ben, general, thread, reply } = world;
  const { people, guild } = discord;
  return {
    ...world,
    visible: () => discord.visible(thread),
    quote: (who, text) => reply(who, text, { replyTo: world.questions() }),
    mention: (who, words) => world.mention(who, words, thread),
    mentionInChannel: world.mention,
    sayElsewhere() {
      const other = people.say(ben, general, 'Lunch?');
      people.say(ana, guild.addThread(ben, general, 'lunch', other), 'Q1: yes');
      for (const content of ['Q1: deployed', `<@${guild.bot.id}> cancel`])
        guild.messages.post({ channel: thread, author: guild.addBot('Deployer'), content });
      people.say(ana, guild.addChannel('talk', 'voice'), 'Q1: hello');
    },
  };
}

/** A role that these people have. */
export function roleOf({ guild }: DiscordServer, ...people: readonly string[]): string {
  const role = guild.addRole('Architects');
  for (const person of people) guild.people.get(person)?.roles.add(role);
  return role;
}

/** The first message in which people read these words. */
export function messageWith(discord: DiscordServer, channel: string, words: string): Message {
  const at = discord.visible(channel).findIndex((text) => text.includes(words));
  const message = discord.visibleMessages(channel)[at];
  if (message === undefined) throw new Error(`nobody reads "${words}" there`);
  return message;
}
