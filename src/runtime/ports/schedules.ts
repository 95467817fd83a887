/** UTC. */
export interface TimeOfDay {
  /** From 0 to 23. */
  readonly hour: number;
  /** From 0 to 59. */
  readonly minute: number;
}

/** Work that comes round, and is done once however many daemons share the store. */
export interface Schedules {
  /**
   * Does the work every day at this time, in one of the daemons; what was missed because none of them ran is done
   * once when one runs again. The work may therefore also come at another time, and must bear being done twice.
   * Its signal is aborted when this process stops. What it throws is logged. Never throws itself: while the
   * store cannot be reached, the work waits.
   */
  daily(name: string, at: TimeOfDay, work: (signal: AbortSignal) => Promise<void>): void;
  /** Nothing is begun any more, and what runs has been told to stop. Resolves within some seconds. */
  stop(): Promise<void>;
}
