/**
 * `node bench/light.ts`: the cost of a command and an idle daemon on this machine, as people start
 * them, beside a bare Node and a bare `node:sqlite`: time to `charrette ready` on a new folder,
 * processor time of `charrette list` against a daemon, memory (PSS) of an idle daemon without
 * gateways and standby, and of all processes of one design with seven sessions at their most. Also
 * the start on a new folder after a `kill -9` of the daemon before, and a start and `list` where
 * this user may not write to the program's folder (a tree that is read-only, mounted in a namespace
 * of its own; left out where none may be made). `--entry FILE`: another program, like an installed
 * package's. Medians of `RUNS`. Linux only.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import {
  describeMachine,
  judgeAim,
  mebibytesOf,
  medianOf,
  processorMsOf,
  sizeOf,
  words,
} from './machine.ts';

const RUNS = sizeOf(5, 1);
/** The flags of `npm start` and the installed command. */
const FLAGS = ['--max-semi-space-size=2'];
const OWN_ENTRY = join(import.meta.dirname, '../src/entry/charrette.mjs');
const ENTRY = words[0] === '--entry' ? (words[1] ?? OWN_ENTRY) : OWN_ENTRY;
/** Mounts the program's folder once more, read-only, for what follows. */
const READ_ONLY = [
  '-rm',
  'sh',
  '-c',
  'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"',
];
const PROGRAM_FOLDER = join(ENTRY, '../../..');
const canBeReadOnly = spawnSync('unshare', [...READ_ONLY, PROGRAM_FOLDER, 'true']).status === 0;
const TOPIC = 'Where do the logs of the workers go?';
const FIVE = 'archaeologist,failure-analyst,migrationist,outsider,subtractor';
/** Milliseconds after which a start has given back its leftovers. */
const SETTLE_MS = sizeOf(5_000, 500);
/** Milliseconds after which a daemon has written what it compiled. */
const COMPILED_MS = 2_500;
const LOOK_MS = 50;
const OPEN_STORE = `const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
database.exec('pragma journal_mode = wal; create table one (value integer); insert into one values (1)');`;

function environment(dataDir: string): NodeJS.ProcessEnv {
  const { PATH = '', HOME = '' } = process.env;
  const rehearsal = {
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '100',
    CHARRETTE_STANDBY: '0',
  };
  return { PATH, HOME, ...rehearsal, CHARRETTE_DATA_DIR: dataDir, CHARRETTE_HTTP_PORT: '0' };
}

async function inNewFolder<Result>(
  work: (dataDir: string) => Result | Promise<Result>,
  parent = tmpdir(),
): Promise<Result> {
  const dataDir = mkdtempSync(join(parent, 'bench-light-'));
  try {
    return await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/**
 * Returns milliseconds of wall time, and of processor time with children, of a command that ends by
 * itself.
 */
function costOf(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  isReadOnly = false,
): { wall: number; cpu: number } {
  const startedAt = performance.now();
  const script = '"$@" > /dev/null && times';
  const command = ['sh', '-c', script, 'sh', process.execPath, ...argv];
  const [program = '', ...words] = isReadOnly
    ? ['unshare', ...READ_ONLY, PROGRAM_FOLDER, ...command]
    : command;
  const { stdout, status } = spawnSync(program, words, { env, encoding: 'utf8' });
  const wall = performance.now() - startedAt;
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}`);
  // The second line of `times` is that of the children: `0m0.210s 0m0.050s`.
  const spent = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return {
    wall,
    cpu:
      spent.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0) *
      1_000,
  };
}

/** Starts a daemon; resolves when it is ready. `readyCpuMs`: processor time until then. */
async function daemonIn(
  dataDir: string,
): Promise<{ daemon: ChildProcess; readyMs: number; readyCpuMs: number }> {
  const startedAt = performance.now();
  const daemon = spawn(process.execPath, [...FLAGS, ENTRY, 'serve'], {
    env: environment(dataDir),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (daemon.stdout === null) throw new Error('standard output is piped');
  for await (const line of createInterface({ input: daemon.stdout }))
    if (line.startsWith('charrette ready')) break;
  return {
    daemon,
    readyMs: performance.now() - startedAt,
    readyCpuMs: processorMsOf(daemon.pid ?? 0),
  };
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Returns MiB of this process and everything below it; one that ends meanwhile counts nothing. */
function treeMebibytes(pid: number): number {
  let own = 0;
  try {
    own = mebibytesOf(pid);
  } catch {
    return 0;
  }
  return childrenOf(pid).reduce((sum, child) => sum + treeMebibytes(child), own);
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    return [];
  }
}

async function measure() {
  const bare = costOf(['-e', ''], environment(tmpdir()));
  const sqlite = await inNewFolder((folder) =>
    costOf(['-e', OPEN_STORE, join(folder, 'bare.db')], environment(folder)),
  );
  const killed = await inNewFolder(async (dataDir) => {
    rmSync(join(PROGRAM_FOLDER, 'node_modules/.cache/compiled'), { recursive: true, force: true });
    const before = await daemonIn(dataDir);
    await delay(Math.max(SETTLE_MS, COMPILED_MS));
    await stopChild(before.daemon, 'SIGKILL');
    const after = await inNewFolder(daemonIn);
    await stopChild(after.daemon, 'SIGKILL');
    return {
      firstCpuMs: before.readyCpuMs,
      killedCpuMs: after.readyCpuMs,
      killedMs: after.readyMs,
    };
  });
  const readOnly = await inNewFolder((dataDir) => {
    if (!canBeReadOnly) return null;
    const list = () => costOf([...FLAGS, ENTRY, 'list'], environment(dataDir), true);
    list();
    return list();
    // Not in the folder for temporary files, which is everybody's: nothing that runs is kept there.
  }, homedir());
  const served = await inNewFolder(async (dataDir) => {
    const { daemon, readyMs } = await daemonIn(dataDir);
    const list = costOf([...FLAGS, ENTRY, 'list'], environment(dataDir));
    await delay(SETTLE_MS);
    const idle = treeMebibytes(daemon.pid ?? 0);
    await stopChild(daemon);
    return { readyMs, list, idle };
  });
  const design = await inNewFolder(async (dataDir) => {
    const argv = [...FLAGS, ENTRY, 'design', TOPIC, '--personas', FIVE];
    const running = spawn(process.execPath, argv, { env: environment(dataDir), stdio: 'ignore' });
    let most = 0;
    while (running.exitCode === null && running.signalCode === null) {
      most = Math.max(most, treeMebibytes(running.pid ?? 0));
      await delay(LOOK_MS);
    }
    return most;
  });
  return { bare, sqlite, ...killed, readOnly, ...served, design };
}

console.log(`${describeMachine()}; medians of ${RUNS}\n`);
const runs: Awaited<ReturnType<typeof measure>>[] = [];
for (let run = 0; run < RUNS; run++) runs.push(await measure());
const median = (of: (run: (typeof runs)[number]) => number) => medianOf(runs.map(of));
const row = (
  what: string,
  of: (run: (typeof runs)[number]) => number,
  unit: string,
  most: number | null = null,
) => {
  const values = runs.map(of).toSorted((one, other) => one - other);
  const formatAmount = (value = Number.NaN) => `${Math.round(value).toLocaleString('en')} ${unit}`;
  return {
    what,
    median: formatAmount(median(of)),
    least: formatAmount(values[0]),
    most: formatAmount(values.at(-1)),
    aim: most === null ? '' : judgeAim(median(of), '≤', most, ` ${unit}`),
  };
};
console.table([
  row('bare Node, wall', ({ bare }) => bare.wall, 'ms'),
  row('bare Node, processor', ({ bare }) => bare.cpu, 'ms'),
  row('bare node:sqlite on a new file, wall', ({ sqlite }) => sqlite.wall, 'ms'),
  row('new folder → charrette ready, wall', ({ readyMs }) => readyMs, 'ms', 470),
  row('the same of the very first start, processor', ({ firstCpuMs }) => firstCpuMs, 'ms'),
  row('the same after a kill -9, processor', ({ killedCpuMs }) => killedCpuMs, 'ms'),
  row('the same after a kill -9, wall', ({ killedMs }) => killedMs, 'ms'),
  row(
    'the second list, read-only, no daemon, processor',
    ({ readOnly }) => readOnly?.cpu ?? Number.NaN,
    'ms',
  ),
  row('charrette list against a daemon, wall', ({ list }) => list.wall, 'ms'),
  row('charrette list against a daemon, processor', ({ list }) => list.cpu, 'ms', 220),
  row('idle daemon, PSS', ({ idle }) => idle, 'MiB', 85),
  row('all processes of one design, seven sessions, PSS', ({ design }) => design, 'MiB', 220),
]);
