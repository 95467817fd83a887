/** A design that runs in this process, as its effects, its turns and its thread see it. */

import type { Report } from '#design/commands.ts';
import type { Design } from '#design/state.ts';
import type { Lease } from './lease.ts';

export interface Running {
  readonly lease: Lease;
  /** Aborted when this process does no more for it. */
  readonly signal: AbortSignal;
  /** The design as it is now. */
  design(): Design;
  report(report: Report): void;
  /** An effect of the owner itself failed: the design is dropped here, and loaded anew. */
  fail(error: unknown): void;
  /** Repeats while the store is away, until the design is given up (P2). */
  whileAway<Value>(work: () => Promise<Value>): Promise<Value>;
  /** The same for what turns write: what is under way when the design is given up is finished. */
  untilStored<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Says whether it waits for a place among the designs with processes. */
  waitForPlace(isWaiting: boolean): void;
  /** Its thread shows everything that it should. */
  noteThread(): void;
}
