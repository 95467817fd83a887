export interface DaemonRow {
  readonly id: number;
  readonly host: string;
  readonly pid: number;
  readonly beatAgoMs: number;
  readonly designs: number;
}

/** A queue's length, and the time at which its first entry began to wait; `null` if empty. */
export interface Backlog {
  readonly waiting: number;
  readonly oldestAt: number | null;
}

export interface OperationFacts {
  readonly outbox: Backlog;
  readonly inbox: Backlog;
  /** Designs that wait for people; `oldestAt`: when the first one began to wait. */
  readonly people: Backlog;
  /** Designs with an open gate; `oldestAt`: when the first gate opened. */
  readonly gates: Backlog;
  /** Designs with a due round that no daemon has claimed. */
  readonly rounds: Backlog;
}

/** Cost of designs started on one day (UTC). `day`: days since the epoch. */
interface DayCost {
  readonly day: number;
  readonly usd: number;
  readonly designs: number;
}

/** Shows operators where work waits. Throws `Fault` when the store cannot be reached. */
export interface Operations {
  /** `now` decides which rounds are due. */
  facts(now: number): Promise<OperationFacts>;
  /** Daemons of a fleet; empty for a single daemon. */
  daemons(): Promise<DaemonRow[]>;
  /** Cost of each day on which a design started, from this moment on. */
  costs(startedSince: number): Promise<DayCost[]>;
  /** Durations of the newest turns in milliseconds, newest first. */
  turnTimes(limit: number): Promise<number[]>;
}
