/**
 * What a turn does, step by step, on its way into its record. Steps that come while others are being
 * stored go together in the next write. The recorder waits while the store is away.
 */

import type { Recorder, TraceStep, TurnHead } from './record.ts';

type Untimed<Step> = Step extends unknown ? Omit<Step, 'at'> : never;
type NewStep = Untimed<TraceStep>;

export class Trace {
  readonly #recorder: Recorder;
  readonly #head: TurnHead;
  readonly #epoch: number;
  readonly #now: () => number;
  /** All so far. */
  readonly steps: TraceStep[] = [];
  #waiting: TraceStep[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** Error of a write that nobody waited for; the next `write` throws it. */
  #failure: unknown = null;

  constructor(recorder: Recorder, head: TurnHead, epoch: number, now: () => number) {
    this.#recorder = recorder;
    this.#head = head;
    this.#epoch = epoch;
    this.#now = now;
  }

  /** Name of the newest step. */
  get lastStep(): string {
    return this.steps.at(-1)?.step ?? 'started';
  }

  async start(): Promise<void> {
    await this.#recorder.startTurn(this.#epoch, this.#head);
  }

  async putShared(sha256: string, text: string): Promise<void> {
    await this.#recorder.putShared(this.#head.designId, this.#epoch, sha256, text);
  }

  /** Stores it soon. */
  add(step: NewStep): void {
    const timed = { ...step, at: this.#now() };
    this.steps.push(timed);
    this.#waiting.push(timed);
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
    await this.#recorder.appendTrace(designId, this.#epoch, turnId, steps);
  }
}
