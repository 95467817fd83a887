import limit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Daemon } from '../entry/daemon.ts';
import { type DaemonOptions, launchDaemon, startDaemon } from '../support/daemon-process.ts';
import { reachablePostgres } from '../support/postgres.ts';
import { expectNoProcess, expectThread, expectVerified, expectWhole } from './expected.ts';
import { MOMENTS, type Moment } from './kill-points.ts';
import { attend, start, untilAsked } from './people.ts';
import { endOf, World } from './world.ts';

/** Far beyond what one story takes, and the wait for those before it. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });
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

/** Runs a daemon that is to be killed at this point, with people who try to get their design to its end. */
async function untilKilled(options: DaemonOptions, topic: string, { point, stopped }: Moment): Promise<void> {
  const running = launchDaemon({ ...options, killPoint: point });
  const story = async (): Promise<void> => {
    const daemon = await Daemon.ready(running);
    const id = await start(daemon, topic);
    if (stopped) {
      await untilAsked(daemon, id, 'answering_opened');
      daemon.signal('SIGTERM');
    } else await attend(daemon, id);
  };
  // What people notice of the kill is whatever they were doing.
  const noticed = story().then(
    () => 'nothing',
    (error: unknown) => String(error),
  );
  const end = await endOf(running, 120_000);
  expect(end, `${await noticed}\n${running.output()}`).toBe('SIGKILL');
}

async function killedAndRecovered(store: string, moment: Moment): Promise<void> {
  const topic = `Killed on ${store} at ${moment.point} ${moment.first ?? ''} ${moment.stopped ?? ''}`;
  const options = await optionsFor(store);
  if (moment.first !== undefined) await untilKilled(options, topic, { point: moment.first });
  await untilKilled(options, topic, moment);

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

const named = MOMENTS.map((moment) => ({
  ...moment,
  name: [
    moment.point,
    ...(moment.first === undefined ? [] : [`of the daemon after one that was killed at ${moment.first}`]),
    ...(moment.stopped ? ['of a daemon that was told to stop'] : []),
  ].join(', '),
}));

describe.concurrent('on the embedded store', () => {
  test.each(named)('C18, P4: killed at $name, a design completes, and nothing is said twice', (moment) =>
    oneOfFew(() => killedAndRecovered('PGlite', moment)),
  );
});

const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';
describe.skipIf(server.url === null)(`on Postgres${skipped}`, { concurrent: true }, () => {
  test.each(named)('C18, P4: killed at $name, a design completes, and nothing is said twice', (moment) =>
    oneOfFew(() => killedAndRecovered('Postgres', moment)),
  );
});
