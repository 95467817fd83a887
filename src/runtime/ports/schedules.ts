/** UTC. */
export interface TimeOfDay {
  /** From 0 to 23. */
  readonly hour: number;
  /** From 0 to 59. */
  readonly minute: number;
}

/**
 * Work that is done every day at this time, in one of the daemons that share a store; what was missed because none of
 * them ran is done once when one runs again. So it may also come at another time, and must bear being done twice. What
 * it throws is logged. Its signal is aborted when it is to stop.
 */
export interface DailyWork {
  readonly name: string;
  readonly at: TimeOfDay;
  readonly work: (signal: AbortSignal) => Promise<void>;
}

/** Whatever keeps the times. Nothing of it throws: while the store cannot be reached, the work waits. */
export interface Schedules {
  /** Begins nothing any more, and tells what runs to stop. Resolves within some seconds. */
  stop(): Promise<void>;
}
