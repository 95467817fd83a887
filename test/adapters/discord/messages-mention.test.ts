import { expect, test, vi } from 'vitest';
import { asking, connected, UNHURRIED, WAIT } from './message-world.ts';

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
    const { discord, ana, ben, reply, replies, until, ephemerals, log } = await asking({
      discord: { hasMessageContent: false },
    });
    reply(ben, 'Q1: 500');
    reply(ben, 'Q1: 500, really');
    await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
    reply(ana, '@Charrette Q1: 800');
    await until(({ replies }) => replies.length === 1);
    expect(ephemerals(ben)).toEqual([expect.stringContaining('Press “Answer…” under the questions')]);
    expect(await replies()).toEqual(['Ana: Q1: 800']);
    expect(log.events.map(({ event }) => event)).toContain('discord_without_content');
    expect(discord.record.violations).toEqual([]);
  },
);
