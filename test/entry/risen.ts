import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { until } from './slack/world.ts';

interface Mortal {
  /** Of the newest daemon, also before that is ready. */
  readonly process: ChildProcess;
  begin(): Promise<unknown>;
}

/**
 * Starts a daemon again whenever the one that there is was killed, until as many were killed as are to be. One may be killed
 * before it is ready: it goes on with what is due first.
 */
export async function risen(
  world: Mortal,
  victims: ReadonlyMap<ChildProcess, string>,
  kills: number,
): Promise<void> {
  while (victims.size < kills || victims.has(world.process)) {
    const { process } = world;
    await until('the next kill', () => victims.has(process));
    if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
    await world.begin().catch((error: unknown) => {
      if (!victims.has(world.process)) throw error;
    });
  }
}
