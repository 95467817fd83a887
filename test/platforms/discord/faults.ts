import { createHash } from 'node:crypto';

/** Ways in which a call goes wrong. Those with `after` in their name have done the work all the same. */
export const DISCORD_MISHAPS = [
  'failed_before',
  'failed_after',
  'cut_before',
  'cut_after',
  'limited',
] as const;
/** `limited_globally` comes by script alone. */
export type DiscordMishap = (typeof DISCORD_MISHAPS)[number] | 'limited_globally';

export interface SeededFaults {
  readonly seed: number;
  /** Share of calls that go wrong, from 0 to 1. */
  readonly share: number;
  /** Routes that the seed leaves alone. */
  readonly spares?: readonly string[];
}

/** Repetitions of one call that may go wrong by the seed; a later one succeeds. */
const MAX_MISHAPS = 3;

/** What happens to which call: first by script, then by the seed, which alone decides whatever the order of calls. */
export class Faults {
  readonly #seeded: SeededFaults;
  readonly #script = new Map<string, DiscordMishap[]>();
  readonly #attempts = new Map<string, number>();
  /** Ids in the order in which they were first met. */
  readonly #ids = new Map<string, number>();

  constructor(seeded: SeededFaults = { seed: 0, share: 0 }) {
    this.#seeded = seeded;
  }

  /** The next calls of this route (`messages.create`, `attachments.get` …) are treated like this. At `gateway` only
   *  cuts happen, to the next events: before one is sent, or after. */
  script(route: string, ...mishaps: DiscordMishap[]): void {
    this.#script.set(route, [...(this.#script.get(route) ?? []), ...mishaps]);
  }

  next(route: string, body: string): DiscordMishap | null {
    const call = `${route} ${this.#withoutTimes(body)}`;
    const attempt = (this.#attempts.get(call) ?? 0) + 1;
    this.#attempts.set(call, attempt);
    const isSpared = attempt > MAX_MISHAPS || this.#seeded.spares?.includes(route) === true;
    return this.#script.get(route)?.shift() ?? (isSpared ? null : this.#draw(call, attempt));
  }

  /** Ids hold the time of day; what counts is which one it is. Tokens of interactions hold ids. */
  #withoutTimes(text: string): string {
    const plain = text.replaceAll(/aW50ZXJhY3Rpb246[\w-]+/g, (token) =>
      String(Buffer.from(token, 'base64url')),
    );
    return plain.replaceAll(/\d{15,20}/g, (id) => {
      const place = this.#ids.get(id) ?? this.#ids.size;
      this.#ids.set(id, place);
      return `#${place}`;
    });
  }

  #draw(call: string, attempt: number): DiscordMishap | null {
    const { seed, share } = this.#seeded;
    const drawn = createHash('sha256').update(`${seed} ${attempt} ${call}`).digest();
    if (drawn.readUInt32BE(0) >= share * 2 ** 32) return null;
    return DISCORD_MISHAPS[drawn.readUInt32BE(4) % DISCORD_MISHAPS.length] ?? null;
  }
}
