import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SessionId } from '../../core/ids.ts';
import { childEnvironment } from './environment.ts';
import type { ProcessLimits, Program } from './settings.ts';

const MEBIBYTE = 1024 * 1024;
/** What Node 26 holds resident beside the V8 heap: its own code, stacks, buffers. Seen: 45 to 60 MiB. */
const OUTSIDE_HEAP_BYTES = 64 * MEBIBYTE;
const SMALLEST_HEAP_BYTES = 32 * MEBIBYTE;

const OWN_FILES = [
  'entry/persona-child.mjs',
  'runtime/session/envelope.mjs',
  'runtime/session/persona-session.mjs',
  'runtime/session/conversation.mjs',
  'runtime/session/prompt.mjs',
  'runtime/session/protocol.mjs',
];

/** The persona child, with the files that it consists of and nothing else to read. */
export function personaProgram(): Program {
  const source = realpathSync(fileURLToPath(new URL('../../', import.meta.url)));
  const files = OWN_FILES.map((file) => join(source, file));
  return {
    execPath: process.execPath,
    entry: join(source, 'entry/persona-child.mjs'),
    readable: [...files, join(packageFolder('zod', source), '*')],
  };
}

/**
 * Starts one process in its sandbox, for a session or, without one, as a standby. Throws what the system throws; most
 * failures arrive as the process's `error` event instead.
 *
 * The process leads its own group, so that Ctrl-C in a terminal reaches Charrette alone, which then decides what
 * becomes of its sessions. Its folder is that of its code: it keeps no folder of the user's in use.
 */
export function launch(settings: ProcessLimits, sessionId: SessionId | null): ChildProcess {
  const { program } = settings;
  return fork(program.entry, sessionId === null ? [] : [sessionId], {
    execPath: program.execPath,
    execArgv: sandboxFlags(program, settings.memoryBytes),
    env: childEnvironment(settings.environment),
    cwd: dirname(program.entry),
    detached: process.platform !== 'win32',
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Where an import from the child's files finds the package: as it is named there, links not followed. */
function packageFolder(name: string, source: string): string {
  const candidates = createRequire(join(source, 'entry/persona-child.mjs')).resolve.paths(name) ?? [];
  const found = candidates.map((folder) => join(folder, name)).find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`the package ${name} is not installed`);
  return found;
}

/**
 * The flags of a child's Node. `--permission` takes every power away (writes, other reads, child processes, workers,
 * addons) and, from Node 26 on, the network as well; Node 24 does not restrict the network, so that there only the
 * missing credentials keep a child from using it. What no version takes away: a child may signal processes of the
 * same user.
 *
 * A small young generation, one thread for V8's own work, and a collection that the child asks for when it has loaded
 * everything keep an idle session below 1.5 times the memory of an empty Node process (bench/session.ts). None of
 * these flags makes V8 reject the compiled modules that Node brings, as many others do: that costs 11 ms per start.
 */
function sandboxFlags(program: Program, memoryBytes: number): string[] {
  const heapBytes = Math.max(memoryBytes - OUTSIDE_HEAP_BYTES, SMALLEST_HEAP_BYTES);
  return [
    '--permission',
    // Else Node follows the links of a package's path itself, through folders that a child may not read.
    '--preserve-symlinks',
    ...program.readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${Math.floor(heapBytes / MEBIBYTE)}`,
    '--max-semi-space-size=1',
    '--v8-pool-size=1',
  ];
}
