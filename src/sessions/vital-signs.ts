import { type Heartbeat, MISSED_BEATS, startHeartbeat } from '../foundation/heartbeat.ts';
import * as crashes from './crash.ts';
import type { Launched } from './ending.ts';
import { canAnswer, measureResidentBytes, measureWork, processesOf } from './proc.ts';
import type { Crash } from './session.ts';
import type { ProcessLimits } from './settings.ts';

/**
 * Most processes of one session, which is its Node. Charrette counts them at each heartbeat,
 * because the system limits processes only per user, and a Node that cannot start a thread hangs.
 */
const MAX_PROCESSES = 1;

/**
 * Most looks at one process, which bound its time on any machine: with the product's intervals some
 * two minutes.
 */
const MOST_LOOKS = 40;
/** Looks in a row without work, after which a process hangs. */
const IDLE_LOOKS = 2;

/**
 * Tells a process that loads slowly, because the machine has much else to do, from one that hangs.
 * Looks are counted, not time: nothing is lost because Charrette itself was busy or suspended.
 */
export class Progress {
  readonly #processorMs: number;
  #lastMs = 0;
  #idleLooks = 0;
  #looks = 0;

  /**
   * @param processorMs Milliseconds of processor time after which a process that has not loaded
   * hangs, however busy it is.
   */
  constructor(processorMs: number) {
    this.#processorMs = processorMs;
  }

  /**
   * False if in the last two looks the process has had no processor time and waited for neither a
   * processor nor a disk, or where the system does not tell.
   */
  look(pid: number | undefined): boolean {
    this.#looks += 1;
    const work = pid === undefined ? null : measureWork(pid);
    if (work === null) return false;
    const { processorMs, isWorking } = work;
    this.#idleLooks = isWorking || processorMs > this.#lastMs ? 0 : this.#idleLooks + 1;
    this.#lastMs = processorMs;
    const isIdle = this.#idleLooks >= IDLE_LOOKS;
    return !isIdle && processorMs < this.#processorMs && this.#looks < MOST_LOOKS;
  }
}

/**
 * Watches a process's answers, its memory, and how many it is. `onFailure` gets each limit that it
 * breaks.
 */
export class VitalSigns implements Disposable {
  readonly #settings: ProcessLimits;
  readonly #launched: Launched;
  readonly #progress: Progress;
  readonly #onFailure: (crash: Crash) => void;
  #heartbeat: Heartbeat | null = null;
  #residentBytes: number | null = null;
  #hasAnswered = false;

  constructor(settings: ProcessLimits, launched: Launched, onFailure: (crash: Crash) => void) {
    this.#settings = settings;
    this.#launched = launched;
    this.#progress = new Progress(settings.readyMs);
    this.#onFailure = onFailure;
  }

  /** When last seen; `null` if never. */
  get residentBytes(): number | null {
    return this.#residentBytes;
  }

  /** Pings from now on. A process answers its first ping once it has loaded everything. */
  beat(): void {
    const { clock, heartbeatMs } = this.#settings;
    const { channel, child } = this.#launched;
    let silentBeats = MISSED_BEATS - 1;
    const measure = (): boolean => {
      this.measure();
      const isLoading = !this.#hasAnswered && channel?.isCutOff !== true;
      return isLoading && this.#progress.look(child.pid);
    };
    this.#heartbeat ??= startHeartbeat(clock, heartbeatMs, {
      ping: (beat) => {
        silentBeats = MISSED_BEATS - 1;
        channel?.send({ type: 'ping', beat });
        measure();
      },
      mayBeLate: () => {
        silentBeats += 1;
        return measure();
      },
      reportMissed: () => {
        // A process that is busy allocating memory does not answer either; then memory is the
        // cause.
        this.measure();
        this.#onFailure(
          crashes.explainSilence(channel, crashes.makeHung(heartbeatMs * silentBeats)),
        );
      },
    });
  }

  /**
   * True for an answer that counts. A frozen process is hung, even if another process of the
   * session answers.
   */
  hearPong(beat: number): boolean {
    if (this.#heartbeat?.awaits(beat) !== true) {
      const detail = 'it answered a ping that was never sent, or was already answered';
      this.#onFailure(crashes.makeProtocolError(detail));
      return false;
    }
    const { pid } = this.#launched.child;
    if (pid === undefined || !canAnswer(pid)) return false;
    this.#heartbeat.recordAnswer(beat);
    this.#hasAnswered = true;
    return true;
  }

  /** Fails a session that exceeds its memory bound or has started a process. */
  measure(): void {
    const { pid } = this.#launched.child;
    if (pid === undefined) return;
    if (processesOf(pid) > MAX_PROCESSES)
      this.#onFailure(crashes.makeProtocolError('it started a process'));
    const usedBytes = measureResidentBytes(pid);
    if (usedBytes === null) return;
    this.#residentBytes = usedBytes;
    const { memoryBytes } = this.#settings;
    if (usedBytes > memoryBytes) this.#onFailure(crashes.makeTooMuchMemory(usedBytes, memoryBytes));
  }

  [Symbol.dispose](): void {
    this.#heartbeat?.[Symbol.dispose]();
  }
}
