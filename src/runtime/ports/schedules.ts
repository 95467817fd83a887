/** A time of day in UTC. */
export interface TimeOfDay {
  /** From 0 to 23. */
  readonly hour: number;
  /** From 0 to 59. */
  readonly minute: number;
}

/**
 * Work done every day at this time, in one of the daemons that share a store. A run missed because no daemon ran happens once
 * when one runs again, so the work may also run at another time and must be idempotent. Errors are logged. The signal is
 * aborted when it has to stop.
 */
export interface DailyWork {
  readonly name: string;
  readonly at: TimeOfDay;
  readonly work: (signal: AbortSignal) => Promise<void>;
}

/** A scheduler. It never throws: while the store cannot be reached, the work waits. */
export interface Schedules {
  /** Starts no more work, and aborts what runs. Resolves within some seconds. */
  stop(): Promise<void>;
}
