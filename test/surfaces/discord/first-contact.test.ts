import { ChannelType } from 'discord-api-types/v10';
import { expect, test, vi } from 'vitest';
import { TEXTS } from '#presentation/words/texts.ts';
import { snowflake } from '../../platforms/discord/snowflake.ts';
import { WAIT } from '../engines.ts';
import { firstContactStories, QUESTION } from '../first-contact-stories.ts';
import { connected } from './message-world.ts';

firstContactStories(connected);

test('a start is begun where the bot may do there what a design needs', async () => {
  const story = await connected({ isStill: true });
  const { discord, ana, general } = story;
  story.mention(ana, QUESTION);
  await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
  discord.guild.deny(general, ['CreatePublicThreads']);
  await story.takeOffer(ana);
  const lacking = 'I lack a permission here: Create Public Threads.';
  await vi.waitUntil(() => story.ephemerals(ana).join().includes(lacking), WAIT);
  await story.settled();
  expect(await story.started()).toEqual([]);
});

test('P5: an answer in a direct message is told where to write, and starts nothing', async () => {
  const story = await connected({ isStill: true });
  const { ana } = story;
  story.sayDirectly(ana, 'Q1: 500');
  await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
  expect(story.ephemerals(ana).join()).toMatch(
    /Nothing was recorded here\. To answer Q1, write in the thread/,
  );
  expect(story.ephemerals(ana).join()).not.toContain('Start a design');
});

test('in a direct message words after the end are kept and offered, and nothing has to be named before', async () => {
  const story = await connected({ isStill: true });
  const { ana, engine } = story;
  const told = async (words: string, answer: RegExp) => {
    story.sayDirectly(ana, words);
    await vi.waitUntil(() => story.ephemerals(ana).some((text) => answer.test(text)), WAIT);
  };
  const direct = story.discord.guild.direct(ana);
  const id = await story.begin({ channel: direct, thread: direct });
  await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
  await told('stop', /Go on without more answers.*Cancel this design/s);
  await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  await engine.waitUntilSettled(id);
  const next = 'Should we use NATS or Kafka between the services?';
  await told(next, new RegExp(`Saved\\. .*${TEXTS.offer.start}`, 's'));
  expect(story.ephemerals(ana).filter((text) => text.includes('Saved. '))).toHaveLength(1);
  expect((await engine.design(id))?.lateWords).toMatchObject([{ text: next }]);
  await story.takeOffer(ana);
  await vi.waitUntil(async () => (await story.started()).length > 1, WAIT);
  expect((await story.started()).map(({ topic }) => topic)).toContain(next);
});

test.each(['channel', 'private thread'] as const)(
  'nobody starts what was offered in a %s that they do not see any more',
  async (kind) => {
    const story = await connected({ isStill: true });
    const { ana, ben, general } = story;
    const { guild, people } = story.discord;
    const about = { id: snowflake(), name: 'the queue', parent: general, owner: ben };
    const place =
      kind === 'channel'
        ? general
        : guild.startThread({ ...about, type: ChannelType.PrivateThread }).id;
    if (kind !== 'channel') for (const each of [ana, guild.bot.id]) guild.join(place, each, ben);
    people.mention(ana, place, QUESTION);
    await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
    if (kind === 'channel') guild.deny(place, ['ViewChannel'], ana);
    else guild.channel(place).members.delete(ana);
    await story.takeOffer(ana);
    await vi.waitUntil(() => story.ephemerals(ana).length > 1, WAIT);
    expect(story.ephemerals(ana).at(-1)).toContain(TEXTS.offerGone);
    expect(await story.started()).toEqual([]);
  },
);
