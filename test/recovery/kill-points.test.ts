import limit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Daemon } from '../entry/daemon.ts';
import { type DaemonOptions, launchDaemon, startDaemon } from '../support/daemon-process.ts';
import { reachablePostgres } from '../support/postgres.ts';
import { expectNoProcess, expectThread, expectVerified, expectWhole } from './expected.ts';
import { HANDING_OVER, STORIES } from './kill-points.ts';
import { attend, say, start, untilAsked } from './people.ts';
import { endOf, World } from './world.ts';

/** Far beyond what one story takes, and the wait for those before it. */
vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 120_000 });
/** Longest wait for one daemon to come to the moment at which it is killed. */
const BOUND_MS = 120_000;
/** Stories told at the same time. */
const AT_ONCE = 3;

const server = await reachablePostgres();
const oneOfFew = limit(AT_ONCE);
let world: World;

beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

async function optionsFor(store: string): Promise<DaemonOptions> {
  const database = store === 'Postgres' ? await world.database(server.url ?? '') : null;
  return world.daemon(database, { CHARRETTE_STANDBY: '0' });
}

/** Runs a daemon that is to be killed at this point, while people do `what` they can. */
async function untilKilled(
  options: DaemonOptions,
  killPoint: string,
  what: (daemon: Daemon) => Promise<unknown>,
): Promise<void> {
  const running = launchDaemon({ ...options, killPoint });
  // What they notice of the kill is whatever they were doing.
  let noticed = 'nothing yet';
  Daemon.ready(running)
    .then(what)
    .then(
      () => 'nothing',
      (error: unknown) => String(error),
    )
    .then((outcome) => {
      noticed = outcome;
    });
  const end = await endOf(running, killPoint, BOUND_MS);
  expect(end, `${killPoint}: people noticed ${noticed}\n${running.output()}`).toBe('SIGKILL');
}

/** Nothing was lost, nothing was said twice, and nothing is left, once a last daemon has gone on to the end. */
async function expectCompletion(options: DaemonOptions, topic: string): Promise<void> {
  const daemon = await startDaemon(options);
  const id = await start(daemon, topic);
  await attend(daemon, id);
  await expectWhole(daemon, id, world.chat);
  const { seen } = daemon.events(id);
  expect(await daemon.stop(), daemon.output).toEqual({ code: 0, signal: null });
  await expectThread(seen, id, world.chat);
  await expectNoProcess(seen);
  await expectVerified(options.dataDir, id);
  const said = world.chat.posted.filter(({ thread }) => thread === topic);
  expect(said.filter((message) => !message.id.startsWith(`${id}/`))).toEqual([]);
}

/** People who keep out of the way of what is to happen by itself. */
async function attendUntil(point: string, daemon: Daemon, topic: string): Promise<void> {
  // What somebody asks about is claimed for them; what is claimed because it is due is what nobody asks about.
  if (point.startsWith('fleet.claimDue')) return;
  const id = await start(daemon, topic);
  await untilAsked(daemon, id, 'answering_opened');
  if (point.startsWith('chat.post(questions)')) return;
  await say(daemon, id, 'answered', { author: 'ana' });
  await untilAsked(daemon, id, 'gate_opened');
  if (!point.startsWith('chat.post(gate)')) await attend(daemon, id);
}

async function told(store: string, when: string, points: readonly string[]): Promise<void> {
  const topic = `Killed on ${store} when ${when}`;
  const options = await optionsFor(store);
  for (const point of points) {
    await untilKilled(options, point, (daemon) => attendUntil(point, daemon, topic));
  }
  await expectCompletion(options, topic);
}

async function toldToStop(store: string): Promise<void> {
  const topic = `Killed on ${store} while it hands over`;
  const options = await optionsFor(store);
  for (const point of HANDING_OVER) {
    await untilKilled(options, point, async (daemon) => {
      await untilAsked(daemon, await start(daemon, topic), 'answering_opened');
      daemon.signal('SIGTERM');
    });
  }
  await expectCompletion(options, topic);
}

const STORES = [
  { store: 'PGlite', reason: null },
  { store: 'Postgres', reason: server.reason },
] as const;

for (const { store, reason } of STORES) {
  const skipped = reason === null ? '' : ` (skipped: ${reason})`;
  describe.skipIf(reason !== null)(`on ${store}${skipped}`, { concurrent: true }, () => {
    for (const [when, points] of Object.entries(STORIES)) {
      test(`C18, P4: killed when ${when}, at ${points.join(', at ')}: it completes, and nothing is said twice`, () =>
        oneOfFew(() => told(store, when, points)));
    }
    test(`C18: told to stop and killed meanwhile, at ${HANDING_OVER.join(', at ')}: its design completes`, () =>
      oneOfFew(() => toldToStop(store)));
  });
}
