import { expect } from 'vitest';
import { FEW_PERSONAS } from '../daemon.ts';
import type { InProcess } from '../in-process.ts';
import { until } from '../waiting.ts';
import { type Platform, SLACK } from './platforms.ts';
import { answer, begin, ended, outline, WHOLE } from './telling.ts';
import type { ChatWorld } from './world.ts';

/** The daemon that has the design is killed in the middle of it, and the other one goes on in the same thread. */
export async function killedOwner(platform: Platform): Promise<void> {
  const { world, daemons } = await opened(platform);
  const card = await begin(world);
  await until('an owner', () => daemons.some(({ sessions }) => sessions.running.size > 0));
  const owner = daemons.find(({ sessions }) => sessions.running.size > 0);
  const other = daemons.find((each) => each !== owner);
  if (owner === undefined || other === undefined) throw new Error('nobody has the design');
  world.daemon = owner;
  await answer(world, card);
  const connected = daemons.filter(({ output }) => /(slack|discord)_connected/.test(output));
  // At Discord one of them holds the connection.
  expect(connected).toHaveLength(platform === SLACK ? 2 : 1);
  expect(world.server.sockets.count).toBe(connected.length);
  await world.says(card, /without sight of the others/);
  await world.kill(other);
  await ended(world, card);
  expect(other.sessions.started).not.toEqual([]);
  expect(outline(world, card)).toEqual(WHOLE);
}

/** A platform that two daemons serve, on one database, each as on a machine of its own. */
export async function opened(
  platform: Platform,
): Promise<{ world: ChatWorld; daemons: readonly [InProcess, InProcess] }> {
  const world = await platform.open(
    { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '1500' },
    { retriesMs: [0, 100, 500, 2_000] },
  );
  return { world, daemons: [world.daemon, await world.beginBeside()] };
}
