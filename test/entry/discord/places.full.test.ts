import { expect, test } from 'vitest';
import { TOPIC } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

test('a design whose thread cannot be opened any more ends at once, and the operator reads which right is missing', async () => {
  const world = await World.open({
    environment: { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '60000' },
  });
  const { discord, daemon, general } = world;
  // The right goes in the very moment between the command and the thread.
  const told = discord.guild.watch;
  discord.guild.watch = (change) => {
    told(change);
    const isCard = change.kind === 'posted' && change.message.channel === general;
    if (isCard) discord.guild.deny(general, ['CreatePublicThreads']);
  };
  await discord.people.slash(world.ana, general, 'design start', { topic: TOPIC });
  await until('the log', () => /thread_unreachable/.test(daemon.output));
  expect(daemon.output).toContain('The bot lacks a permission there: Create Public Threads.');
  await until('the end', async () => (await world.design()).status === 'failed');
  // A card that says for ever that they are reading in would be worse than none.
  expect(world.fromBot(general)).toEqual([]);
});
