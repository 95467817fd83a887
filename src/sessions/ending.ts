import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock } from '../foundation/clock.ts';
import { makeLeftOutMark } from '../foundation/cut-text.ts';
import { awaitWithTimeout } from '../foundation/timeout.ts';
import type { Channel } from './channel.ts';

/** A process with its pipes; without a pid, it could not be started. */
export interface Launched {
  readonly child: ChildProcess;
  readonly channel: Channel | null;
  readonly output: Output | null;
}

/** The end of a process; `failure` if it never started. */
export interface End {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly failure: Error | null;
}

/**
 * Milliseconds allowed after a process's exit for reading its last output. A dead process closes
 * its pipes, so a millisecond or two suffice; the bound is for pipes that another process holds
 * open.
 */
const DRAIN_MS = 100;
const HEAD_BYTES = 8 * 1024;
const TAIL_BYTES = 24 * 1024;

/**
 * Resolves when the process has ended and its last messages and output have been read, or when it
 * could not be started. Watches `exit`, because `close` would wait for every process that holds the
 * pipes.
 */
export async function awaitEnd(
  child: ChildProcess,
  pipes: Promise<unknown>,
  clock: Clock,
): Promise<End> {
  const { promise: exit, resolve } = Promise.withResolvers<End>();
  child.on('error', (failure) => {
    if (child.pid === undefined) resolve({ exitCode: null, signal: null, failure });
  });
  child.on('exit', (exitCode, signal) => resolve({ exitCode, signal, failure: null }));
  const end = await exit;
  if (end.failure === null) await awaitWithTimeout(pipes, DRAIN_MS, () => undefined, clock);
  return end;
}

/** Milliseconds to wait for a process's end after SIGKILL. */
const UNKILLABLE_MS = 5_000;

/** One deadline at a time: the next replaces the one before. */
export class Deadline implements Disposable {
  readonly #clock: Clock;
  #timer: Disposable | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(delayMs: number, callback: () => void): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.at(this.#clock.now() + delayMs, callback);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }
}

/**
 * Asks a process to end, then sends SIGTERM, then has it killed. Each step gets `stopMs`; its exit
 * disposes the deadline.
 */
export function stop(
  { child, channel }: Launched,
  deadline: Deadline,
  stopMs: number,
  onRefused: () => void,
): void {
  channel?.send({ type: 'stop' });
  deadline.set(stopMs, () => {
    child.kill('SIGTERM');
    deadline.set(stopMs, onRefused);
  });
}

/**
 * Sends SIGKILL; `onUnkillable` is called if the process does not exit. Its exit disposes the
 * deadline.
 */
export function kill({ child }: Launched, deadline: Deadline, onUnkillable: () => void): void {
  child.kill('SIGKILL');
  deadline.set(UNKILLABLE_MS, onUnkillable);
}

/** A child's standard error, read to the end; only its head and tail are kept. */
interface Output {
  text(): string;
  readonly read: Promise<void>;
}

export function collectOutput(stream: Readable): Output {
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let leftOutBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    const room = HEAD_BYTES - head.length;
    head = Buffer.concat([head, chunk.subarray(0, room)]);
    const longTail = Buffer.concat([tail, chunk.subarray(room)]);
    leftOutBytes += Math.max(0, longTail.length - TAIL_BYTES);
    tail = longTail.subarray(-TAIL_BYTES);
  });
  const read = new Promise<void>((resolve) => {
    stream.once('close', resolve);
    // Nothing more can be read from a pipe that failed; `close` follows.
    stream.once('error', () => resolve());
  });
  return {
    text: () => {
      const cut = leftOutBytes === 0 ? '' : makeLeftOutMark(leftOutBytes, 'bytes');
      return `${head.toString('utf8')}${cut}${tail.toString('utf8')}`;
    },
    read,
  };
}
