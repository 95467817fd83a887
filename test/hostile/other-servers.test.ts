import { expect, test, vi } from 'vitest';
import { messageWorld } from '../adapters/discord/message-world.ts';
import { WAIT } from '../adapters/engines.ts';

const { connected } = messageWorld();
/** The server of the operator, which is not the one that these people have invited the bot to. */
const guildIds = ['923456789012345678'];
const TOPIC = 'Should we have somebody else pay for our designs?';

test('in a server that is not named, nobody starts a design, nor by writing to the bot', async () => {
  const { discord, ana, general, designsIn, ephemerals } = await connected({ settings: { guildIds } });
  discord.people.mention(ana, general, TOPIC);
  await vi.waitUntil(() => ephemerals(ana).length === 1, WAIT);
  const direct = discord.guild.direct(ana);
  const { privately } = await discord.people.slash(ana, direct, 'design start', { topic: TOPIC });
  for (const answer of [...privately, ...ephemerals(ana)])
    expect(answer).toContain('I am used in certain servers only');
  expect(privately).toHaveLength(1);
  expect([...(await designsIn(general)), ...(await designsIn(direct))]).toEqual([]);
});

test('people of a server that is named start one, there and by writing to the bot', async () => {
  const { discord, ana, general, begunIn } = await connected();
  await discord.people.slash(ana, general, 'design start', { topic: TOPIC });
  expect(await begunIn(general, 1)).toHaveLength(1);
  const direct = discord.guild.direct(ana);
  await discord.people.slash(ana, direct, 'design start', { topic: TOPIC });
  expect(await begunIn(direct, 1)).toHaveLength(1);
});
