/**
 * Tells a process that hangs from one that is busy (C20): a ping a tick, and three in a row without
 * an answer. Ticks are counted, not time, so nothing is lost because this process was suspended.
 */

/** Ticks in which a process has to become ready: 20 s. */
const READY_TICKS = 4;
const MISSED_PINGS = 3;

interface Watched {
  ping(number: number): void;
  onHung(): void;
  onNeverReady(): void;
}

export class Heartbeat {
  readonly #tickMs: number;
  readonly #session: Watched;
  #isReady = false;
  #startTicks = 0;
  #sent = 0;
  #answered = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(tickMs: number, session: Watched) {
    this.#tickMs = tickMs;
    this.#session = session;
    this.#tickLater();
  }

  noteReady(): void {
    this.#isReady = true;
  }

  /** False for an answer to no ping. */
  noteAnswer(number: number): boolean {
    if (number <= this.#answered || number > this.#sent) return false;
    this.#answered = number;
    return true;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tickLater(): void {
    // Judged once the event loop has read the pipes.
    this.#timer = setTimeout(() => setImmediate(() => this.#tick()), this.#tickMs);
  }

  /** One that comes late counts as one: the next is a whole tick after it. */
  #tick(): void {
    if (this.#timer === undefined) return;
    this.#tickLater();
    if (!this.#isReady) {
      this.#startTicks += 1;
      if (this.#startTicks >= READY_TICKS) this.#session.onNeverReady();
    } else if (this.#sent - this.#answered >= MISSED_PINGS) {
      this.#session.onHung();
    } else {
      this.#sent += 1;
      this.#session.ping(this.#sent);
    }
  }
}
