/** Tracks one design's work under way. A failure in it breaks nothing else. */
export class UnderWay {
  readonly onBroken: (error: unknown) => void;
  readonly #onIdle: () => void;
  readonly #all = new Set<Promise<void>>();

  /**
   * `onBroken` gets failures of watched work and of lanes; `onIdle` is called whenever nothing is
   * under way any more.
   */
  constructor(onBroken: (error: unknown) => void, onIdle: () => void) {
    this.onBroken = onBroken;
    this.#onIdle = onIdle;
  }

  get isIdle(): boolean {
    return this.#all.size === 0;
  }

  /** Tracks work whose failure its caller handles. */
  track<Result>(work: Promise<Result>): Promise<Result> {
    const over = (): void => {
      this.#all.delete(completion);
      if (this.isIdle) this.#onIdle();
    };
    const completion = work.then(over, over);
    this.#all.add(completion);
    return work;
  }

  /** Tracks work without a caller that waits for it. */
  watch(work: Promise<unknown>): void {
    void this.track(work.catch(this.onBroken));
  }

  /** Creates a lane, in which work runs one after the other. */
  lane(): (work: () => Promise<void>) => void {
    let last = Promise.resolve();
    return (work) => {
      last = this.track(last.then(work).catch(this.onBroken));
    };
  }

  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.all(this.#all);
  }
}
