/** Things that are done once in this process, as far as it remembers: the newest so many. */
export class Once {
  readonly #most: number;
  readonly #done = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether this is the first time. */
  first(key: string): boolean {
    if (this.#done.has(key)) return false;
    this.#done.add(key);
    for (const oldest of this.#done) {
      if (this.#done.size <= this.#most) break;
      this.#done.delete(oldest);
    }
    return true;
  }

  /** It has failed: the next time is the first again. */
  undo(key: string): void {
    this.#done.delete(key);
  }
}
