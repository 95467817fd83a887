/**
 * Calls a minute that Slack's tiers grant, and how many messages a channel takes in one burst at
 * one a second.
 */
export const TIER = { two: 20, three: 50, four: 100, special: 600 } as const;
const CHANNEL = { perMinute: 60, burst: 3 };

/**
 * Slack's rate limits, as buckets that refill; `speed` makes time run faster for them, and 0 lifts
 * them.
 */
export class Rates {
  readonly #speed: number;
  readonly #buckets = new Map<string, { left: number; atMs: number }>();

  constructor(speed: number) {
    this.#speed = speed;
  }

  /** Whole seconds to wait, as in `Retry-After`, or null when the call may go ahead. */
  take(method: string, perMinute: number, channel: string | undefined): number | null {
    if (this.#speed === 0) return null;
    if (method !== 'chat.postMessage') return this.#draw(method, perMinute, perMinute);
    return this.#draw(`message ${channel}`, CHANNEL.perMinute, CHANNEL.burst);
  }

  #draw(key: string, perMinute: number, capacity: number): number | null {
    const perMs = (perMinute / 60_000) * this.#speed;
    const nowMs = Date.now();
    const bucket = this.#buckets.get(key) ?? { left: capacity, atMs: nowMs };
    const left = Math.min(capacity, bucket.left + (nowMs - bucket.atMs) * perMs);
    this.#buckets.set(key, { left: left < 1 ? left : left - 1, atMs: nowMs });
    return left < 1 ? Math.max(1, Math.ceil((1 - left) / perMs / 1_000)) : null;
  }
}
