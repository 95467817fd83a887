import { createHash } from 'node:crypto';

/** Ways in which a call goes wrong. Those with `after` in their name have done the work all the same. */
export const SLACK_MISHAPS = ['failed_before', 'failed_after', 'cut_before', 'cut_after', 'limited'] as const;
export type SlackMishap = (typeof SLACK_MISHAPS)[number];

export interface SeededFaults {
  readonly seed: number;
  /** Share of calls that go wrong, from 0 to 1. */
  readonly share: number;
  /** Methods that the seed leaves alone. */
  readonly spares?: readonly string[];
}

/** Repetitions of one call that may go wrong by the seed; a later one succeeds. */
const MAX_MISHAPS = 3;

/** What happens to which call: first by script, then by the seed, which alone decides whatever the order of calls. */
export class Faults {
  readonly #seeded: SeededFaults;
  readonly #script = new Map<string, SlackMishap[]>();
  readonly #attempts = new Map<string, number>();

  constructor(seeded: SeededFaults = { seed: 0, share: 0 }) {
    this.#seeded = seeded;
  }

  /** The next calls of this method, or of `upload`, `download` or `response_url`, are treated like this; at `socket` only cuts happen, and
   *  the one after is when the acknowledgement comes. */
  script(method: string, ...mishaps: SlackMishap[]): void {
    this.#script.set(method, [...(this.#script.get(method) ?? []), ...mishaps]);
  }

  next(method: string, body: string): SlackMishap | null {
    const call = `${method} ${body}`;
    const attempt = (this.#attempts.get(call) ?? 0) + 1;
    this.#attempts.set(call, attempt);
    const isSpared = attempt > MAX_MISHAPS || this.#seeded.spares?.includes(method) === true;
    return this.#script.get(method)?.shift() ?? (isSpared ? null : this.#draw(call, attempt));
  }

  #draw(call: string, attempt: number): SlackMishap | null {
    const { seed, share } = this.#seeded;
    const drawn = createHash('sha256').update(`${seed} ${attempt} ${call}`).digest();
    if (drawn.readUInt32BE(0) >= share * 2 ** 32) return null;
    return SLACK_MISHAPS[drawn.readUInt32BE(4) % SLACK_MISHAPS.length] ?? null;
  }
}
