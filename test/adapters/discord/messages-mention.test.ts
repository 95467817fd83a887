import { expect, test, vi } from 'vitest';
import { asking, connected, UNHURRIED, WAIT } from './message-world.ts';

test(
  'what is asked of the bot in a thread is answered once and privately, and is no reply',
  UNHURRIED,
  async () => {
    const { discord, ana, ben, thread, replies, whispers } = await asking();
    const asked = discord.people.mention(ben, thread, 'status');
    await vi.waitUntil(() => whispers(ben).length > 0, WAIT);
    discord.people.edit(asked, '@Charrette status, please');
    discord.deliveries.sendAgain('MESSAGE_CREATE');
    await discord.deliveries.settled();
    discord.people.mention(ana, thread, 'help');
    await vi.waitUntil(() => whispers(ana).length > 0, WAIT);
    expect(whispers(ben)).toEqual([
      expect.stringContaining('Waiting for your answers: 2 of 2 questions open'),
    ]);
    expect(whispers(ana)).toEqual([expect.stringContaining('What you can ask for')]);
    expect(await replies()).toEqual([]);
    expect(discord.record.violations).toEqual([]);
  },
);

test(
  'words for the design are a reply, also when they begin with the name of the bot',
  UNHURRIED,
  async () => {
    const { discord, ben, thread, replies, until, whispers } = await asking();
    discord.people.mention(ben, thread, 'status quo is fine with all of us');
    await until(({ replies }) => replies.length === 1);
    expect(await replies()).toEqual(['Ben: status quo is fine with all of us']);
    expect(whispers(ben)).toEqual([]);
    expect(discord.record.violations).toEqual([]);
  },
);

test('whoever started a design cancels it with a word, and others are told who can', UNHURRIED, async () => {
  const { discord, ana, ben, thread, until, whispers } = await asking();
  discord.people.mention(ben, thread, 'cancel');
  await vi.waitUntil(() => whispers(ben).length > 0, WAIT);
  expect(whispers(ben)).toEqual([
    'Only Ana, who started this, can cancel it here. Nobody was told that you asked; ask Ana.',
  ]);
  discord.people.mention(ana, thread, 'cancel');
  await until(({ end }) => end?.status === 'cancelled');
  expect(discord.record.violations).toEqual([]);
});

test('words that are nothing get help: in a channel, and in a direct message', UNHURRIED, async () => {
  const { discord, ana, ben, general } = await connected();
  const direct = (who: string) => discord.visible(discord.guild.direct(who));
  discord.people.mention(ana, general, 'make me a sandwich');
  await vi.waitUntil(() => direct(ana).length === 1, WAIT);
  expect(direct(ana)[0]).toMatch(/“make me a sandwich” is nothing that I know[\s\S]*What you can ask for/);
  discord.people.say(ben, discord.guild.direct(ben), 'hello');
  await vi.waitUntil(() => direct(ben).length === 2, WAIT);
  expect(direct(ben)[1]).toContain('What you can ask for');
  expect(discord.record.violations).toEqual([]);
});

test(
  'of several designs the one that is meant is chosen in the channel: a direct message has no menu of them',
  UNHURRIED,
  async () => {
    const { discord, ana, general, begin, engine } = await connected();
    const ids = [await begin(), await begin()];
    for (const id of ids) {
      await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
    }
    discord.people.mention(ana, general, 'cancel');
    const direct = () => discord.visible(discord.guild.direct(ana));
    await vi.waitUntil(() => direct().length === 1, WAIT);
    expect(direct()[0]).toContain('Which one? Say so with /design in the channel');
    expect(direct()[0]).not.toContain('▾');
    expect(discord.record.violations).toEqual([]);
  },
);

test(
  'without the right to read messages people are told once how to answer, and what names the bot is read',
  UNHURRIED,
  async () => {
    const { discord, ana, ben, reply, replies, until, whispers, log } = await asking({
      discord: { hasMessageContent: false },
    });
    reply(ben, 'Q1: 500');
    reply(ben, 'Q1: 500, really');
    await vi.waitUntil(() => whispers(ben).length > 0, WAIT);
    reply(ana, '@Charrette Q1: 800');
    await until(({ replies }) => replies.length === 1);
    expect(whispers(ben)).toEqual([expect.stringContaining('Press “Answer…” under the questions')]);
    expect(await replies()).toEqual(['Ana: Q1: 800']);
    expect(log.events.map(({ event }) => event)).toContain('discord_without_content');
    expect(discord.record.violations).toEqual([]);
  },
);
