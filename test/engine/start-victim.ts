/** Another Charrette, as a process of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { childrenOf } from './processes.ts';
import { until } from './world.ts';

const VICTIM = new URL('./victim.ts', import.meta.url).pathname;

export interface VictimOptions {
  readonly folder: string;
  readonly databaseUrl?: string | undefined;
  /** The point of `kill-points.ts` at which it dies or stands still; without one it plays to the end. */
  readonly point?: string;
  readonly signal?: 'SIGKILL' | 'SIGSTOP';
  /** Leases of ten seconds, as daemons have them. */
  readonly hasUsualPace?: boolean;
  /** Offset of its clock. */
  readonly aheadMs?: number;
  readonly latencyMs?: number;
}

function startVictim(options: VictimOptions): ChildProcess {
  const given = [VICTIM, JSON.stringify(options)];
  return spawn(process.execPath, given, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Resolves when it has died at the point; rejects if it never came there. */
export async function runUntilKilled(
  folder: string,
  databaseUrl: string | undefined,
  point: string,
) {
  const [code, signal] = await once(startVictim({ folder, databaseUrl, point }), 'exit');
  if (signal !== 'SIGKILL') throw new Error(`it ended with ${code} before ${point}`);
}

export interface Victim extends AsyncDisposable {
  /** Resolves when it stands still. */
  standsStill(): Promise<unknown>;
  /** With all of its processes, as a machine is suspended. */
  suspend(): void;
  wake(): void;
  /** Resolves when it has played to the end. */
  ended(): Promise<void>;
}

/** It stops at its point alone, and its children go on. */
export function runVictim(options: VictimOptions): Victim {
  const victim = startVictim({ signal: 'SIGSTOP', ...options });
  const exited = once(victim, 'exit');
  const { pid = 0 } = victim;
  // While their parent stands still no child is gone, whatever it does.
  const signalChildren = (signal: NodeJS.Signals) => {
    for (const child of childrenOf(pid)) process.kill(child, signal);
  };
  const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8');
  return {
    standsStill: () => until('it stands still', () => /\) T /.test(stat())),
    suspend() {
      victim.kill('SIGSTOP');
      signalChildren('SIGSTOP');
    },
    wake() {
      signalChildren('SIGCONT');
      victim.kill('SIGCONT');
    },
    async ended() {
      const [code, signal] = await exited;
      if (code !== 0) throw new Error(`it ended with ${code ?? signal}`);
    },
    async [Symbol.asyncDispose]() {
      victim.kill('SIGSTOP');
      signalChildren('SIGKILL');
      victim.kill('SIGKILL');
      await exited;
    },
  };
}
