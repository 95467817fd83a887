import { describe, expect, test } from 'vitest';
import { reachablePostgres } from '../../support/postgres.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import type { InProcess } from '../in-process.ts';
import { until } from '../waiting.ts';
import { DISCORD, type Platform, SLACK } from './platforms.ts';
import { answer, begin, ended, outline, WHOLE } from './telling.ts';
import type { ChatWorld } from './world.ts';

const server = await reachablePostgres();
const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';

describe.skipIf(server.url === null)(`two daemons behind one platform${skipped}`, () => {
  test.each([SLACK, DISCORD])(
    'C18: $name: what people do goes to either, and when the owner is killed, the other goes on in the same thread',
    async (platform) => {
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
      await world.says(card, /They differ/);
      await world.kill(other);
      await ended(world, card);
      expect(other.sessions.started).not.toEqual([]);
      expect(outline(world, card)).toEqual(WHOLE);
    },
  );

  test('C18: Discord: when the one with the connection is killed, the other takes it over, and no word is lost', async () => {
    const { world, daemons } = await opened(DISCORD);
    const card = await begin(world);
    const questions = await world.says(card, 'before they write');
    const holder = daemons.find(({ output }) => output.includes('discord_connected'));
    const other = daemons.find((each) => each !== holder);
    if (holder === undefined || other === undefined) throw new Error('nobody is connected');
    world.daemon = holder;
    const isGone = world.kill(other);
    world.say(world.ben, card, 'Q1: At most 900 a minute.');
    await isGone;
    await until('the other is connected', () => other.output.includes('discord_connected'));
    await world.reads(questions, /Q1 .* ✓ Ben/);
    await answer(world, card);
    await ended(world, card);
    const told = outline(world, card).filter((each) => !each.startsWith('Ben:'));
    expect(told).toEqual(WHOLE.filter((each) => !each.startsWith('Ben:')));
  });
});

/** A platform that two daemons serve, on one database, each as on a machine of its own. */
async function opened(
  platform: Platform,
): Promise<{ world: ChatWorld; daemons: readonly [InProcess, InProcess] }> {
  const world = await platform.open(
    { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '1500' },
    { retriesMs: [0, 100, 500, 2_000] },
  );
  return { world, daemons: [world.daemon, await world.beginBeside()] };
}
