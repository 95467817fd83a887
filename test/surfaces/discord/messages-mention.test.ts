import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { asking, connected } from './message-world.ts';

test('several designs are listed in a direct message, whose buttons act in the channel that they are about', async () => {
  const { discord, ana, general, begin, engine } = await connected();
  const ids = [await begin(), await begin()];
  for (const id of ids) {
    await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
  }
  const { people } = discord;
  people.mention(ana, general, 'cancel');
  const direct = discord.guild.direct(ana);
  const newest = async (words: string) => {
    await vi.waitUntil(() => discord.visible(direct).at(-1)?.includes(words), WAIT);
    const message = discord.visibleMessages(direct).at(-1);
    if (message === undefined) throw new Error('nothing is there');
    return message;
  };
  expect((await newest('Several designs are open')).content).not.toContain('Cancel this design?');
  people.mention(ana, general, `cancel ${ids[1]}`);
  await people.click(ana, await newest('Cancel this design?'), 'Cancel it');
  const ends = () =>
    Promise.all(ids.map(async (id) => (await engine.design(id))?.end?.status ?? null));
  await vi.waitUntil(async () => (await ends())[1] === 'cancelled', WAIT);
  expect(await ends()).toEqual([null, 'cancelled']);
});

test('nobody acts from a direct message on what they do not see any more', async () => {
  const { discord, ana, general, design } = await asking();
  const { people, guild } = discord;
  people.mention(ana, general, 'cancel');
  const direct = guild.direct(ana);
  await vi.waitUntil(() => discord.visible(direct).at(-1)?.includes('[ Cancel it ]'), WAIT);
  const question = discord.visibleMessages(direct).at(-1);
  if (question === undefined) throw new Error('nothing is asked');
  guild.deny(general, ['ViewChannel'], ana);
  await people.click(ana, question, 'Cancel it');
  const told = () => discord.visible(direct).join().includes('This belongs to another channel');
  await vi.waitUntil(told, WAIT);
  expect((await design()).end).toBeNull();
});
