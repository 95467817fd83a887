import { expect } from 'vitest';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import type { Daemon } from '../entry/daemon.ts';
import type { InProcess } from '../entry/in-process.ts';
import { reachablePostgres } from '../support/databases/postgres.ts';
import { childrenOf } from '../support/processes/child-sessions.ts';
import type { DaemonOptions } from '../support/processes/daemon-process.ts';
import { expectNoProcess, expectThread, expectWhole } from './expected.ts';
import { until, World } from './world.ts';

/** Long enough for something to happen while the model is being asked. */
const LATENCY_MS = 150;

export type Some = Daemon | InProcess;
export type Pair<One extends Some = Some> = readonly [One, One];
type Finished = Parameters<typeof World.ofTest>[1];

/** Two machines of the running test on one separate database: each with its own folder. */
export async function openMachines(
  finished: Finished,
  environment: Record<string, string> = {},
): Promise<{ readonly world: World; readonly machines: readonly [DaemonOptions, DaemonOptions] }> {
  const { url } = await reachablePostgres();
  if (url === null) throw new Error('this is only called where there is a Postgres');
  const world = await World.ofTest(LATENCY_MS, finished);
  const database = await world.database(url);
  const machines = await Promise.all([
    world.daemon(database, environment),
    world.daemon(database, environment),
  ]);
  return { world, machines };
}

/** A story of two daemons in this process, either of which may own what. */
export async function withTwo(
  finished: Finished,
  story: (daemons: Pair<InProcess>, world: World) => Promise<void>,
  environment: Record<string, string> = {},
): Promise<void> {
  const { world, machines } = await openMachines(finished, environment);
  const [one, two] = await Promise.all(machines.map((options) => world.startHere(options)));
  if (one === undefined || two === undefined) throw new Error('not two daemons');
  await toldBy([one, two], (daemons) => story(daemons, world));
}

/** A story of two processes. */
export async function withTwoProcesses(
  finished: Finished,
  story: (daemons: Pair<Daemon>, world: World) => Promise<void>,
  environment: Record<string, string> = {},
): Promise<void> {
  const { world, machines } = await openMachines(finished, environment);
  const [one, two] = await Promise.all(machines.map((options) => world.start(options)));
  if (one === undefined || two === undefined) throw new Error('not two daemons');
  await toldBy([one, two], (daemons) => story(daemons, world));
}

/** When the story fails, the daemons say what they have seen. */
export async function toldBy<One extends Some>(
  daemons: Pair<One>,
  story: (daemons: Pair<One>) => Promise<void>,
): Promise<void> {
  await story(daemons).catch((error: unknown) => {
    const said = daemons.map(
      ({ output }, index) => `daemon ${index + 1}:\n${output.slice(-6_000)}`,
    );
    throw new Error(`${String(error)}\n${said.join('\n')}`, { cause: error });
  });
}

/** The one of the two that has the design's sessions, and the other. */
export async function ownerFirst<One extends Some>(
  daemons: Pair<One>,
  id: string,
): Promise<Pair<One>> {
  const [one, two] = daemons;
  let found: Pair<One> | null = null;
  await until('sessions of the design', async () => {
    const { personas } = await one.design(id);
    const has = (daemon: Some) =>
      'sessions' in daemon
        ? personas.some(
            ({ sessionId }) => sessionId !== null && daemon.sessions.running.has(sessionId),
          )
        : personas.some(({ pid }) => pid !== null && childrenOf(daemon.pid).includes(pid));
    if (has(one)) found = [one, two];
    else if (has(two)) found = [two, one];
    return found !== null;
  });
  return found ?? [one, two];
}

export async function ends(...daemons: Some[]): Promise<void> {
  for (const daemon of daemons) {
    const end = await daemon.stop();
    if (end !== undefined) expect(end, daemon.output).toEqual({ code: 0, signal: null });
  }
}

/** Looked at again after the daemons have ended, since nothing can be added then. */
export async function expectWholeAfter(
  { chat }: World,
  id: string,
  survivor: Some,
  ...others: Some[]
): Promise<void> {
  await expectWhole(survivor, id, chat);
  const { seen } = survivor.events(id);
  await ends(survivor, ...others);
  await expectThread(seen, id, chat);
  await expectNoProcess(seen);
}

/** The beginning of a round of this kind. */
export const began = (kind: string) => (event: PublicEvent) =>
  event.type === 'round_opened' && event.kind === kind;
