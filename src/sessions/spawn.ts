/**
 * Sessions as child processes: spawn → ready → turns → exit. Whatever goes wrong from the spawn on
 * is the loss of the id that was given (C1), reported once, when the process is gone and its
 * diagnostics are stored. The first cause counts: a process killed because it hangs is hung.
 *
 * @example
 * const spawnSession = createSpawner({ log, redact });
 * const session = spawnSession({ sessionId, participant, keepDiagnostics });
 * await session.ready;
 * const end = await session.run(turn, broker);
 */

import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashCause } from '#design/events.ts';
import type { SessionId } from '#design/ids.ts';
import { Fault, messageOf } from '#support/fault.ts';
import type { Log } from '#support/log.ts';
import type { Redact } from '#support/redact.ts';
import {
  type Crash,
  causeOf,
  crashOfExit,
  diagnosticsName,
  diagnosticsText,
  type Exit,
  StderrTail,
} from './diagnostics.ts';
import {
  BadMessage,
  type ChildMessage,
  FrameReader,
  frameOf,
  type ParentMessage,
  parseMessage,
  type ReplyValue,
  type TurnMessage,
} from './protocol.ts';
import { CHILD_FILE, closeInspector, type Environment, launchChild } from './sandbox.ts';
import type {
  Broker,
  ChildEnd,
  ChildTurn,
  PersonaSession,
  SpawnOptions,
  SpawnSession,
} from './session.ts';

export interface SpawnerOptions {
  readonly log: Log;
  readonly redact: Redact;
  readonly environment?: Environment;
  readonly heapMb?: number;
  /** Between two pings (C20). */
  readonly tickMs?: number;
  /** Another program in the sandbox, for tests. */
  readonly childFile?: string;
}

/** Ticks in which a process has to become healthy: 20 s. */
const READY_TICKS = 4;
const MISSED_PINGS = 3;
const STOP_MS = 1_000;
/** For the last output after the exit: a dead process closes its pipes within milliseconds. */
const DRAIN_MS = 500;
const KEEP_MS = 5_000;
const KEPT_MESSAGES = 20;

export function createSpawner(options: SpawnerOptions): SpawnSession {
  closeInspector(() => options.log.warn('signal_ignored', { signal: 'SIGUSR1' }));
  return (spawnOptions) => new ChildSession(options, spawnOptions);
}

interface RunningTurn {
  readonly turn: ChildTurn;
  readonly broker: Broker;
  readonly resolve: (end: ChildEnd) => void;
  readonly reject: (error: unknown) => void;
  calls: number;
  /** A message of the child is being answered: it may send no other. */
  isAnswering: boolean;
  isAccepted: boolean;
}

class ChildSession implements PersonaSession {
  readonly id: SessionId;
  readonly ready: Promise<{ readonly pid: number }>;
  readonly lost: Promise<CrashCause>;
  readonly #options: SpawnerOptions;
  readonly #spawn: SpawnOptions;
  readonly #ready = Promise.withResolvers<{ readonly pid: number }>();
  readonly #lost = Promise.withResolvers<CrashCause>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #frames = new FrameReader();
  readonly #messages: string[] = [];
  #child: ChildProcess | null = null;
  #stderr: StderrTail | null = null;
  /** `ending`: killed or asked to stop; nothing is heard any more. */
  #state: 'starting' | 'healthy' | 'ending' | 'gone' = 'starting';
  #crash: Crash | null = null;
  #isStopped = false;
  #rssBytes: number | null = null;
  #turn: RunningTurn | null = null;
  /** Turns that were cancelled while a message of theirs may have been under way. */
  readonly #cancelled = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #startTicks = 0;
  #pingsSent = 0;
  #pingsAnswered = 0;

  constructor(options: SpawnerOptions, spawn: SpawnOptions) {
    this.#options = options;
    this.#spawn = spawn;
    this.id = spawn.sessionId;
    this.ready = this.#ready.promise;
    this.lost = this.#lost.promise;
    this.#launch();
  }

  async run(turn: ChildTurn, broker: Broker): Promise<ChildEnd> {
    if (this.#state !== 'healthy') throw this.#overFault();
    if (this.#turn !== null) throw new Error('one turn at a time');
    const { promise, resolve, reject } = Promise.withResolvers<ChildEnd>();
    const fresh = { calls: 0, isAnswering: false, isAccepted: false };
    this.#turn = { turn, broker, resolve, reject, ...fresh };
    this.#send({ type: 'turn', ...turn });
    return promise;
  }

  cancelTurn(turnId: string): void {
    if (this.#turn?.turn.turnId !== turnId) return;
    if (!this.#turn.isAnswering) this.#cancelled.add(turnId);
    this.#endTurn(new Fault('process', 'The turn was cancelled'));
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#isAlive()) {
      this.#finish();
      this.#child?.stdin?.end();
      this.#timer = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_MS);
    }
    return this.#gone.promise;
  }

  #launch(): void {
    const { environment = process.env, heapMb = 128, childFile = CHILD_FILE } = this.#options;
    try {
      const child = launchChild({ childFile, sessionId: this.id, heapMb, environment });
      this.#child = child;
      child.on('error', (error) => this.#onError(error));
      child.once('exit', (exitCode, signal) => void this.#onExit({ exitCode, signal }));
      // Without a pid the reason follows as an `error`.
      if (child.pid === undefined) return;
      if (child.stderr !== null)
        this.#stderr = new StderrTail(child.stderr, () =>
          this.#fail('bad_message', 'it wrote more than 1 MB to its standard error'),
        );
      child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
      // It is ending, and its exit says why.
      for (const pipe of child.stdio)
        pipe?.on('error', (error) =>
          this.#options.log.debug('session_pipe_broken', { sessionId: this.id, error }),
        );
      this.#tickLater();
    } catch (error) {
      queueMicrotask(() => this.#onError(error));
    }
  }

  #onError(error: unknown): void {
    if (this.#child?.pid !== undefined) {
      this.#options.log.warn('session_process_error', { sessionId: this.id, error });
      return;
    }
    this.#fail('spawn_failed', `its process could not be started (${messageOf(error)})`);
    void this.#onExit({ exitCode: null, signal: null });
  }

  #read(chunk: Buffer): void {
    try {
      for (const frame of this.#frames.read(chunk)) {
        if (!this.#isAlive()) return;
        const message = parseMessage(frame);
        if (message.type !== 'pong') this.#note(`← ${message.type}, ${frame.length} bytes`);
        this.#hear(message);
      }
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      this.#fail('bad_message', `it sent ${error.message}`);
    }
  }

  #hear(message: ChildMessage): void {
    switch (message.type) {
      case 'ready': {
        const pid = this.#child?.pid;
        if (this.#state !== 'starting' || message.sessionId !== this.id || pid === undefined)
          throw new BadMessage('a ready of another session, or a second one');
        this.#state = 'healthy';
        this.#rssBytes = message.rssBytes;
        this.#ready.resolve({ pid });
        return;
      }
      case 'pong':
        if (message.number <= this.#pingsAnswered || message.number > this.#pingsSent)
          throw new BadMessage('an answer to no ping');
        this.#pingsAnswered = message.number;
        this.#rssBytes = message.rssBytes;
        return;
      default:
        this.#hearTurn(message);
    }
  }

  #hearTurn(message: TurnMessage): void {
    // It was under way when the turn was cancelled.
    if (this.#cancelled.delete(message.turnId)) return;
    const running = this.#turn;
    if (running?.turn.turnId !== message.turnId || running.isAnswering)
      throw new BadMessage(`a ${message.type} that nobody waits for`);
    if (message.type === 'end') {
      if ((message.end === 'submitted') !== running.isAccepted)
        throw new BadMessage('an end that is not true');
      this.#turn = null;
      running.resolve(message.end);
      return;
    }
    if (message.type === 'call') running.calls += 1;
    if (running.isAccepted || running.calls > running.turn.maxCalls)
      throw new BadMessage(`a ${message.type} beyond the bounds of its turn`);
    running.isAnswering = true;
    void this.#answer(running, message);
  }

  async #answer(running: RunningTurn, message: Exclude<TurnMessage, { type: 'end' }>) {
    try {
      const value = await this.#ask(running, message);
      if (this.#turn !== running) return;
      running.isAnswering = false;
      this.#send({ type: 'reply', turnId: message.turnId, value });
    } catch (error) {
      if (this.#turn === running) this.#endTurn(error);
    }
  }

  async #ask(
    running: RunningTurn,
    message: Exclude<TurnMessage, { type: 'end' }>,
  ): Promise<ReplyValue> {
    const { broker } = running;
    switch (message.type) {
      case 'call': {
        const { content } = await broker.call(message.messages);
        return { content };
      }
      case 'use': {
        const { text, isError } = await broker.use(message.tool, message.input);
        return { text, isError };
      }
      case 'submit': {
        const { problem } = await broker.submit(message.tool, message.input);
        running.isAccepted = problem === null;
        return { problem };
      }
    }
  }

  /** Ends the turn under way, in the child too. */
  #endTurn(error: unknown): void {
    const running = this.#turn;
    if (running === null) return;
    this.#turn = null;
    this.#send({ type: 'cancel', turnId: running.turn.turnId });
    running.reject(error);
  }

  #send(message: ParentMessage): void {
    if (this.#state !== 'healthy') return;
    const frame = frameOf(message);
    if (message.type !== 'ping') this.#note(`→ ${message.type}, ${frame.length} bytes`);
    this.#child?.stdin?.write(frame);
  }

  /** Kinds and sizes of the last messages; never what they say. */
  #note(line: string): void {
    this.#messages.push(line);
    if (this.#messages.length > KEPT_MESSAGES) this.#messages.shift();
  }

  #tickLater(): void {
    const { tickMs = 5_000 } = this.#options;
    // Judged after the event loop has read the pipes: this process may have been busy or suspended.
    this.#timer = setTimeout(() => setImmediate(() => this.#tick()), tickMs);
  }

  /** A tick that comes late counts as one. */
  #tick(): void {
    if (this.#state === 'starting') {
      this.#startTicks += 1;
      if (this.#startTicks >= READY_TICKS) this.#fail('never_ready', 'it never became ready');
    } else if (this.#pingsSent - this.#pingsAnswered >= MISSED_PINGS) {
      this.#fail('hung', 'it stopped answering');
    } else if (this.#state === 'healthy') {
      this.#pingsSent += 1;
      this.#send({ type: 'ping', number: this.#pingsSent });
    }
    if (this.#isAlive()) this.#tickLater();
  }

  /** The process is killed; its exit tells the rest. */
  #fail(kind: Crash['kind'], words: string): void {
    if (!this.#isAlive()) return;
    this.#crash = { kind, words };
    this.#finish();
    this.#child?.kill('SIGKILL');
  }

  #isAlive(): boolean {
    return this.#state === 'starting' || this.#state === 'healthy';
  }

  /** Hears nothing more, and ends the turn under way. */
  #finish(): void {
    this.#state = 'ending';
    clearTimeout(this.#timer);
    const running = this.#turn;
    this.#turn = null;
    running?.reject(this.#overFault());
  }

  #overFault(): Fault {
    return new Fault('process', `The session ${this.id} is not running`);
  }

  async #onExit(exit: Exit): Promise<void> {
    if (this.#state === 'gone') return;
    await this.#drained();
    if (this.#isAlive()) this.#finish();
    this.#state = 'gone';
    clearTimeout(this.#timer);
    this.#gone.resolve();
    if (!this.#isStopped) this.#lost.resolve(await this.#explain(exit));
  }

  async #drained(): Promise<void> {
    const { stdout, stderr } = this.#child ?? {};
    const closed = Promise.all([closeOf(stdout), closeOf(stderr)]);
    await Promise.race([closed, sleep(DRAIN_MS, null, { ref: false })]);
  }

  /** Stores the diagnostics (D1). That they cannot be stored changes nothing (D4). */
  async #explain(exit: Exit): Promise<CrashCause> {
    const { log, redact } = this.#options;
    const { sessionId, participant, keepDiagnostics } = this.#spawn;
    const stderr = this.#stderr?.text() ?? '';
    const crash = this.#crash ?? crashOfExit(exit, stderr);
    const last = {
      ...{ sessionId, participant, ...exit, stderr, at: new Date() },
      ...{ pid: this.#child?.pid ?? null, rssBytes: this.#rssBytes, messages: this.#messages },
    };
    const name = diagnosticsName(participant, sessionId);
    try {
      const inTime = sleep(KEEP_MS, null, { ref: false }).then(() => {
        throw new Fault('write_failed', `not stored within ${KEEP_MS / 1_000} s`);
      });
      await Promise.race([keepDiagnostics(name, diagnosticsText(crash, last, redact)), inTime]);
      return causeOf(crash, name, stderr, redact);
    } catch (error) {
      log.error('diagnostics_not_stored', { sessionId, participant, error });
      return causeOf(crash, null, stderr, redact);
    }
  }
}

function closeOf(pipe: Readable | null | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (pipe === null || pipe === undefined || pipe.closed) resolve();
    else pipe.once('close', () => resolve());
  });
}
