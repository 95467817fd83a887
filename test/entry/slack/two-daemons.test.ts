import { describe, expect, test, vi } from 'vitest';
import { ownDatabase, reachablePostgres } from '../../support/postgres.ts';
import { type Daemon, temporaryFolder } from '../daemon.ts';
import { ownerOf } from '../owner.ts';
import { answer, begin, ended, fewPersonas, outline, PATIENT, WHOLE } from './telling.ts';
import { afterwards, World } from './world.ts';

vi.setConfig({ testTimeout: 400_000 });

const server = await reachablePostgres();
const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';

describe.skipIf(server.url === null)(`two daemons in one workspace${skipped}`, () => {
  test('what people do goes to either, and the design is told once', async () => {
    const { world, daemons } = await opened();
    const card = await begin(world);
    await answer(world, card);
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    for (const daemon of daemons) expect(daemon.output).toContain('slack_connected');
    expect(world.slack.record.violations).toEqual([]);
  });

  test.each([
    ['while people answer', /before they write/],
    ['while they argue', /They differ on D1/],
  ])('C18: when its owner is killed %s, the other goes on in the same thread', async (_, words) => {
    const { world, daemons } = await opened();
    const card = await begin(world);
    const owner = await ownerOf(() => world.design(), daemons);
    world.daemon = daemons.find((each) => each !== owner) ?? owner;
    const isAnswered = words.source.includes('differ');
    if (isAnswered) await answer(world, card);
    await world.says(card, words);
    owner.signal('SIGKILL');
    await owner.ended();
    if (!isAnswered) await answer(world, card);
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    expect(world.slack.record.violations).toEqual([]);
  });
});

/** A workspace that two daemons serve, each as on a machine of its own. */
async function opened(): Promise<{ world: World; daemons: readonly [Daemon, Daemon] }> {
  const database = await ownDatabase(server.url ?? '');
  afterwards(database.drop);
  const world = await World.open({
    slack: { ...PATIENT, retriesMs: [0, 1_000, 5_000, 20_000] },
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
