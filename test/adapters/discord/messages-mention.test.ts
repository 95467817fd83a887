import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { messageWorld } from './message-world.ts';

const { asking, connected } = messageWorld();

test('of several designs the one that is meant is chosen in the channel: a direct message has no menu of them', async () => {
  const { discord, ana, general, begin, engine } = await connected();
  const ids = [await begin(), await begin()];
  for (const id of ids) {
    await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
  }
  discord.people.mention(ana, general, 'cancel');
  const direct = () => discord.visible(discord.guild.direct(ana));
  await vi.waitUntil(() => direct().length === 1, WAIT);
  expect(direct()[0]).toContain('Which one? Use /design in the channel');
  expect(direct()[0]).not.toContain('▾');
});

test('the only one that runs in a channel is not cancelled by a word: it is asked in the channel', async () => {
  const { discord, ana, general, design } = await asking();
  discord.people.mention(ana, general, 'cancel');
  const direct = () => discord.visible(discord.guild.direct(ana));
  await vi.waitUntil(() => direct().length === 1, WAIT);
  expect(direct()[0]).toMatch(/Cancel this design\?.*use \/design cancel in its thread, and say yes there/s);
  expect(direct()[0]).not.toContain('[ Cancel it ]');
  const { privately } = await discord.people.slash(ana, general, 'design cancel');
  expect(privately.join()).toMatch(/Cancel this design\?.*\[ Cancel it \]/s);
  expect((await design()).end).toBeNull();
});

test('without the right to read messages people get one notice of how to answer, and mentions of the bot are read', async () => {
  const { ana, ben, reply, replies, until, ephemerals, log } = await asking({
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
});
