/**
 * What a turn does, step by step, on its way into its record. Steps that come while others are being
 * stored go together in the next write.
 */

import pRetry from 'p-retry';
import { isFault } from '#support/fault.ts';
import type { Recorder, TraceStep, TurnHead } from './record.ts';

type Untimed<Step> = Step extends unknown ? Omit<Step, 'at'> : never;
export type NewStep = Untimed<TraceStep>;

export class Trace {
  readonly #recorder: Recorder;
  readonly #head: TurnHead;
  readonly #epoch: number;
  readonly #now: () => number;
  #waiting: TraceStep[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** Of a write for which nobody waited; the next `write` throws it. */
  #failure: unknown = null;
  /** Name of the newest step. */
  lastStep = 'started';

  constructor(recorder: Recorder, head: TurnHead, epoch: number, now: () => number) {
    this.#recorder = recorder;
    this.#head = head;
    this.#epoch = epoch;
    this.#now = now;
  }

  async start(): Promise<void> {
    await retryWhileAway(() => this.#recorder.startTurn(this.#epoch, this.#head));
  }

  async putShared(sha256: string, text: string): Promise<void> {
    const { designId } = this.#head;
    await retryWhileAway(() => this.#recorder.putShared(designId, this.#epoch, sha256, text));
  }

  /** Stores it soon. */
  add(step: NewStep): void {
    this.#waiting.push({ ...step, at: this.#now() });
    this.lastStep = step.step;
    this.#writing = this.#writing
      .then(() => this.#append())
      .catch((error: unknown) => {
        this.#failure ??= error;
      });
  }

  /** Resolves once it is stored, and all before it. */
  async write(step: NewStep): Promise<void> {
    this.add(step);
    await this.#writing;
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
  }

  async #append(): Promise<void> {
    const steps = this.#waiting;
    this.#waiting = [];
    if (steps.length === 0) return;
    const { designId, turnId } = this.#head;
    await retryWhileAway(() => this.#recorder.appendTrace(designId, this.#epoch, turnId, steps));
  }
}

/** Some 15 s, which is longer than a lease; then the design is given up (P2). */
async function retryWhileAway(write: () => Promise<void>): Promise<void> {
  await pRetry(write, {
    retries: 6,
    minTimeout: 250,
    factor: 2,
    shouldRetry: ({ error }) => isFault(error, 'store_away'),
  });
}
