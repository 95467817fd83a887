/** Work for one design that is carried out one piece after the other, and work beside it. What fails breaks nothing else. */
export class Lane {
  readonly #onBroken: (error: unknown) => void;
  readonly #onIdle: () => void;
  readonly #underWay = new Set<Promise<void>>();
  #last: Promise<void> = Promise.resolve();

  /** `onBroken` is called with each failure, `onIdle` each time that nothing is under way any more. */
  constructor(onBroken: (error: unknown) => void, onIdle: () => void) {
    this.#onBroken = onBroken;
    this.#onIdle = onIdle;
  }

  get isIdle(): boolean {
    return this.#underWay.size === 0;
  }

  /** Begins the work when all that was added before it is over. */
  add(work: () => Promise<void>): void {
    this.#last = this.beside(this.#last.then(work));
  }

  /** Watches work that waits for nothing. Resolves when it is over. */
  beside(work: Promise<void>): Promise<void> {
    const watched = work.catch(this.#onBroken).finally(() => {
      this.#underWay.delete(watched);
      if (this.isIdle) this.#onIdle();
    });
    this.#underWay.add(watched);
    return watched;
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.all(this.#underWay);
  }
}
