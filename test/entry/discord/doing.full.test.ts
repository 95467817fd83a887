import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import { begin, click } from '../chat/telling.ts';
import { THREE_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

test('the argument of a difference is shown to the person who presses for it, and to nobody else', async () => {
  const world = await World.open({ environment: { ...THREE_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '0' } });
  const { ana, ben } = world;
  const card = await begin(world);
  await click(world, ana, await world.says(card, 'before they write'), ACTIONS.skip);
  const difference = await world.says(card, 'What the proposals differ on');
  await click(world, ben, difference, ACTIONS.show);
  await until('the argument', () => world.privately(ben).length > 0);
  expect(world.privately(ben)).toEqual([
    expect.stringMatching(/The argument \(\d+ replies?\)\n+.*The first answer.*The second answer/s),
  ]);
  expect(world.privately(ana).join()).not.toContain('The argument');
});
