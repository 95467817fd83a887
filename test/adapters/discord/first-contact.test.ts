import { ChannelType } from 'discord-api-types/v10';
import { expect, test, vi } from 'vitest';
import type { Message } from '../../platforms/discord/message.ts';
import { snowflake } from '../../platforms/discord/snowflake.ts';
import { WAIT } from '../engines.ts';
import {
  begunSince,
  type ContactOptions,
  type FirstContact,
  firstContactStories,
  QUESTION,
  START,
} from '../first-contact-stories.ts';
import { messageWorld } from './message-world.ts';
import { clickOffer } from './offer.ts';

const { connected } = messageWorld();

firstContactStories(openContact);

test('a start is offered, and begun, where the bot may do there what a design needs', async () => {
  const story = await openContact();
  const { discord, ana, general } = story;
  const lacking = 'I lack a permission here: Create Public Threads.';
  const told = async (count: number) => {
    await vi.waitUntil(() => story.ephemerals(ana).length >= count, WAIT);
    return story.ephemerals(ana).at(-1);
  };
  discord.guild.deny(general, ['CreatePublicThreads']);
  story.mention(ana, QUESTION);
  expect(await told(1)).toContain(lacking);
  discord.guild.allow(general, ['CreatePublicThreads']);
  story.mention(ana, QUESTION);
  expect(await told(2)).toContain(`[ ${START} ]`);
  discord.guild.deny(general, ['CreatePublicThreads']);
  await story.press(ana);
  expect(await told(3)).toContain(lacking);
  await story.settled();
  expect(await story.designs()).toEqual([]);
});

test('an offer gives way to the way to its design once that is begun', async () => {
  const story = await openContact();
  const { ana } = story;
  story.mention(ana, QUESTION);
  await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
  await story.press(ana);
  await vi.waitUntil(() => story.ephemerals(ana)[0]?.startsWith('On it.'), WAIT);
  await story.settled();
  expect(story.ephemerals(ana)).toEqual([expect.not.stringContaining(START)]);
});

test.each(['channel', 'private thread'] as const)(
  'nobody starts what was offered in a %s that they do not see any more',
  async (kind) => {
    const story = await openContact();
    const { ana, ben, general } = story;
    const { guild, people } = story.discord;
    const about = { id: snowflake(), name: 'the queue', parent: general, owner: ben };
    const place =
      kind === 'channel' ? general : guild.startThread({ ...about, type: ChannelType.PrivateThread }).id;
    if (kind !== 'channel') for (const each of [ana, guild.bot.id]) guild.join(place, each, ben);
    people.mention(ana, place, QUESTION);
    await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
    if (kind === 'channel') guild.deny(place, ['ViewChannel'], ana);
    else guild.channel(place).members.delete(ana);
    await story.press(ana);
    await vi.waitUntil(() => story.ephemerals(ana).length > 1, WAIT);
    expect(story.ephemerals(ana).at(-1)).toContain('This offer has expired');
    expect(await story.designs()).toEqual([]);
  },
);

async function openContact(options: ContactOptions = {}) {
  const world = await connected({ ...options, isStill: true });
  const { discord, engine, ben, general } = world;
  const { people, guild, deliveries } = discord;
  const startedSince = Date.now();
  return {
    ...world,
    mention: (who, words) => people.mention(who, general, words),
    say: (who, text) => people.say(who, general, text),
    mentionInThread: (who, first, words) => {
      const thread = guild.addThread(ben, general, 'the queue');
      people.say(ben, thread, first);
      return people.mention(who, thread, words);
    },
    sayDirectly: (who, words) => people.say(who, guild.direct(who), words),
    start: (who, topic) => people.slash(who, general, 'design start', { topic }),
    formFor: async (who, topic) => {
      const { modal } = await people.slash(who, general, 'design start', { topic });
      if (modal === null) throw new Error('there is no form');
      return { shown: JSON.stringify(modal.modal), send: () => people.submit(who, modal, {}) };
    },
    list: (who) => people.slash(who, general, 'design list'),
    linkTo: ({ thread }) => `[Open the thread](<https://discord.com/channels/${guild.id}/${thread}>)`,
    edit: (message, words) => people.edit(message, words),
    remove: (message) => people.remove(message),
    ephemerals: (who) =>
      [
        ...discord.visible(guild.direct(who)).filter((text) => text.startsWith('Charrette: ')),
        ...discord.ephemeral(who),
      ].map((text) => text.replace('Charrette: ', '')),
    press: (who) => clickOffer(discord, who),
    forge: (who, from, alter) => clickOffer(discord, who, from, alter),
    designs: () => begunSince(engine, 'discord', startedSince),
    settled: () => deliveries.settled(),
  } satisfies FirstContact<Message>;
}
