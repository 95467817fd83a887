import { setTimeout as delay } from 'node:timers/promises';
import type { Connections } from './database.ts';
import type { Fleet } from './fleet.ts';
import type { PlannedFault } from './plan.ts';
import { isPersona, processesOf } from './processes.ts';

export interface Target {
  /** `null` where no daemon is hit. */
  readonly fleet: Fleet | null;
  readonly runFolder: string;
  /** `null` where there is no server to cut connections of. */
  readonly connections: Connections | null;
}

/**
 * Lets one fault after the other happen until the signal comes; resolves when nothing is frozen or
 * away any more. Counts in `happened` what has hit something; what has not comes again, together
 * with a later one.
 */
export async function storm(
  faults: Iterable<PlannedFault>,
  target: Target,
  happened: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const lasting: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  const missed: PlannedFault[] = [];
  for (const planned of faults) {
    await delay(planned.afterMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) break;
    for (const fault of [planned, ...missed.splice(0, 1)]) {
      const over = inflict(fault, target).then((hit) => {
        if (hit) happened.set(fault.kind, (happened.get(fault.kind) ?? 0) + 1);
        else missed.push(fault);
      });
      lasting.push(over.catch((error: unknown) => failures.push(error)));
    }
  }
  await Promise.all(lasting);
  if (failures.length > 0) throw failures[0];
}

/** Whether there was anything to hit. Resolves when what was done is over. */
async function inflict(
  fault: PlannedFault,
  { fleet, runFolder, connections }: Target,
): Promise<boolean> {
  const { kind, target, lastsMs } = fault;
  switch (kind) {
    case 'persona_killed':
      return signalled(personaAt(runFolder, target), 'SIGKILL');
    case 'persona_frozen': {
      const pid = personaAt(runFolder, target);
      if (!signalled(pid, 'SIGSTOP')) return false;
      await delay(lastsMs);
      signalled(pid, 'SIGCONT');
      return true;
    }
    case 'daemon_killed':
      return (await fleet?.restart(target, 'SIGKILL', lastsMs)) === true;
    case 'daemon_terminated':
      return (await fleet?.restart(target, 'SIGTERM', lastsMs)) === true;
    case 'daemon_frozen_briefly':
    case 'daemon_frozen_long':
      return (await fleet?.freeze(target, lastsMs)) === true;
    case 'connection_cut':
      return (await connections?.cut(target)) === true;
    case 'store_goes_back':
      return (await connections?.goBack(lastsMs)) === true;
    case 'all_connections_cut':
      return (await connections?.cut('all')) === true;
  }
}

function personaAt(runFolder: string, target: number): number | undefined {
  const personas = processesOf(runFolder).filter(isPersona);
  return personas[Math.floor(target * personas.length)]?.pid;
}

function signalled(pid: number | undefined, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
