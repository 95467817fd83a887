import { expect } from 'vitest';
import { PROPOSALS_ARE } from '#presentation/talk/proposals.ts';
import { needing } from '../../support/runner/needing.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { DISCORD } from './platforms.ts';
import { answer, begin, ended, outline, WHOLE } from './telling.ts';

const { test } = await needing('postgres');

test('C18: when the daemon that has a design is killed, the other goes on in the same thread', async () => {
  const world = await DISCORD.open({ ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '1500' });
  const daemons = [world.daemon, await world.beginBeside()];
  const card = await begin(world);
  await until('an owner', () => daemons.some(({ sessions }) => sessions.running.size > 0));
  const owner = daemons.find(({ sessions }) => sessions.running.size > 0);
  const other = daemons.find((each) => each !== owner);
  if (owner === undefined || other === undefined) throw new Error('nobody has the design');
  world.daemon = owner;
  await answer(world, card);
  // One of them holds the connection.
  expect(daemons.filter(({ output }) => output.includes('discord_connected'))).toHaveLength(1);
  expect(world.server.sockets.count).toBe(1);
  await world.says(card, PROPOSALS_ARE);
  await world.kill(other);
  await ended(world, card);
  expect(other.sessions.started).not.toEqual([]);
  expect(outline(world, card)).toEqual(WHOLE);
});
