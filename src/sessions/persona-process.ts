import type { ParticipantId, SessionId } from '../core/vocabulary/ids.ts';
import { type LeadsTo, Mode } from '../foundation/mode.ts';
import { PROTOCOL_VERSION } from './child/envelope.mjs';
import type { ChildMessage, ChildMessageOf, ParentMessage } from './child/protocol.mjs';
import * as crashes from './crash.ts';
import { awaitEnd, Deadline, type End, kill, type Launched, stop } from './ending.ts';
import { canAnswer, identifyProcess } from './proc.ts';
import { launch } from './sandbox.ts';
import type { Crash, SessionListener } from './session.ts';
import type { ProcessLimits } from './settings.ts';
import { Progress, VitalSigns } from './vital-signs.ts';

/** `crash`: `null` if it is being stopped. */
type State =
  | { readonly kind: 'warming' | 'standby' | 'starting' | 'healthy' | 'gone' }
  | { readonly kind: 'ending'; readonly crash: Crash | null };

/** A process begins as *warming* or *starting*. */
const LEADS_TO: LeadsTo<State['kind']> = {
  warming: ['standby', 'starting', 'ending', 'gone'],
  standby: ['starting', 'ending', 'gone'],
  starting: ['healthy', 'ending', 'gone'],
  healthy: ['ending', 'gone'],
  ending: ['gone'],
  gone: [],
};

interface Session {
  readonly sessionId: SessionId;
  readonly participant: ParticipantId;
}

/**
 * Looks at a process in the time it has to become ready. From the last on, it is lost
 * at the first that does not find it at work.
 */
const READY_LOOKS = 5;

const NO_EXIT: End = { exitCode: null, signal: null, failure: null };

/**
 * One process from start to end: a session's, or a standby until a session adopts it. States:
 *
 * - *warming*: it loads, and has no session. To *standby* by its first answer to a ping, to
 *   *starting* when it is adopted.
 * - *standby*: it has loaded everything. To *starting* when it is adopted.
 * - *starting*: it has a session, and a deadline for its `ready`, which waits while it works. To
 *   *healthy* by that.
 * - *healthy*: its messages go to the owner.
 * - *ending*: it has failed and is killed, or it is being stopped. Nothing is heard any more.
 * - *gone*: it has exited and its last output is read, it could not be started, or SIGKILL does not
 *   end it.
 *
 * Reports a crash to its owner at most once, when the process is gone. The first cause counts: a
 * process killed because it hangs is `hung`, not `killed`. After `stop` the owner gets no more
 * calls.
 */
export class PersonaProcess {
  readonly #settings: ProcessLimits;
  readonly #gone = Promise.withResolvers<void>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #loaded = Promise.withResolvers<void>();
  readonly #deadline: Deadline;
  /** `null` if it could not even be launched. */
  readonly #launched: Launched | null;
  readonly #vitalSigns: VitalSigns | null;
  /** `null` after `stop`. */
  #owner: SessionListener | null;
  #session: Session | null;
  readonly #state: Mode<State>;

  /** Starts the process; never throws, and never calls `owner` before it has returned. */
  constructor(settings: ProcessLimits, session: Session | null, owner: SessionListener) {
    this.#settings = settings;
    this.#deadline = new Deadline(settings.clock);
    this.#session = session;
    this.#owner = owner;
    const kind = session === null ? 'warming' : 'starting';
    this.#state = new Mode<State>('a process', LEADS_TO, { kind });
    this.#launched = this.#launch();
    this.#vitalSigns =
      this.#launched && new VitalSigns(settings, this.#launched, (crash) => this.#fail(crash));
    if (this.#launched === null) return;
    this.#awaitReady();
    if (session === null) this.#vitalSigns?.beat();
  }

  /** Resolves once it has reported ready for its session, or is gone. */
  get whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  /** Resolves once it has loaded everything, or is gone. */
  get whenLoaded(): Promise<void> {
    return this.#loaded.promise;
  }

  /** True once it has loaded everything. */
  get isWarm(): boolean {
    return this.#state.now.kind === 'standby';
  }

  /** True if it can take a session now, and the system shows it alive. */
  get adoptable(): boolean {
    if (!this.#state.mayBecome('starting') || this.#launched === null) return false;
    const { child, channel } = this.#launched;
    if (child.pid === undefined || channel?.isOpen !== true) return false;
    return child.exitCode === null && child.signalCode === null && canAnswer(child.pid);
  }

  /**
   * Gives a standby its session, which it reads once it is warm. It must then report ready in time,
   * like a new process.
   */
  adopt(sessionId: SessionId, participant: ParticipantId, owner: SessionListener): void {
    this.#state.become({ kind: 'starting' });
    this.#session = { sessionId, participant };
    this.#owner = owner;
    this.#awaitReady();
    this.send({ type: 'assign', version: PROTOCOL_VERSION, sessionId, participant });
  }

  send(message: ParentMessage): void {
    if (this.#state.now.kind !== 'gone') this.#launched?.channel?.send(message);
  }

  /**
   * Watches from now on whether a healthy session answers: it loads at its first message. Resolves
   * once it has, or is gone.
   */
  load(): Promise<void> {
    if (this.#state.now.kind === 'healthy') this.#vitalSigns?.beat();
    return this.#loaded.promise;
  }

  /** Kills the process. Its exit is then reported as a crash, as for any killed process. */
  kill(): void {
    this.#launched?.child.kill('SIGKILL');
  }

  /** Asks the process to end, then sends SIGTERM, then SIGKILL. Resolves when it is gone. */
  stop(): Promise<void> {
    this.#owner = null;
    if (this.#isOver || this.#launched === null) return this.#gone.promise;
    this.#end(null);
    stop(this.#launched, this.#deadline, this.#settings.stopMs, () => this.#kill());
    return this.#gone.promise;
  }

  get #isOver(): boolean {
    return this.#state.now.kind === 'ending' || this.#state.now.kind === 'gone';
  }

  /** Returns `null` if the system refused, which is reported in the next step. */
  #launch(): Launched | null {
    const { log, clock } = this.#settings;
    let launched: Launched;
    try {
      launched = launch(this.#settings, this.#session?.sessionId ?? null, {
        onMessage: (message) => this.#hear(message),
        onViolation: (detail) => this.#fail(crashes.makeProtocolError(detail)),
        onUndeliverable: (error) =>
          log.debug('session_undeliverable', { ...this.#session, error: error.message }),
      });
    } catch (error) {
      this.#state.become({ kind: 'ending', crash: crashes.makeSpawnFailed(error) });
      log.warn('session_spawn_failed', { ...this.#session, error: String(error) });
      queueMicrotask(() => this.#settle(NO_EXIT));
      return null;
    }
    const { child, channel, output } = launched;
    child.on('error', ({ message: error }) =>
      log.warn('session_process_error', { ...this.#session, pid: child.pid, error }),
    );
    child.once('exit', () => this.#clearTimers());
    void awaitEnd(child, Promise.all([output?.read, channel?.read]), clock).then((end) =>
      this.#settle(end),
    );
    return launched;
  }

  #awaitReady(): void {
    const { readyMs } = this.#settings;
    const progress = new Progress(readyMs);
    let looks = 0;
    const look = () => {
      const { child, channel = null } = this.#launched ?? {};
      looks += 1;
      const isWorking = progress.look(child?.pid) && channel?.isCutOff === false;
      if (looks < READY_LOOKS || isWorking) this.#deadline.set(readyMs / READY_LOOKS, look);
      else
        this.#fail(
          crashes.explainSilence(channel, crashes.makeNotReady((looks * readyMs) / READY_LOOKS)),
        );
    };
    this.#deadline.set(readyMs / READY_LOOKS, look);
  }

  #hear(message: ChildMessage): void {
    if (this.#isOver) return;
    if (message.type === 'ready') this.#hearReady(message);
    else if (message.type === 'pong') this.#hearPong(message);
    else if (this.#state.now.kind === 'healthy') this.#handOver(message);
    else this.#fail(crashes.makeProtocolError(`it sent ${message.type} before it was ready`));
  }

  /**
   * Passes a message to the owner. If that fails, which is a fault in Charrette, only this session
   * ends.
   */
  #handOver(message: ChildMessage): void {
    try {
      this.#owner?.onMessage(message);
    } catch (error) {
      const { type } = message;
      const facts = { ...this.#session, type, error: String(error) };
      this.#settings.log.error('session_message_failed', facts);
      this.#fail(crashes.makeProtocolError(`it sent ${type} that could not be handled`));
    }
  }

  #hearReady({ sessionId, version }: ChildMessageOf<'ready'>): void {
    if (this.#state.now.kind !== 'starting') {
      this.#fail(crashes.makeProtocolError('it reported ready without being asked'));
    } else if (sessionId !== this.#session?.sessionId || version !== PROTOCOL_VERSION) {
      this.#fail(crashes.makeReadyAsAnother(sessionId, version));
    } else {
      this.#succeed('healthy');
    }
  }

  /** Marks a standby ready on its first pong, since everything is loaded by then. */
  #hearPong({ beat }: ChildMessageOf<'pong'>): void {
    if (this.#vitalSigns?.hearPong(beat) !== true) return;
    this.#loaded.resolve();
    if (this.#state.now.kind === 'warming') this.#succeed('standby');
  }

  #succeed(kind: 'standby' | 'healthy'): void {
    this.#state.become({ kind });
    this.#deadline[Symbol.dispose]();
    const pid = this.#launched?.child.pid;
    if (pid !== undefined) this.#owner?.onReady(pid, identifyProcess(pid));
    if (kind === 'healthy') this.#ready.resolve();
  }

  #fail(crash: Crash): void {
    if (this.#isOver) return;
    this.#end(crash);
    this.#vitalSigns?.measure();
    this.#kill();
  }

  #end(crash: Crash | null): void {
    this.#state.become({ kind: 'ending', crash });
    this.#clearTimers();
  }

  #kill(): void {
    if (this.#launched === null) return;
    const { pid } = this.#launched.child;
    kill(this.#launched, this.#deadline, () => {
      this.#settings.log.error('session_unkillable', {
        ...this.#session,
        pid,
        toDo: 'Check that process: it waits for a disk or a network.',
      });
      this.#settle(NO_EXIT);
    });
  }

  #clearTimers(): void {
    this.#deadline[Symbol.dispose]();
    this.#vitalSigns?.[Symbol.dispose]();
  }

  #settle({ exitCode, signal, failure }: End): void {
    const state = this.#state.now;
    if (state.kind === 'gone') return;
    this.#state.become({ kind: 'gone' });
    this.#clearTimers();
    this.#gone.resolve();
    this.#ready.resolve();
    this.#loaded.resolve();
    const { child, channel = null, output } = this.#launched ?? {};
    const stderr = output?.text() ?? '';
    const end = { exitCode, signal, stderr, isCutOff: channel?.isCutOff === true };
    const exitCrash =
      failure === null ? crashes.crashOfExit(end) : crashes.makeSpawnFailed(failure);
    this.#owner?.onLoss((state.kind === 'ending' ? state.crash : null) ?? exitCrash, {
      pid: child?.pid ?? null,
      exitCode,
      signal,
      residentBytes: this.#vitalSigns?.residentBytes ?? null,
      stderr,
      lastMessages: channel?.lastMessages() ?? [],
    });
  }
}
