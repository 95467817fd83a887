import { MessageType } from 'discord-api-types/v10';
import { describe, expect, test, vi } from 'vitest';
import { TAKEN, type Taken } from '../../src/acts/gateway/incoming/taken.ts';
import { BOUNDS } from '../../src/core/vocabulary/bounds.ts';
import { unhurriedClock } from '../entry/pace.ts';
import { asking as inDiscord } from './discord/message-world.ts';
import type { Doing } from './doing.ts';
import { type EngineOptions, movable, WAIT, type Watched } from './engines.ts';
import { asking as inSlack } from './slack/message-world.ts';

/**
 * A design that waits for answers in a thread of a local platform, and all that can be written
 * there.
 */
interface World<Message> extends Doing<Message>, Watched {
  readonly clock: ReturnType<typeof movable>;
  reply(who: string, text: string): Message;
  mentionInDesign(who: string, words: string): Message;
  /** What everybody sees, in the thread and beside it. */
  visible(): readonly string[];
  /** What became of each message, in this order. */
  reasons(): readonly unknown[];
  /** Events of the design that have people's words, or take them back. */
  countEvents(): Promise<number>;
  /** In the thread. */
  postBy(who: 'an app' | 'the platform'): void;
  editByBot(): void;
  /** A change in which nobody changed a word. */
  showPreview(message: Message): void;
  replyWithoutText(who: string): void;
  /** Under a post of the bot of which no design is left. */
  replyUnderGone(who: string): void;
  addForeigner(): string;
  deactivate(who: string): void;
}

interface Story<Message> {
  /** The one platform that has a way to it. */
  readonly on?: 'Slack' | 'Discord';
  readonly options?: EngineOptions;
  /** Returns a message that is taken already. */
  readonly arrange?: (world: World<Message>) => Promise<Message>;
  /** Returns whose message it is; Ben's, if it does not say. */
  readonly act: (world: World<Message>, message: Message) => unknown;
}

const FACT = 'what did it cost?';
/** Longer than a person waits for an answer. */
const LATE_MS = 360_000;

/** Each way out of taking a message, its change or its deletion, made. */
function listStories<Message>(): Readonly<Record<Taken, Story<Message>>> {
  const arrange = async ({ reply, ben, until }: World<Message>): Promise<Message> => {
    const message = reply(ben, 'Mind the freeze.');
    await until(({ replies }) => replies.length === 1);
    return message;
  };
  const arrangeAnswered = async ({ reply, ben, ephemerals }: World<Message>): Promise<Message> => {
    const message = reply(ben, FACT);
    await vi.waitUntil(() => ephemerals(ben).length === 1, WAIT);
    return message;
  };
  let isAside = false;
  return {
    recorded: { act: ({ reply, ben }) => void reply(ben, 'Mind the freeze.') },
    changed: { arrange, act: ({ edit }, message) => edit(message, 'Mind the audit.') },
    withdrawn: { arrange, act: ({ remove }, message) => remove(message) },
    answered: { act: ({ mentionInDesign, ben }) => void mentionInDesign(ben, 'status') },
    other_workspace: {
      on: 'Slack',
      act: ({ addForeigner, reply, edit }) => {
        const eve = addForeigner();
        edit(reply(eve, 'Mind the freeze.'), 'Mind the audit.');
        return eve;
      },
    },
    set_aside: {
      options: {
        store: (store) => ({
          list: async (filter) =>
            (await store.list(filter)).map((each) =>
              isAside ? { ...each, setAside: 'changed' } : each,
            ),
        }),
      },
      act: ({ reply, ben }) => {
        isAside = true;
        for (const words of ['Mind the freeze.', 'Mind the audit.']) reply(ben, words);
      },
    },
    no_design: {
      act: ({ replyUnderGone, ben }) => {
        for (let times = 0; times < 2; times++) replyUnderGone(ben);
      },
    },
    beside_the_thread: { act: ({ say, ben }) => void say(ben, 'Q1: 900 a minute') },
    // Of Discord's messages none is that long.
    too_long: {
      on: 'Slack',
      act: ({ reply, ben }) => void reply(ben, 'x'.repeat(BOUNDS.replyCharacters + 1)),
    },
    needs_words: {
      act: ({ reply, ben }) => {
        for (const words of ['👍', '+1']) reply(ben, words);
      },
    },
    unreadable: {
      act: ({ replyWithoutText, ben }) => {
        for (let times = 0; times < 2; times++) replyWithoutText(ben);
      },
    },
    first_of_an_app: { act: ({ postBy }) => postBy('an app') },
    not_to_the_bot: { act: ({ say, ben }) => void say(ben, 'Lunch?') },
    of_an_app: {
      arrange: async (world) => {
        const { visible, postBy } = world;
        const before = visible().length;
        postBy('an app');
        // Its message, and the one that says that it is not read.
        await vi.waitUntil(() => visible().length === before + 2, WAIT);
        return arrange(world);
      },
      act: ({ postBy }) => postBy('an app'),
    },
    of_the_bot: { act: ({ editByBot }) => editByBot() },
    of_the_platform: { act: ({ postBy }) => postBy('the platform') },
    of_a_deactivated_person: {
      on: 'Slack',
      act: ({ deactivate, reply, ben }) => {
        deactivate(ben);
        reply(ben, 'Mind the freeze.');
      },
    },
    reported_before: {
      on: 'Slack',
      arrange: async ({ mentionInDesign, ben, ephemerals }) => {
        const message = mentionInDesign(ben, 'status');
        await vi.waitUntil(() => ephemerals(ben).length === 1, WAIT);
        return message;
      },
      act: ({ sendAgain }) => sendAgain(),
    },
    answered_before: { arrange: arrangeAnswered, act: ({ sendAgain }) => sendAgain() },
    deleted_before: {
      arrange: async (world) => {
        const message = await arrange(world);
        world.remove(message);
        await world.until(({ replies }) => replies.length === 0);
        return message;
      },
      // A change that comes late.
      act: ({ edit }, message) => edit(message, 'Mind the audit.'),
    },
    kept_out: { arrange: arrangeAnswered, act: ({ remove }, message) => remove(message) },
    unchanged: { arrange, act: ({ showPreview }, message) => showPreview(message) },
    too_late: {
      act: ({ clock, reply, ben }) => {
        clock.aheadMs = LATE_MS;
        reply(ben, FACT);
      },
    },
    without_words: {
      arrange: async (world) => {
        const message = await arrange(world);
        await world.cancel();
        await world.until(({ end }) => end !== null);
        await world.atRest();
        return message;
      },
      act: ({ reply, ben }) => void reply(ben, '👍'),
    },
  };
}

/** What both platforms show of what became of messages. */
function watchedIn({
  log,
  engine,
  id,
}: Pick<Awaited<ReturnType<typeof inSlack>>, 'log' | 'engine' | 'id'>) {
  return {
    reasons: () =>
      log.events.flatMap(({ event, facts }) =>
        event === 'message_taken' ? [facts.taken].flat() : [],
      ),
    countEvents: async () => {
      const events = await engine.parts.store.events(id, 0, 10_000);
      return events.filter(({ event }) => event.type.startsWith('reply_')).length;
    },
  };
}

async function openSlack(options: EngineOptions = {}) {
  const clock = movable(unhurriedClock());
  const world = await inSlack({ isStill: true, clock, ...options });
  const { slack, general, thread, mention } = world;
  const { workspace, people } = slack;
  await vi.waitUntil(() => slack.visible(general, thread).join().includes('Q2'), WAIT);
  const post = (author: string, text: string) =>
    void workspace.post({ channel: general, thread, author, text });
  const gone = workspace.post({ channel: general, author: workspace.bot.user, text: 'A design' });
  const app = workspace.addBot('Deployer');
  return {
    ...world,
    ...watchedIn(world),
    clock,
    mentionInDesign: (who, words) => mention(who, words, thread),
    visible: () => [...slack.visible(general), ...slack.visible(general, thread)],
    postBy: (who) => post(who === 'an app' ? app : 'USLACKBOT', 'Q1: deployed'),
    editByBot: () => workspace.edit(gone, { text: 'A design that ended' }),
    showPreview: (message) => workspace.edit(message, { text: message.text }),
    replyWithoutText: (who) => post(who, ''),
    replyUnderGone: (who) => void people.say(who, general, 'And now?', { thread: gone.ts }),
    addForeigner: () => {
      const eve = workspace.addForeigner('Eve');
      const channel = workspace.channels.get(general);
      channel?.members.add(eve);
      Object.assign(channel ?? {}, { host: 'T0OTHER' });
      return eve;
    },
    deactivate: (who) => workspace.deactivate(who),
  } satisfies World<ReturnType<typeof world.reply>>;
}

async function openDiscord(options: EngineOptions = {}) {
  const clock = movable(unhurriedClock());
  const world = await inDiscord({ isStill: true, clock, ...options });
  const { discord, general, thread, mention, reply, ana } = world;
  const { messages, bot } = discord.guild;
  const gone = messages.post({ channel: general, author: bot.id, content: 'A design' });
  const below = discord.guild.addThread(bot.id, general, 'A design', gone);
  const app = discord.guild.addBot('Deployer');
  const sticker = { sticker_items: [{ id: '1', name: 'wave', format_type: 1 }] };
  return {
    ...world,
    ...watchedIn(world),
    clock,
    mentionInDesign: (who, words) => mention(who, words, thread),
    visible: () => [...discord.visible(general), ...discord.visible(thread)],
    postBy: (who) =>
      void (who === 'an app'
        ? messages.post({ channel: thread, author: app, content: 'Q1: deployed' })
        : messages.post({ channel: thread, author: ana, type: MessageType.ChannelPinnedMessage })),
    editByBot: () => messages.edit(gone, { content: 'A design that ended' }),
    showPreview: (message) => messages.fulfil(message, { content: message.content }),
    replyWithoutText: (who) => void reply(who, '', { extra: sticker }),
    replyUnderGone: (who) => void discord.people.say(who, below, 'And now?'),
    addForeigner: () => discord.guild.addPerson('Eve'),
    deactivate: (who) => void discord.guild.people.delete(who),
  } satisfies World<ReturnType<typeof world.reply>>;
}

const isOfBot = (text: string): boolean => text.startsWith('Charrette: ');

function tellStories<Message>(
  on: 'Slack' | 'Discord',
  open: (options?: EngineOptions) => Promise<World<Message>>,
): void {
  const stories = Object.entries(listStories<Message>()) as [Taken, Story<Message>][];
  test.each(stories.filter(([, story]) => story.on === undefined || story.on === on))(
    'P5: %s is the reason for what becomes of a message, and its author is told as it says',
    async (reason, { options, arrange, act }) => {
      const world = await open(options);
      const { ana, ben, ephemerals, visible, reasons, countEvents, mention, settled } = world;
      const message = (await arrange?.(world)) as Message;
      await settled();
      const before = {
        taken: reasons().length,
        visible: visible().filter(isOfBot).length,
        events: await countEvents(),
      };
      const told = new Map([ana, ben].map((who) => [who, ephemerals(who).length]));
      const author = String((await act(world, message)) ?? ben);
      await vi.waitFor(() => expect(reasons().slice(before.taken)).toContain(reason), WAIT);
      const countTold = () => ephemerals(author).length - (told.get(author) ?? 0);
      if (TAKEN[reason] === 'told') await vi.waitUntil(() => countTold() > 0, WAIT);
      if (TAKEN[reason] === 'stored')
        await vi.waitUntil(async () => (await countEvents()) > before.events, WAIT);
      // What is told is told by the time that a later question is answered.
      const toAna = ephemerals(ana).length;
      mention(ana, 'help');
      await vi.waitUntil(() => ephemerals(ana).length > toAna, WAIT);
      await settled();

      expect(countTold()).toBe(TAKEN[reason] === 'told' ? 1 : 0);
      expect((await countEvents()) > before.events).toBe(TAKEN[reason] === 'stored');
      if (TAKEN[reason] === 'left') expect(visible().filter(isOfBot)).toHaveLength(before.visible);
    },
  );
}

describe('Slack', () => tellStories('Slack', openSlack));
describe('Discord', () => tellStories('Discord', openDiscord));
