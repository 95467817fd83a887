import limit from 'p-limit';
import { expect } from 'vitest';
import { type Api, Daemon } from '../entry/daemon.ts';
import { reachablePostgres } from '../support/databases/postgres.ts';
import type { DaemonOptions } from '../support/processes/daemon-process.ts';
import { needing } from '../support/runner/needing.ts';
import type { Need } from '../support/runner/needs.ts';
import { Disk } from './disk.ts';
import { expectNoProcess, expectThread, expectVerified, expectWhole } from './expected.ts';
import { HANDING_OVER, type KillStory } from './kill-points.ts';
import { attend, say, start, untilAsked } from './people.ts';
import { endOf, until, World } from './world.ts';

/**
 * Stories that run at the same time: each waits most of its time, until the store gives up a daemon
 * that was killed.
 */
const AT_ONCE = 6;

type Stoppable = Api & { readonly output: string; stop(): Promise<unknown> };

/** How daemons are run and killed: each as a separate process, or all in this one. */
export interface Way {
  readonly name: string;
  /** The rules that it shows. */
  readonly rules: string;
  /** What it needs beside the store. */
  readonly needs: readonly Need[];
  /** Whether it can be struck at this point. */
  strikes(point: string): boolean;
  start(world: World, options: DaemonOptions): Promise<Stoppable>;
  /**
   * Runs one that is to be killed at this point, while people do `what` they can; resolves when it
   * is gone.
   */
  untilKilled(
    world: World,
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
  /** What people choose at its gates. */
  readonly choices: Parameters<typeof attend>[2];
}

/** With a real `kill -9` of a real daemon. */
export const REALLY: Way = {
  name: 'processes',
  rules: 'C18, P4',
  needs: [],
  strikes: () => true,
  start: (world, options) => world.start(options),
  async untilKilled(world, options, killPoint, what) {
    const running = world.launch({ ...options, killPoint });
    const noticed = noticing(Daemon.ready(running).then(what));
    const end = await endOf(running, killPoint);
    expect(end, `${killPoint}: people noticed ${noticed()}\n${running.output()}`).toBe('SIGKILL');
  },
};

/**
 * The daemon is cut off from everything at that moment, as a dead one is, and its connections are
 * closed.
 */
export const HERE: Way = {
  name: 'daemons in this process',
  rules: 'C18, P4',
  needs: [],
  // Files are written by the modules that all of this process writes them with.
  strikes: (point) => !point.startsWith('files.'),
  start: (world, options) => world.startHere(options),
  async untilKilled(world, options, killPoint, what) {
    let isGone = false;
    const starting = world.startHere({ ...options, killPoint }, () => {
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
 * With a real kill, after which the store has no more than what was flushed: what its process wrote
 * besides, and the system has in its memory, is lost with the power.
 */
export const POWER_CUT: Way = {
  name: 'processes that lose their power',
  rules: 'P10, C18, P4',
  needs: ['strace'],
  strikes: () => true,
  start: (world, options) => world.start(options),
  async untilKilled(world, options, point, what) {
    const told: Api[] = [];
    const disk = await Disk.before(options.dataDir);
    const traced = { ...options, under: disk.under };
    await REALLY.untilKilled(world, traced, point, async (daemon) => {
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

/** Tells stories with daemons that are killed like this, each in a world of its own. */
export async function tellKillStories({
  store,
  way,
  stories,
  isAlsoStopped = false,
  lifeMs,
}: {
  readonly store: 'SQLite' | 'Postgres';
  readonly way: Way;
  readonly stories: readonly KillStory[];
  /** One more of them is told to stop, and killed meanwhile. */
  readonly isAlsoStopped?: boolean;
  /** Milliseconds for each daemon of a story, where all of them have no more than any test has. */
  readonly lifeMs?: number;
}): Promise<void> {
  const { describe, test } = await needing(
    ...way.needs,
    ...(store === 'Postgres' ? ['postgres' as const] : []),
  );
  const serverUrl = store === 'Postgres' ? (await reachablePostgres()).url : null;
  const oneOfFew = limit(AT_ONCE);
  const lasting = (killed: readonly string[]) =>
    lifeMs === undefined ? {} : { timeout: (killed.length + 1) * lifeMs };

  describe(`${way.name} on ${store}`, { concurrent: true }, () => {
    for (const { when, points, isSentBack } of stories) {
      const struck = points.filter((point) => way.strikes(point));
      test(
        `${way.rules}: killed when ${when}, at ${struck.join(', at ')}: it completes, and nothing is said twice`,
        lasting(struck),
        ({ onTestFinished }) =>
          oneOfFew(async () => {
            const stage = await openStage(
              when,
              onTestFinished,
              isSentBack && ['send_back', 'accept'],
            );
            for (const point of struck) await untilKilled(stage, point);
            await expectCompletion(stage);
          }),
      );
    }
    if (!isAlsoStopped) return;
    test(
      `C18: asked to stop and killed meanwhile, at ${HANDING_OVER.join(', at ')}: its design completes`,
      lasting(HANDING_OVER),
      ({ onTestFinished }) =>
        oneOfFew(async () => toldToStop(await openStage('it hands over', onTestFinished))),
    );
  });

  async function openStage(
    when: string,
    finished: Parameters<typeof World.ofTest>[1],
    choices?: Stage['choices'],
  ): Promise<Stage> {
    const world = await World.ofTest(0, finished);
    const database = serverUrl === null ? null : await world.database(serverUrl);
    const options = await world.daemon(database, { CHARRETTE_STANDBY: '0' });
    return { way, world, options, topic: `Killed on ${store} when ${when}`, choices };
  }
}

function untilKilled({ way, world, options, ...stage }: Stage, point: string): Promise<void> {
  return way.untilKilled(world, options, point, (daemon) => attendUntil(point, daemon, stage));
}

/** Told to stop while people are answering. */
async function toldToStop(stage: Stage): Promise<void> {
  const { way, world, options, topic } = stage;
  for (const point of HANDING_OVER) {
    await way.untilKilled(world, options, point, async (daemon) => {
      await untilAsked(daemon, await start(daemon, topic), 'answering_opened');
      await daemon.stop();
    });
  }
  await expectCompletion(stage);
}

/**
 * Nothing was lost, posted twice or left over, once a last daemon has run the design to its end.
 */
async function expectCompletion({ way, world, options, topic, choices }: Stage): Promise<void> {
  const daemon = await way.start(world, options);
  const id = await start(daemon, topic);
  await attend(daemon, id, choices);
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
async function attendUntil(
  point: string,
  daemon: Api,
  { topic, choices }: Pick<Stage, 'topic' | 'choices'>,
): Promise<void> {
  // A design that a person asks about is claimed for them; the others are claimed when they are
  // due.
  if (point.startsWith('fleet.claimDue')) return;
  const id = await start(daemon, topic);
  await untilAsked(daemon, id, 'answering_opened');
  if (point.startsWith('chat.post(questions)')) return;
  await say(daemon, id, 'answered', { author: 'ana' });
  await untilAsked(daemon, id, 'gate_opened');
  if (!point.startsWith('chat.post(gate)')) await attend(daemon, id, choices);
}
