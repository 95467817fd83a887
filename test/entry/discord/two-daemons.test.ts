import { describe, expect, test, vi } from 'vitest';
import { ownDatabase, reachablePostgres } from '../../support/postgres.ts';
import { type Daemon, temporaryFolder } from '../daemon.ts';
import { ownerOf } from '../owner.ts';
import { fewPersonas } from '../slack/telling.ts';
import { afterwards, until } from '../slack/world.ts';
import { answer, begin, ended, outline, PATIENT, WHOLE } from './telling.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 400_000 });

const server = await reachablePostgres();
const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';

describe.skipIf(server.url === null)(`two daemons in one guild${skipped}`, () => {
  test('one of them holds the connection, and the design is told once', async () => {
    const { world, daemons } = await opened();
    const card = await begin(world);
    await answer(world, card);
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    expect(world.discord.sockets.count).toBe(1);
    expect(daemons.filter(({ output }) => output.includes('discord_connected'))).toHaveLength(1);
    expect(world.discord.record.violations).toEqual([]);
  });

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'C18: when the one with the connection gets %s, the other takes it over, and no word is lost',
    async (signal) => {
      const { world, daemons } = await opened();
      const card = await begin(world);
      const questions = await world.says(card, 'before they write');
      const holder = daemons.find(({ output }) => output.includes('discord_connected')) ?? daemons[0];
      const other = daemons.find((each) => each !== holder) ?? daemons[1];
      world.daemon = other;
      holder.signal(signal);
      world.discord.people.say(world.ben, card.id, 'Q1: At most 900 a minute.');
      await until('the other is connected', () => other.output.includes('discord_connected'));
      await world.reads(questions, /Q1 .* ✓ Ben/);
      if (signal === 'SIGSTOP') holder.signal('SIGCONT');
      await answer(world, card);
      await ended(world, card);
      const told = outline(world, card).filter((each) => !each.startsWith('Ben:'));
      expect(told).toEqual(WHOLE.filter((each) => !each.startsWith('Ben:')));
      expect(world.discord.record.violations).toEqual([]);
    },
  );

  test('C18: when the owner of the design is killed, the other goes on in the same thread', async () => {
    const { world, daemons } = await opened();
    const card = await begin(world);
    const owner = await ownerOf(() => world.design(), daemons);
    world.daemon = daemons.find((each) => each !== owner) ?? owner;
    await answer(world, card);
    await world.says(card, /They differ on D1/);
    owner.signal('SIGKILL');
    await owner.ended();
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    expect(world.discord.record.violations).toEqual([]);
  });
});

/** A guild that two daemons serve, each as on a machine of its own. */
async function opened(): Promise<{ world: World; daemons: readonly [Daemon, Daemon] }> {
  const database = await ownDatabase(server.url ?? '');
  afterwards(database.drop);
  const world = await World.open({
    discord: PATIENT,
    environment: {
      ...(await fewPersonas()),
      CHARRETTE_REHEARSAL_LATENCY_MS: '150',
      DATABASE_URL: database.url,
    },
  });
  const first = world.daemon;
  const { path, remove } = await temporaryFolder();
  afterwards(remove);
  return { world, daemons: [first, await world.begin({}, path)] };
}
