import { ChannelType } from 'discord-api-types/v10';
import { expect, test, vi } from 'vitest';
import { snowflake } from '../../platforms/discord/snowflake.ts';
import { WAIT } from '../engines.ts';
import { firstContactStories, QUESTION, START } from '../first-contact-stories.ts';
import { messageWorld } from './message-world.ts';

const { connected } = messageWorld();

firstContactStories(connected);

test('a start is offered, and begun, where the bot may do there what a design needs', async () => {
  const story = await connected({ isStill: true });
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
  await story.takeOffer(ana);
  expect(await told(3)).toContain(lacking);
  await story.settled();
  expect(await story.started()).toEqual([]);
});

test('in a direct message a question after the end is offered, and nothing has to be named before', async () => {
  const story = await connected({ isStill: true });
  const { ana, engine } = story;
  const told = async (words: string, answer: RegExp) => {
    story.sayDirectly(ana, words);
    await vi.waitUntil(() => story.ephemerals(ana).some((text) => answer.test(text)), WAIT);
  };
  const direct = story.discord.guild.direct(ana);
  const id = await story.begin({ channel: direct, thread: direct });
  await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
  await told('stop', /Passed on: .*@Charrette cancel/);
  await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  await engine.settled(id);
  const next = 'Should we use NATS or Kafka between the services?';
  await told(next, /Start a design on this.*NATS or Kafka/s);
  expect(story.ephemerals(ana).join()).toContain('Your words are saved');
  expect((await engine.design(id))?.lateWords).toMatchObject([{ text: next }]);
  await story.takeOffer(ana);
  await vi.waitUntil(async () => (await story.started()).length > 1, WAIT);
  expect((await story.started()).map(({ topic }) => topic)).toContain(next);
});

test('an offer gives way to the way to its design once that is begun', async () => {
  const story = await connected({ isStill: true });
  const { ana } = story;
  story.mention(ana, QUESTION);
  await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
  await story.takeOffer(ana);
  await vi.waitUntil(() => story.ephemerals(ana)[0]?.startsWith('On it.'), WAIT);
  await story.settled();
  expect(story.ephemerals(ana)).toEqual([expect.not.stringContaining(START)]);
});

test.each(['channel', 'private thread'] as const)(
  'nobody starts what was offered in a %s that they do not see any more',
  async (kind) => {
    const story = await connected({ isStill: true });
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
    await story.takeOffer(ana);
    await vi.waitUntil(() => story.ephemerals(ana).length > 1, WAIT);
    expect(story.ephemerals(ana).at(-1)).toContain('This offer has expired');
    expect(await story.started()).toEqual([]);
  },
);
