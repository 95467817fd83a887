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
import { BrokeredTurn } from './brokered-turn.ts';
import { Channel } from './channel.ts';
import {
  type Crash,
  causeOf,
  crashOfExit,
  diagnosticsName,
  diagnosticsText,
  type Exit,
  StderrTail,
} from './diagnostics.ts';
import { Heartbeat } from './heartbeat.ts';
import { BadMessage, type ChildMessage, type TurnMessage } from './protocol.ts';
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

const HEAP_MB = 128;
const TICK_MS = 5_000;
const STOP_MS = 1_000;
/** How long to wait for the last output after the exit; a dead process closes its pipes within milliseconds. */
const DRAIN_MS = 500;

export function createSpawner(options: SpawnerOptions): SpawnSession {
  closeInspector(() => options.log.warn('signal_ignored', { signal: 'SIGUSR1' }));
  return (spawnOptions) => new ChildSession(options, spawnOptions);
}

class ChildSession implements PersonaSession {
  readonly id: SessionId;
  readonly #options: SpawnerOptions;
  readonly #spawn: SpawnOptions;
  readonly #ready = Promise.withResolvers<{ readonly pid: number }>();
  readonly ready = this.#ready.promise;
  readonly #lost = Promise.withResolvers<CrashCause>();
  readonly lost = this.#lost.promise;
  readonly #gone = Promise.withResolvers<void>();
  readonly #heartbeat: Heartbeat;
  #child: ChildProcess | null = null;
  #channel: Channel | null = null;
  #stderr: StderrTail | null = null;
  /** `ending`: killed, or asked to end; nothing is heard any more. */
  #state: 'starting' | 'healthy' | 'ending' | 'gone' = 'starting';
  #crash: Crash | null = null;
  #isStopped = false;
  #rssBytes: number | null = null;
  #turn: BrokeredTurn | null = null;
  /** Turns that were cancelled while a message of theirs may have been under way. */
  readonly #cancelled = new Set<string>();

  constructor(options: SpawnerOptions, spawn: SpawnOptions) {
    this.#options = options;
    this.#spawn = spawn;
    this.id = spawn.sessionId;
    this.#heartbeat = new Heartbeat(options.tickMs ?? TICK_MS, {
      ping: (number) => this.#channel?.send({ type: 'ping', number }),
      onHung: () => this.#fail('hung', 'it stopped answering'),
      onNeverReady: () => this.#fail('never_ready', 'it never became ready'),
    });
    this.#launch();
  }

  async run(turn: ChildTurn, broker: Broker): Promise<ChildEnd> {
    if (this.#state !== 'healthy') throw this.#notRunning();
    if (this.#turn !== null) throw new Error('one turn at a time');
    const running = new BrokeredTurn(turn, broker);
    this.#channel?.send({ type: 'turn', ...turn });
    this.#turn = running;
    return await running.outcome.promise;
  }

  cancelTurn(turnId: string): void {
    if (this.#turn?.id !== turnId) return;
    if (!this.#turn.isAnswering) this.#cancelled.add(turnId);
    this.#endTurn(new Fault('process', 'The turn was cancelled'));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#isAlive()) {
      this.#finish();
      const timer = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_MS);
      void this.#gone.promise.then(() => clearTimeout(timer));
    }
    await this.#gone.promise;
  }

  #launch(): void {
    const { environment = process.env, heapMb = HEAP_MB, childFile = CHILD_FILE } = this.#options;
    try {
      const child = launchChild({ childFile, sessionId: this.id, heapMb, environment });
      this.#child = child;
      child.on('error', (error) => this.#onError(error));
      child.once('exit', (exitCode, signal) => void this.#onExit({ exitCode, signal }));
      // Without a pid the reason follows as an `error`.
      if (child.pid === undefined || child.stderr === null) return;
      this.#stderr = new StderrTail(child.stderr, () =>
        this.#fail('bad_message', 'it wrote more than 1 MB to its standard error'),
      );
      this.#channel = new Channel(child, {
        onMessage: (message) => this.#hear(message),
        onBadMessage: (error) => this.#fail('bad_message', `it sent ${error.message}`),
      });
      // It is ending, and its exit says why.
      for (const pipe of child.stdio)
        pipe?.on('error', (error) =>
          this.#options.log.debug('session_pipe_broken', { sessionId: this.id, error }),
        );
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

  #hear(message: ChildMessage): void {
    switch (message.type) {
      case 'ready': {
        const pid = this.#child?.pid;
        if (this.#state !== 'starting' || message.sessionId !== this.id || pid === undefined)
          throw new BadMessage('a ready of another session, or a second one');
        this.#state = 'healthy';
        this.#rssBytes = message.rssBytes;
        this.#heartbeat.noteReady();
        this.#ready.resolve({ pid });
        return;
      }
      case 'pong':
        if (!this.#heartbeat.noteAnswer(message.number))
          throw new BadMessage('an answer to no ping');
        this.#rssBytes = message.rssBytes;
        return;
      default:
        this.#hearTurn(message);
    }
  }

  #hearTurn(message: TurnMessage): void {
    if (this.#cancelled.delete(message.turnId)) return;
    const running = this.#turn;
    if (running?.id !== message.turnId) throw new BadMessage('a message of no turn');
    running.check(message);
    if (message.type === 'end') {
      this.#turn = null;
      running.outcome.resolve(message.end);
      return;
    }
    void running
      .answer(message)
      .then((value) => {
        if (this.#turn === running)
          this.#channel?.send({ type: 'reply', turnId: running.id, value });
      })
      .catch((error: unknown) => {
        if (this.#turn === running) this.#endTurn(error);
      });
  }

  /** Ends the turn under way, in the child too. */
  #endTurn(error: unknown): void {
    const running = this.#turn;
    if (running === null) return;
    this.#turn = null;
    this.#channel?.send({ type: 'cancel', turnId: running.id });
    running.outcome.reject(error);
  }

  #isAlive(): boolean {
    return this.#state === 'starting' || this.#state === 'healthy';
  }

  /** The process is killed; its exit tells the rest. */
  #fail(kind: Crash['kind'], words: string): void {
    if (!this.#isAlive()) return;
    this.#crash = { kind, words };
    this.#finish();
    this.#child?.kill('SIGKILL');
  }

  #finish(): void {
    this.#state = 'ending';
    this.#heartbeat.stop();
    this.#channel?.close();
    this.#turn?.outcome.reject(this.#notRunning());
    this.#turn = null;
  }

  #notRunning(): Fault {
    return new Fault('process', `The session ${this.id} is not running`);
  }

  async #onExit(exit: Exit): Promise<void> {
    const { stdout, stderr } = this.#child ?? {};
    const closed = Promise.all([closeOf(stdout), closeOf(stderr)]);
    await Promise.race([closed, sleep(DRAIN_MS, null, { ref: false })]);
    if (this.#isAlive()) this.#finish();
    this.#state = 'gone';
    this.#gone.resolve();
    if (!this.#isStopped) this.#lost.resolve(await this.#explain(exit));
  }

  /** Stores the diagnostics (D1). That they cannot be stored changes nothing (D4). */
  async #explain(exit: Exit): Promise<CrashCause> {
    const { log, redact } = this.#options;
    const { sessionId, participant, keepDiagnostics } = this.#spawn;
    const stderr = this.#stderr?.text() ?? '';
    const crash = this.#crash ?? crashOfExit(exit, stderr);
    const name = diagnosticsName(participant, sessionId);
    const pid = this.#child?.pid ?? null;
    const seen = {
      pid,
      rssBytes: this.#rssBytes,
      messages: this.#channel?.lastMessages ?? [],
      at: new Date(),
    };
    const text = diagnosticsText(
      crash,
      { sessionId, participant, ...exit, ...seen, stderr },
      redact,
    );
    try {
      await keepDiagnostics(name, text);
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
