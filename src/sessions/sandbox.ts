import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { SessionId } from '../core/vocabulary/ids.ts';
import { limitMemory } from '../foundation/memory-bound.ts';
import { type ChannelListener, openChannel } from './channel.ts';
import { CHANNEL_DESCRIPTOR } from './child/envelope.mjs';
import { collectOutput, type Launched } from './ending.ts';
import { makeChildEnvironment } from './environment.ts';
import type { ProcessLimits, Program } from './settings.ts';

const MEBIBYTE = 1024 * 1024;
/**
 * Resident bytes of Node 26 outside the V8 heap: its own code, stacks, buffers. Measured: 45 to 60
 * MiB.
 */
const OUTSIDE_HEAP_BYTES = 64 * MEBIBYTE;
const SMALLEST_HEAP_BYTES = 32 * MEBIBYTE;

/**
 * Bytes that V8 reserves at start for compiled code; the system counts them as used. 512 MiB on
 * x64, less elsewhere.
 */
const CODE_RANGE_BYTES = 512 * MEBIBYTE;

const POWERLESS = realpathSync(fileURLToPath(new URL('powerless.mjs', import.meta.url)));

/**
 * Starts one process in its sandbox: for a session, or without one as a standby. Throws the
 * system's errors, but most failures arrive as the process's `error` event.
 *
 * The process leads its own group, so that Ctrl-C in a terminal reaches Charrette alone, which then
 * decides about its sessions. Its working folder is that of its code, so that it keeps no folder of
 * the user's busy.
 */
export function launch(
  settings: ProcessLimits,
  sessionId: SessionId | null,
  listener: ChannelListener,
): Launched {
  const { program, memoryBytes } = settings;
  const own = sessionId === null ? [] : [sessionId];
  const given = [...sandboxFlags(program, memoryBytes), program.entry, ...own];
  const child = spawn(
    ...limitMemory([program.execPath, ...given], memoryBytes + CODE_RANGE_BYTES),
    {
      env: makeChildEnvironment(settings.environment),
      cwd: dirname(program.entry),
      detached: process.platform !== 'win32',
      // Standard output is the channel, CHANNEL_DESCRIPTOR in the child.
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  if (child.pid === undefined) return { child, channel: null, output: null };
  // If Charrette has no free file descriptor, a child has no pipe.
  const pipe = child.stdio[CHANNEL_DESCRIPTOR];
  return {
    child,
    channel: pipe instanceof Duplex ? openChannel(pipe, settings.clock, listener) : null,
    output: child.stderr === null ? null : collectOutput(child.stderr),
  };
}

/**
 * The flags of a child's Node. `--permission` takes away writes, other reads, child processes,
 * workers, addons, and from Node 26 on the network. Other flags take away what it leaves: modules
 * that ignore permissions, an inspector opened by a signal, and everything named in
 * `powerless.mjs`.
 *
 * A small young generation, one thread for V8's own work, and a collection that the child requests
 * after loading keep an idle session below 1.5 times the memory of an empty Node process
 * (bench/session.ts). None of these flags makes V8 reject Node's compiled modules; many other flags
 * do, which costs 11 ms per start.
 */
function sandboxFlags(program: Program, memoryBytes: number): string[] {
  const heapBytes = Math.max(memoryBytes - OUTSIDE_HEAP_BYTES, SMALLEST_HEAP_BYTES);
  return [
    '--permission',
    // Otherwise Node follows the links of a package's path through folders that a child may not
    // read.
    '--preserve-symlinks',
    ...[...program.readable, POWERLESS].map((path) => `--allow-fs-read=${path}`),
    '--no-experimental-sqlite',
    '--no-experimental-webstorage',
    ...['--no-experimental-ffi'].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag)),
    '--disable-sigusr1',
    `--require=${POWERLESS}`,
    `--max-old-space-size=${Math.floor(heapBytes / MEBIBYTE)}`,
    '--max-semi-space-size=1',
    '--v8-pool-size=1',
  ];
}
