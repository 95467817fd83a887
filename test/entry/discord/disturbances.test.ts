import { test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { begin, STILL } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

test('a private answer that fails at first is delivered all the same', async () => {
  const world = await World.open({
    environment: { ...FEW_PERSONAS, ...STILL },
  });
  const { discord, ben } = world;
  const card = await begin(world);
  discord.faults.script('webhooks.edit', 'failed_before', 'limited', 'cut_before');
  discord.faults.script('webhooks.create', 'failed_before', 'limited', 'cut_before');
  await discord.people.click(ben, card, ACTIONS.cancel);
  await until('the answer', () => /Only Ana|Cancel this design/.test(discord.ephemeral(ben).join()));
});
