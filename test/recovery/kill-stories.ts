import limit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Api, Daemon } from '../entry/daemon.ts';
import { type DaemonOptions, launchDaemon, startDaemon } from '../support/daemon-process.ts';
import { reachablePostgres } from '../support/postgres.ts';
import { canTrace } from '../support/power-cut.ts';
import { Disk } from './disk.ts';
import { expectNoProcess, expectThread, expectVerified, expectWhole } from './expected.ts';
import { killEveryoneHere, startHere } from './here.ts';
import { HANDING_OVER, STORIES } from './kill-points.ts';
import { attend, say, start, untilAsked } from './people.ts';
import { endOf, until, World } from './world.ts';

/** Stories that run at the same time: each waits most of its time, until the store gives up a daemon that was killed. */
const AT_ONCE = 6;

type Stoppable = Api & { readonly output: string; stop(): Promise<unknown> };

/** How daemons are run and killed: each as a separate process, or all in this one. */
export interface Way {
  readonly name: string;
  /** The rules that it shows. */
  readonly rules: string;
  start(options: DaemonOptions): Promise<Stoppable>;
  /** Runs one that is to be killed at this point, while people do `what` they can; resolves when it is gone. */
  untilKilled(
    options: DaemonOptions,
    point: string,
    what: (daemon: Stoppable) => Promise<unknown>,
  ): Promise<void>;
}

/** One design in its world, and the daemons that it gets one after the other. */
interface Stage {
  readonly way: Way;
  readonly world: World;
  readonly options: DaemonOptions;
  readonly topic: string;
}

/** With a real `kill -9` of a real daemon. */
export const REALLY: Way = {
  name: 'processes',
  rules: 'C18, P4',
  start: startDaemon,
  async untilKilled(options, killPoint, what) {
    const running = launchDaemon({ ...options, killPoint });
    const noticed = noticing(Daemon.ready(running).then(what));
    const end = await endOf(running, killPoint);
    expect(end, `${killPoint}: people noticed ${noticed()}\n${running.output()}`).toBe('SIGKILL');
  },
};

/** The daemon is cut off from everything at that moment, as a dead one is, and its connections are closed. */
export const HERE: Way = {
  name: 'daemons in this process',
  rules: 'C18, P4',
  start: startHere,
  async untilKilled(options, killPoint, what) {
    let isGone = false;
    const starting = startHere({ ...options, killPoint }, () => {
      isGone = true;
    });
    let output = () => 'nothing yet';
    const noticed = noticing(
      starting.then((daemon) => {
        output = () => daemon.output;
        return what(daemon);
      }),
    );
    await until(killPoint, () => isGone).catch((error: unknown) => {
      throw new Error(`people noticed ${noticed()}\n${output()}`, { cause: error });
    });
  },
};

/**
 * With a real kill, after which the store has no more than what was flushed: what its process wrote besides, and the system
 * has in its memory, is lost with the power.
 */
export const POWER_CUT: Way = {
  name: 'processes that lose their power',
  rules: 'P10, C18, P4',
  start: startDaemon,
  async untilKilled(options, point, what) {
    const told: Api[] = [];
    const disk = await Disk.before(options.dataDir);
    const traced = { ...options, under: disk.under };
    await REALLY.untilKilled(traced, point, async (daemon) => {
      told.push(daemon);
      await what(daemon);
    });
    await disk.loseWhatIsNotFlushed();
    for (const daemon of told) await disk.expectStored(daemon, point);
  },
};

/** What people notice of a kill is whatever they were doing. */
function noticing(work: Promise<unknown>): () => string {
  let noticed = 'nothing yet';
  void work
    .then(
      () => 'nothing',
      (error: unknown) => String(error),
    )
    .then((outcome) => {
      noticed = outcome;
    });
  return () => noticed;
}

/**
 * Tells stories with daemons that are killed like this, and one with real kills at the points that are given, on the embedded
 * store with the power cut.
 */
export async function tellKillStories(
  store: 'SQLite' | 'Postgres',
  way: Way,
  reallyKilledAt: readonly string[] = [],
  stories: readonly string[] = Object.keys(STORIES),
): Promise<void> {
  /** Far beyond what one story takes, and the wait for those before it. */
  vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 120_000 });
  const server = store === 'Postgres' ? await reachablePostgres() : { url: null, reason: null };
  const oneOfFew = limit(AT_ONCE);
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(async () => {
    await killEveryoneHere();
    await world.close();
  });
  const tell = (toldBy: Way, when: string, story: (stage: Stage) => Promise<void>) =>
    oneOfFew(async () => {
      const database = server.url === null ? null : await world.database(server.url);
      const options = await world.daemon(database, { CHARRETTE_STANDBY: '0' });
      await story({ way: toldBy, world, options, topic: `Killed on ${store} when ${when}` });
    });

  const real = store === 'SQLite' && canTrace ? POWER_CUT : REALLY;
  const reason = way === POWER_CUT && !canTrace ? 'strace cannot be used here' : server.reason;
  const skipped = reason === null ? '' : ` (skipped: ${reason})`;
  describe.skipIf(reason !== null)(`${way.name} on ${store}${skipped}`, { concurrent: true }, () => {
    for (const when of stories) {
      const points = STORIES[when] ?? [];
      test(`${way.rules}: killed when ${when}, at ${points.join(', at ')}: it completes, and nothing is said twice`, () =>
        tell(way, when, (stage) => killedAndChecked(stage, points)));
    }
    test(`C18: asked to stop and killed meanwhile, at ${HANDING_OVER.join(', at ')}: its design completes`, () =>
      tell(way, 'it hands over', toldToStop));
    test.skipIf(reallyKilledAt.length === 0)(
      `${real.rules}: ${real.name}, at ${reallyKilledAt.join(', at ')}: it completes, and nothing is said twice`,
      () => tell(real, 'it is a process', (stage) => killedAndChecked(stage, reallyKilledAt)),
    );
  });
}

async function killedAndChecked(
  { way, world, options, topic }: Stage,
  points: readonly string[],
): Promise<void> {
  for (const point of points) {
    await way.untilKilled(options, point, (daemon) => attendUntil(point, daemon, topic));
  }
  await expectCompletion({ way, world, options, topic });
}

/** Told to stop while people are answering. */
async function toldToStop({ way, world, options, topic }: Stage): Promise<void> {
  for (const point of HANDING_OVER) {
    await way.untilKilled(options, point, async (daemon) => {
      await untilAsked(daemon, await start(daemon, topic), 'answering_opened');
      await daemon.stop();
    });
  }
  await expectCompletion({ way, world, options, topic });
}

/** Nothing was lost, posted twice or left over, once a last daemon has run the design to its end. */
async function expectCompletion({ way, world, options, topic }: Stage): Promise<void> {
  const daemon = await way.start(options);
  const id = await start(daemon, topic);
  await attend(daemon, id);
  await expectWhole(daemon, id, world.chat);
  const { seen } = daemon.events(id);
  const end = await daemon.stop();
  if (way !== HERE) expect(end, daemon.output).toEqual({ code: 0, signal: null });
  await expectThread(seen, id, world.chat);
  await expectNoProcess(seen);
  await expectVerified(options.dataDir, id);
  const said = world.chat.posted.filter(({ thread }) => thread === topic);
  expect(said.filter((message) => !message.id.startsWith(`${id}/`))).toEqual([]);
}

/** People who keep out of the way of what is to happen by itself. */
async function attendUntil(point: string, daemon: Api, topic: string): Promise<void> {
  // A design that a person asks about is claimed for them; the others are claimed when they are due.
  if (point.startsWith('fleet.claimDue')) return;
  const id = await start(daemon, topic);
  await untilAsked(daemon, id, 'answering_opened');
  if (point.startsWith('chat.post(questions)')) return;
  await say(daemon, id, 'answered', { author: 'ana' });
  await untilAsked(daemon, id, 'gate_opened');
  if (!point.startsWith('chat.post(gate)')) await attend(daemon, id);
}
