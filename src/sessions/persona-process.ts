import type { ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { ParticipantId, SessionId } from '../core/vocabulary/ids.ts';
import { type Heartbeat, MISSED_BEATS, startHeartbeat } from '../foundation/heartbeat.ts';
import { type Channel, openChannel } from './channel.ts';
import { CHANNEL_DESCRIPTOR, PROTOCOL_VERSION } from './child/envelope.mjs';
import type { ChildMessage, ChildMessageOf, ParentMessage } from './child/protocol.mjs';
import * as crashes from './crash.ts';
import { collectOutput, type End, endOf, type Output } from './ending.ts';
import { canAnswer, identifyProcess, measureResidentBytes, processesOf } from './proc.ts';
import { launch } from './sandbox.ts';
import type { Crash, SessionListener } from './session.ts';
import type { ProcessLimits } from './settings.ts';

/** `warming` and `standby` have no session yet; `ending` has failed or been stopped; `gone` is final. */
type ProcessPhase = 'warming' | 'standby' | 'starting' | 'healthy' | 'ending' | 'gone';

/** Milliseconds to wait for a process's end after SIGKILL. */
const UNKILLABLE_MS = 5_000;
/**
 * Most processes of one session, which is its Node. Charrette counts them at each heartbeat, because the system limits
 * processes only per user, and a Node that cannot start a thread hangs.
 */
const MAX_PROCESSES = 1;

/**
 * One process from start to end: a session's, or a standby until a session adopts it.
 *
 * Reports a crash to its owner at most once, when the process is gone and its last output is read. The first cause
 * counts: a process killed because it hangs is `hung`, not `killed`. After `stop` the owner gets no more calls.
 */
export class PersonaProcess {
  readonly #settings: ProcessLimits;
  readonly #gone = Promise.withResolvers<void>();
  readonly #loaded = Promise.withResolvers<void>();
  #owner: SessionListener;
  #sessionId: SessionId | null;
  #participant: ParticipantId | null;
  #phase: ProcessPhase;
  #child: ChildProcess | null = null;
  #channel: Channel | null = null;
  #output: Output | null = null;
  #heartbeat: Heartbeat | null = null;
  #deadline: Disposable | null = null;
  #crash: Crash | null = null;
  #stopped = false;
  #residentBytes: number | null = null;

  /** Starts the process; never throws, and never calls `owner` before it has returned. */
  constructor(
    settings: ProcessLimits,
    session: { readonly sessionId: SessionId; readonly participant: ParticipantId } | null,
    owner: SessionListener,
  ) {
    const sessionId = session?.sessionId ?? null;
    this.#settings = settings;
    this.#sessionId = sessionId;
    this.#participant = session?.participant ?? null;
    this.#owner = owner;
    this.#phase = sessionId === null ? 'warming' : 'starting';
    try {
      this.#child = launch(settings, sessionId);
    } catch (error) {
      this.#crash = crashes.makeSpawnFailed(error);
      settings.log.warn('session_spawn_failed', { ...this.#who, error: String(error) });
      queueMicrotask(() => this.#settle({ exitCode: null, signal: null, failure: null }));
      return;
    }
    this.#attend(this.#child);
    this.#awaitReady();
    if (sessionId === null) this.#beat();
  }

  /** Resolves once it has loaded everything, or is gone. */
  get whenLoaded(): Promise<void> {
    return this.#loaded.promise;
  }

  /** True once it has loaded everything. */
  get isWarm(): boolean {
    return this.#phase === 'standby';
  }

  /** True if it can take a session now, and the system shows it alive. */
  get adoptable(): boolean {
    const child = this.#child;
    if (!this.#isFree || child?.pid === undefined || this.#channel?.isOpen !== true) return false;
    return child.exitCode === null && child.signalCode === null && canAnswer(child.pid);
  }

  get #isFree(): boolean {
    return this.#phase === 'standby' || this.#phase === 'warming';
  }

  get #who(): { readonly participant?: ParticipantId; readonly sessionId?: SessionId } {
    if (this.#participant === null || this.#sessionId === null) return {};
    return { participant: this.#participant, sessionId: this.#sessionId };
  }

  /** Gives a standby its session, which it reads once it is warm. It must then report ready in time, like a new process. */
  adopt(sessionId: SessionId, participant: ParticipantId, owner: SessionListener): void {
    if (!this.#isFree) throw new Error(`a process that is ${this.#phase} cannot be adopted`);
    this.#phase = 'starting';
    this.#sessionId = sessionId;
    this.#participant = participant;
    this.#owner = owner;
    this.#awaitReady();
    this.send({ type: 'assign', version: PROTOCOL_VERSION, sessionId, participant });
  }

  send(message: ParentMessage): void {
    if (this.#phase !== 'gone') this.#channel?.send(message);
  }

  /** Kills the process. Its exit is then reported as a crash, as for any killed process. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Asks the process to end, then sends SIGTERM, then SIGKILL. Resolves when it is gone. */
  stop(): Promise<void> {
    this.#stopped = true;
    if (this.#phase === 'ending' || this.#phase === 'gone') return this.#gone.promise;
    this.#end();
    this.#channel?.send({ type: 'stop' });
    const { stopMs } = this.#settings;
    this.#setDeadline(stopMs, () => {
      this.#child?.kill('SIGTERM');
      this.#setDeadline(stopMs, () => this.#kill());
    });
    return this.#gone.promise;
  }

  #awaitReady(): void {
    const { readyMs } = this.#settings;
    this.#setDeadline(readyMs, () =>
      this.#fail(crashes.explainSilence(this.#channel, crashes.makeNotReady(readyMs))),
    );
  }

  #attend(child: ChildProcess): void {
    const { log, clock } = this.#settings;
    const started = child.pid !== undefined;
    // If Charrette has no free file descriptor, a child has no pipe.
    const pipe = started ? child.stdio[CHANNEL_DESCRIPTOR] : undefined;
    if (pipe instanceof Duplex) {
      this.#channel = openChannel(pipe, clock, {
        onMessage: (message) => this.#hear(message),
        onViolation: (detail) => this.#fail(crashes.makeProtocolError(detail)),
        onUndeliverable: (error) =>
          log.debug('session_undeliverable', { ...this.#who, error: error.message }),
      });
    }
    if (started && child.stderr !== null) this.#output = collectOutput(child.stderr);
    child.on('error', ({ message: error }) =>
      log.warn('session_process_error', { ...this.#who, pid: child.pid, error }),
    );
    child.once('exit', () => this.#clearTimers());
    const pipes = Promise.all([this.#output?.read, this.#channel?.read]);
    void endOf(child, pipes, clock).then((end) => this.#settle(end));
  }

  #hear(message: ChildMessage): void {
    if (this.#phase === 'ending' || this.#phase === 'gone') return;
    if (message.type === 'ready') this.#hearReady(message);
    else if (message.type === 'pong') this.#hearPong(message);
    else if (this.#phase === 'healthy') this.#handOver(message);
    else this.#fail(crashes.makeProtocolError(`it sent ${message.type} before it was ready`));
  }

  /** Passes a message to the owner. If that fails, which is a fault in Charrette, only this session ends. */
  #handOver(message: ChildMessage): void {
    try {
      this.#owner.onMessage(message);
    } catch (error) {
      const { type } = message;
      const facts = { ...this.#who, type, error: String(error) };
      this.#settings.log.error('session_message_failed', facts);
      this.#fail(crashes.makeProtocolError(`it sent ${type} that could not be handled`));
    }
  }

  #hearReady({ sessionId, version }: ChildMessageOf<'ready'>): void {
    if (this.#phase !== 'starting') {
      this.#fail(crashes.makeProtocolError('it reported ready without being asked'));
    } else if (sessionId !== this.#sessionId || version !== PROTOCOL_VERSION) {
      this.#fail(crashes.makeReadyAsAnother(sessionId, version));
    } else {
      this.#succeed('healthy');
    }
  }

  /** Marks a standby ready on its first pong, since everything is loaded by then. */
  #hearPong({ beat }: ChildMessageOf<'pong'>): void {
    if (this.#heartbeat?.awaits(beat) !== true) {
      this.#fail(
        crashes.makeProtocolError('it answered a ping that was never sent, or was already answered'),
      );
      return;
    }
    // A frozen process counts as hung, even if another process of the session answers.
    if (this.#child?.pid === undefined || !canAnswer(this.#child.pid)) return;
    this.#heartbeat.recordAnswer(beat);
    this.#loaded.resolve();
    if (this.#phase === 'warming') this.#succeed('standby');
  }

  #succeed(phase: 'standby' | 'healthy'): void {
    this.#phase = phase;
    this.#deadline?.[Symbol.dispose]();
    if (this.#child?.pid !== undefined) {
      this.#owner.onReady(this.#child.pid, identifyProcess(this.#child.pid));
    }
    if (this.#heartbeat === null) this.#beat();
  }

  #beat(): void {
    const { clock, heartbeatMs } = this.#settings;
    this.#heartbeat = startHeartbeat(clock, heartbeatMs, {
      ping: (beat) => {
        this.#channel?.send({ type: 'ping', beat });
        this.#measure();
      },
      reportMissed: () => {
        // A process that is busy allocating memory does not answer either; then memory is the cause.
        this.#measure();
        this.#fail(crashes.explainSilence(this.#channel, crashes.makeHung(heartbeatMs * MISSED_BEATS)));
      },
    });
  }

  /** Ends a session that exceeds its memory bound or has started a process. */
  #measure(): void {
    if (this.#child?.pid === undefined) return;
    if (processesOf(this.#child.pid) > MAX_PROCESSES)
      this.#fail(crashes.makeProtocolError('it started a process'));
    const usedBytes = measureResidentBytes(this.#child.pid);
    if (usedBytes === null) return;
    this.#residentBytes = usedBytes;
    const { memoryBytes } = this.#settings;
    if (usedBytes > memoryBytes) this.#fail(crashes.makeTooMuchMemory(usedBytes, memoryBytes));
  }

  #fail(crash: Crash): void {
    if (this.#phase === 'ending' || this.#phase === 'gone') return;
    this.#crash = crash;
    this.#end();
    this.#measure();
    this.#kill();
  }

  #end(): void {
    this.#phase = 'ending';
    this.#clearTimers();
  }

  #clearTimers(): void {
    this.#deadline?.[Symbol.dispose]();
    this.#heartbeat?.[Symbol.dispose]();
  }

  #kill(): void {
    this.#child?.kill('SIGKILL');
    this.#setDeadline(UNKILLABLE_MS, () => {
      this.#settings.log.error('session_unkillable', {
        ...this.#who,
        pid: this.#child?.pid,
        toDo: 'Check that process: it waits for a disk or a network.',
      });
      this.#settle({ exitCode: null, signal: null, failure: null });
    });
  }

  #setDeadline(delayMs: number, callback: () => void): void {
    this.#deadline?.[Symbol.dispose]();
    const { clock } = this.#settings;
    this.#deadline = clock.at(clock.now() + delayMs, callback);
  }

  #settle({ exitCode, signal, failure }: End): void {
    if (this.#phase === 'gone') return;
    this.#phase = 'gone';
    this.#clearTimers();
    this.#gone.resolve();
    this.#loaded.resolve();
    if (this.#stopped) return;
    const stderr = this.#output?.text() ?? '';
    const isCutOff = this.#channel?.isCutOff === true;
    const end = { exitCode, signal, stderr, isCutOff };
    const exitCrash = failure === null ? crashes.crashOfExit(end) : crashes.makeSpawnFailed(failure);
    this.#owner.onLoss(this.#crash ?? exitCrash, {
      pid: this.#child?.pid ?? null,
      exitCode,
      signal,
      residentBytes: this.#residentBytes,
      stderr,
      lastMessages: this.#channel?.lastMessages() ?? [],
    });
  }
}
