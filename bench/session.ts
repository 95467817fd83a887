/**
 * The cost of a persona's crash: from kill -9 until its replacement is healthy, with and without a
 * standby, against the start of an empty Node process to its first message; and the memory of an
 * idle session. Linux only.
 *
 * All kinds are measured in turn within one run, since only their ratios carry over to another
 * machine. PSS divides the pages of the Node binary among all Node processes of the machine, so
 * other ones running at the same time raise the ratio of memory: measure on a quiet machine.
 *
 * Run with `node bench/session.ts [rounds]`.
 */
import { spawn } from 'node:child_process';
import { randomUUIDv7 } from 'node:crypto';
import { once } from 'node:events';
import { systemClock as clock } from '../src/adapters/system/clock.ts';
import { ParticipantId, SessionId } from '../src/core/vocabulary/ids.ts';
import type { Sessions } from '../src/sessions/session.ts';
import { createProcessSessions } from '../src/sessions/sessions.ts';
import { silentLog as log } from '../test/support/runner/silent-log.ts';
import { describeMachine, judgeAim, mebibytesOf, medianOf, sizeOf, words } from './machine.ts';

const rounds = sizeOf(Math.max(15, Number.parseInt(words[0] ?? '25', 10)), 1);
const participant = ParticipantId.parse('ada');

/** Time for a process to settle before its memory is read or the next kind is measured. */
const SETTLE_MS = 250;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

function openSessions(standby: number, standbyReady: () => void = () => undefined): Sessions {
  return createProcessSessions({
    clock,
    log: { ...log, debug: (event) => event === 'session_standby_ready' && standbyReady() },
    readyMs: 10_000,
    heartbeatMs: 60_000,
    memoryBytes: 256 * 1024 * 1024,
    stopMs: 1_000,
    standby,
    refillPauseMs: SETTLE_MS,
    environment: process.env,
  });
}

/** Starts an empty Node process with a channel, and measures to its first message. */
async function bareFork(): Promise<{ startMs: number; pss: number }> {
  const code = "process.on('message', () => {}); process.send('here')";
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['-e', code], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(child, 'message');
  const startMs = performance.now() - startedAt;
  await settle();
  const pss = mebibytesOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { startMs, pss };
}

/** Starts a session; `lost` resolves when it is reported lost. */
async function healthy(sessions: Sessions): Promise<{ pid: number; lost: Promise<void> }> {
  const lost = Promise.withResolvers<void>();
  const pid = await new Promise<number>((resolve) => {
    sessions.start(SessionId.parse(`ses_${randomUUIDv7()}`), participant, {
      onReady: resolve,
      onMessage: () => undefined,
      onLoss: () => lost.resolve(),
    });
  });
  return { pid, lost: lost.promise };
}

interface Replaced {
  /** From the kill to the replacement's `ready`. */
  readonly replacedMs: number;
  /** The part of it from the report of the loss on. */
  readonly startMs: number;
  readonly pid: number;
}

async function crashAndReplace(
  sessions: Sessions,
  beforeCrash: () => Promise<void>,
): Promise<Replaced> {
  const first = await healthy(sessions);
  await beforeCrash();
  await settle();
  const killedAt = performance.now();
  process.kill(first.pid, 'SIGKILL');
  await first.lost;
  const lostAt = performance.now();
  const { pid } = await healthy(sessions);
  const readyAt = performance.now();
  return { replacedMs: readyAt - killedAt, startMs: readyAt - lostAt, pid };
}

async function crashCold(): Promise<Replaced & { pssAtReady: number; pssLoaded: number }> {
  const sessions = openSessions(0);
  const replaced = await crashAndReplace(sessions, async () => undefined);
  const pssAtReady = mebibytesOf(replaced.pid);
  await settle();
  const pssLoaded = mebibytesOf(replaced.pid);
  await sessions.close();
  return { ...replaced, pssAtReady, pssLoaded };
}

async function crashWithStandby(): Promise<Replaced> {
  let warm = Promise.withResolvers<void>();
  const sessions = openSessions(1, () => warm.resolve());
  sessions.prepare();
  await warm.promise;
  warm = Promise.withResolvers<void>();
  const replaced = await crashAndReplace(sessions, () => warm.promise);
  await sessions.close();
  return replaced;
}

const bare: Awaited<ReturnType<typeof bareFork>>[] = [];
const cold: Awaited<ReturnType<typeof crashCold>>[] = [];
const standby: Replaced[] = [];
for (let round = 0; round < rounds; round += 1) {
  bare.push(await bareFork());
  cold.push(await crashCold());
  standby.push(await crashWithStandby());
}

const bareMs = medianOf(bare.map(({ startMs }) => startMs));
const barePss = medianOf(bare.map(({ pss }) => pss));
const judge = (ratio: number, bound: number | null) =>
  bound === null ? '' : judgeAim(ratio, '≤', bound, '×');
const time = (what: string, bound: number | null, values: readonly number[]) => ({
  what,
  median: `${medianOf(values).toFixed(2)} ms`,
  ratio: `${(medianOf(values) / bareMs).toFixed(2)}×`,
  aim: judge(medianOf(values) / bareMs, bound),
});
const memory = (what: string, bound: number | null, values: readonly number[]) => ({
  what,
  median: `${medianOf(values).toFixed(1)} MiB`,
  ratio: `${(medianOf(values) / barePss).toFixed(2)}×`,
  aim: judge(medianOf(values) / barePss, bound),
});

console.log(`${describeMachine()}; medians of ${rounds} rounds, in turn`);
console.table([
  time(
    'bare `node -e` fork → first message',
    null,
    bare.map(({ startMs }) => startMs),
  ),
  time(
    'kill -9 → replacement healthy, cold',
    2.5,
    cold.map(({ replacedMs }) => replacedMs),
  ),
  time(
    '  of which from the loss on',
    null,
    cold.map(({ startMs }) => startMs),
  ),
  time(
    'kill -9 → replacement healthy, standby',
    0.5,
    standby.map(({ replacedMs }) => replacedMs),
  ),
  time(
    '  of which from the loss on',
    null,
    standby.map(({ startMs }) => startMs),
  ),
  memory(
    'PSS: bare fork, idle',
    null,
    bare.map(({ pss }) => pss),
  ),
  memory(
    'PSS: session at `ready`',
    null,
    cold.map(({ pssAtReady }) => pssAtReady),
  ),
  memory(
    'PSS: session, conversation loaded, idle',
    1.5,
    cold.map(({ pssLoaded }) => pssLoaded),
  ),
]);
