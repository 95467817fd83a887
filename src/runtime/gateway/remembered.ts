import type { Clock } from '../ports/clock.ts';

interface Memory<Value> {
  readonly staleAt: number;
  readonly value: Promise<Value>;
}

/**
 * What was looked up is kept for a while; many that ask at once are answered by one look-up. What could not be looked
 * up is forgotten at once, and whatever was known before is then good enough.
 */
export class Remembered<Value> {
  readonly #lookUp: (key: string) => Promise<Value>;
  readonly #clock: Clock;
  readonly #keptMs: number;
  readonly #most: number;
  readonly #memories = new Map<string, Memory<Value>>();

  constructor(lookUp: (key: string) => Promise<Value>, clock: Clock, keptMs: number, most: number) {
    this.#lookUp = lookUp;
    this.#clock = clock;
    this.#keptMs = keptMs;
    this.#most = most;
  }

  /** Throws what the look-up throws, when nothing is known from before. */
  get(key: string): Promise<Value> {
    const before = this.#memories.get(key);
    if (before !== undefined && before.staleAt > this.#clock.now()) return before.value;
    const value = this.#lookUp(key).catch((error: unknown) => {
      if (this.#memories.get(key)?.value === value) this.#memories.delete(key);
      if (before === undefined) throw error;
      if (!this.#memories.has(key)) this.#memories.set(key, before);
      return before.value;
    });
    this.#memories.delete(key);
    this.#memories.set(key, { staleAt: this.#clock.now() + this.#keptMs, value });
    for (const oldest of this.#memories.keys()) {
      if (this.#memories.size <= this.#most) break;
      this.#memories.delete(oldest);
    }
    return value;
  }
}
