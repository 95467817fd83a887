import type { DiscordMishap } from './faults.ts';

/** One call of the app, as it came and as it was answered. */
export interface RecordedCall {
  /** The route's name, as in `messages.create`. */
  readonly route: string;
  readonly path: string;
  readonly atMs: number;
  readonly body: unknown;
  /** Names of the files that came with it. */
  readonly files: readonly string[];
  readonly status: number;
  /** Discord's code for why it was refused, or null. */
  readonly error: number | null;
  /** What went wrong on the way, or null. */
  readonly mishap: DiscordMishap | null;
}

/** One event on its way to the app. */
export interface RecordedDelivery {
  readonly what: string;
  /** How many sessions it was meant for, connected or not. */
  readonly sessions: number;
}

/** What the server saw. `violations` is what no app may do, and is to be empty at the end of a test. */
export class DiscordRecord {
  readonly calls: RecordedCall[] = [];
  readonly deliveries: RecordedDelivery[] = [];
  readonly violations: string[] = [];
  readonly #allowed: RegExp[] = [];

  violate(what: string): void {
    if (!this.#allowed.some((pattern) => pattern.test(what))) this.violations.push(what);
  }

  /** From now on a test wants violations like this to happen. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  callsOf(route: string): RecordedCall[] {
    return this.calls.filter((call) => call.route === route);
  }

  /** How often each route was called. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { route } of this.calls) counts[route] = (counts[route] ?? 0) + 1;
    return counts;
  }
}
