import { type Heartbeat, MISSED_BEATS, startHeartbeat } from '../foundation/heartbeat.ts';
import * as crashes from './crash.ts';
import type { Launched } from './ending.ts';
import { canAnswer, measureResidentBytes, processesOf } from './proc.ts';
import type { Crash } from './session.ts';
import type { ProcessLimits } from './settings.ts';

/**
 * Most processes of one session, which is its Node. Charrette counts them at each heartbeat,
 * because the system limits processes only per user, and a Node that cannot start a thread hangs.
 */
const MAX_PROCESSES = 1;

/**
 * Watches a process's answers, its memory, and how many it is. `onFailure` gets each limit that it
 * breaks.
 */
export class VitalSigns implements Disposable {
  readonly #settings: ProcessLimits;
  readonly #launched: Launched;
  readonly #onFailure: (crash: Crash) => void;
  #heartbeat: Heartbeat | null = null;
  #residentBytes: number | null = null;

  constructor(settings: ProcessLimits, launched: Launched, onFailure: (crash: Crash) => void) {
    this.#settings = settings;
    this.#launched = launched;
    this.#onFailure = onFailure;
  }

  /** When last seen; `null` if never. */
  get residentBytes(): number | null {
    return this.#residentBytes;
  }

  /** Pings from now on. */
  beat(): void {
    const { clock, heartbeatMs } = this.#settings;
    const { channel } = this.#launched;
    this.#heartbeat ??= startHeartbeat(clock, heartbeatMs, {
      ping: (beat) => {
        channel?.send({ type: 'ping', beat });
        this.measure();
      },
      reportMissed: () => {
        // A process that is busy allocating memory does not answer either; then memory is the
        // cause.
        this.measure();
        this.#onFailure(
          crashes.explainSilence(channel, crashes.makeHung(heartbeatMs * MISSED_BEATS)),
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
