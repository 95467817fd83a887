/**
 * Calls that one bucket takes within its time: messages of a channel apart from everything else
 * there.
 */
const CHANNEL_MESSAGES = { limit: 5, withinMs: 5_000 };
const OTHERWISE = { limit: 50, withinMs: 1_000 };
const ALL_CALLS = { limit: 50, withinMs: 1_000 };

interface Bucket {
  startedMs: number;
  used: number;
}

export interface Quota {
  /** Seconds to wait, or null when the call may go ahead. */
  readonly waitSeconds: number | null;
  readonly isGlobal: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

const FREE: Quota = { waitSeconds: null, isGlobal: false, headers: {} };

/** Discord's rate limits, as windows; `speed` makes time run faster for them, and 0 lifts them. */
export class Rates {
  readonly #speed: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(speed: number, now: () => number) {
    this.#speed = speed;
    this.#now = now;
  }

  /**
   * `place` is what the bucket belongs to beside the route: the channel, the guild or the webhook.
   * Answers to interactions do not count towards the limit of all calls.
   */
  take(route: string, place: string, countsGlobally: boolean): Quota {
    if (this.#speed === 0) return FREE;
    const isMessage = route === 'messages.create' || route === 'messages.edit';
    const { limit, withinMs } = isMessage ? CHANNEL_MESSAGES : OTHERWISE;
    const own = this.#draw(`${route} ${place}`, limit, withinMs);
    const all = countsGlobally ? this.#draw('', ALL_CALLS.limit, ALL_CALLS.withinMs) : own;
    const isGlobal = own.waitSeconds === null && all.waitSeconds !== null;
    return { waitSeconds: own.waitSeconds ?? all.waitSeconds, isGlobal, headers: own.headers };
  }

  #draw(key: string, limit: number, withinMs: number): Omit<Quota, 'isGlobal'> {
    const nowMs = this.#now();
    const lengthMs = withinMs / this.#speed;
    let bucket = this.#buckets.get(key);
    if (bucket === undefined || nowMs - bucket.startedMs >= lengthMs)
      bucket = { startedMs: nowMs, used: 0 };
    bucket.used = Math.min(bucket.used + 1, limit + 1);
    this.#buckets.set(key, bucket);
    const resetMs = bucket.startedMs + lengthMs;
    const leftSeconds = (resetMs - nowMs) / 1_000;
    const headers = {
      'x-ratelimit-bucket': key.split(' ')[0] ?? '',
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - bucket.used)),
      'x-ratelimit-reset': String(resetMs / 1_000),
      'x-ratelimit-reset-after': leftSeconds.toFixed(3),
    };
    return { waitSeconds: bucket.used > limit ? leftSeconds : null, headers };
  }
}
