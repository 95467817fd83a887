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
  /** Retries while the store is unavailable. An abort rejects at once, even in the middle of a call (P2). */
  retryUntilAborted<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Retries in the same way for the records of turns, but lets a call under way finish after an abort. */
  retryAndFinish<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Says whether it waits for a place among the designs with processes. */
  waitForPlace(isWaiting: boolean): void;
  /** Its thread shows everything that it should. */
  noteThread(): void;
}
