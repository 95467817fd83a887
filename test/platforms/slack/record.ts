import type { SlackMishap } from './faults.ts';

/** One call of the app, as it came and as it was answered. */
export interface RecordedCall {
  readonly method: string;
  readonly atMs: number;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Slack's name for why it was refused, or null. */
  readonly error: string | null;
  /** What went wrong on the way, or null. */
  readonly mishap: SlackMishap | null;
}

/** One event, command or interaction on its way to the app. */
export interface RecordedDelivery {
  readonly what: string;
  readonly attempt: number;
  readonly result: string;
  readonly status: number | null;
  /** From sending to the answer, in milliseconds. */
  readonly ms: number;
}

/** What the server saw. `violations` is what no app may do, and is to be empty at the end of a test. */
export class SlackRecord {
  readonly calls: RecordedCall[] = [];
  readonly deliveries: RecordedDelivery[] = [];
  readonly violations: string[] = [];
  readonly scopesUsed = new Set<string>();

  violate(what: string): void {
    this.violations.push(what);
  }

  callsOf(method: string): RecordedCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** How often each method was called. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { method } of this.calls) counts[method] = (counts[method] ?? 0) + 1;
    return counts;
  }
}
