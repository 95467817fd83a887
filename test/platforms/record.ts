import type { Mishap } from './faults.ts';

/** One call of the app, as it came and as it was answered. */
export interface RecordedCall {
  /** A method of Slack's, or a route of Discord's as in `messages.create`. */
  readonly name: string;
  readonly atMs: number;
  /** The platform's name or number for why it was refused, or null. */
  readonly error: string | number | null;
  /** What went wrong on the way, or null. */
  readonly mishap: Mishap | null;
}

/**
 * What a server saw. `violations` is what no app may do, and is to be empty at the end of a test.
 */
export class PlatformRecord<Call extends RecordedCall, Delivery> {
  readonly calls: Call[] = [];
  readonly deliveries: Delivery[] = [];
  readonly violations: string[] = [];
  readonly #allowed: RegExp[] = [];

  violate(what: string): void {
    if (!this.#allowed.some((pattern) => pattern.test(what))) this.violations.push(what);
  }

  /** From now on a test wants violations like this to happen. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  callsOf(name: string): Call[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** How often each was called. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { name } of this.calls) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  }
}
