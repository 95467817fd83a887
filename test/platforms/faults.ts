import { createHash } from 'node:crypto';

/**
 * Ways in which a call goes wrong. Those with `after` in their name have done the work all the
 * same.
 */
const MISHAPS = ['failed_before', 'failed_after', 'cut_before', 'cut_after', 'limited'] as const;
export type Mishap = (typeof MISHAPS)[number];

export interface SeededFaults {
  readonly seed: number;
  /** Share of calls that go wrong, from 0 to 1. */
  readonly share: number;
  /** Calls that the seed leaves alone, by name. */
  readonly spares?: readonly string[];
}

/** Repetitions of one call that may go wrong by the seed; a later one succeeds. */
const MAX_MISHAPS = 3;

/**
 * What happens to which call: first by script, then by the seed, which alone decides whatever the
 * order of calls.
 */
export class Faults {
  readonly #seeded: SeededFaults;
  readonly #lasting: (body: string) => string;
  readonly #script = new Map<string, Mishap[]>();
  readonly #attempts = new Map<string, number>();
  readonly #always = new Map<string, Mishap>();
  readonly #held = new Map<string, { readonly until: Promise<void>; readonly begun: () => void }>();

  /** `lasting` is what of a call's body is the same in each run. */
  constructor(
    seeded: SeededFaults = { seed: 0, share: 0 },
    lasting: (body: string) => string = (body) => body,
  ) {
    this.#seeded = seeded;
    this.#lasting = lasting;
  }

  /**
   * The next calls of this name are treated like this. At a connection (`socket`, `gateway`) only
   * cuts happen, before something is sent over it and after; at Slack's, after is when the
   * acknowledgement comes.
   */
  script(name: string, ...mishaps: readonly Mishap[]): void {
    this.#script.set(name, [...(this.#script.get(name) ?? []), ...mishaps]);
  }

  /** All calls of this name are treated like this; null: no longer. */
  always(name: string, mishap: Mishap | null): void {
    if (mishap === null) this.#always.delete(name);
    else this.#always.set(name, mishap);
  }

  /**
   * Calls of this name are answered when this is over, and not before. Resolves when the first of
   * them waits.
   */
  hold(name: string, until: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(name, { until, begun: resolve });
    return promise;
  }

  async held(name: string): Promise<void> {
    const held = this.#held.get(name);
    held?.begun();
    await held?.until;
  }

  next(name: string, body: string): Mishap | null {
    const call = `${name} ${this.#lasting(body)}`;
    const attempt = (this.#attempts.get(call) ?? 0) + 1;
    this.#attempts.set(call, attempt);
    const isSpared = attempt > MAX_MISHAPS || this.#seeded.spares?.includes(name) === true;
    const scripted = this.#script.get(name)?.shift() ?? this.#always.get(name);
    return scripted ?? (isSpared ? null : this.#draw(call, attempt));
  }

  #draw(call: string, attempt: number): Mishap | null {
    const { seed, share } = this.#seeded;
    const [goesWrong, way] = drawn(`${seed} ${attempt} ${call}`);
    return goesWrong < share ? (MISHAPS[Math.floor(way * MISHAPS.length)] ?? null) : null;
  }
}

/** Three numbers from 0 up to 1, which follow from the text alone. */
export function drawn(text: string): readonly [number, number, number] {
  const hash = createHash('sha256').update(text).digest();
  const part = (at: number) => hash.readUInt32BE(at) / 2 ** 32;
  return [part(0), part(4), part(8)];
}
