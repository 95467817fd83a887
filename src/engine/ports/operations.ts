/** A daemon that beats. */
export interface DaemonRow {
  readonly id: number;
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since its last beat. */
  readonly beatAgoMs: number;
  /** Designs that it owns. */
  readonly designs: number;
}

/** A queue: its length, and the moment since when its first entry waits; `null` for an empty one. */
export interface Backlog {
  readonly waiting: number;
  readonly oldestAt: number | null;
}

/** State of the store's queues, over all daemons. */
export interface OperationFacts {
  /** Effects that are not carried out yet, of designs that have something left to do. */
  readonly outbox: Backlog;
  /** Commands that no design has handled yet. */
  readonly inbox: Backlog;
  /** Designs that wait for people, and since when the first of them has. */
  readonly people: Backlog;
  /** Designs with an open gate, and since when the first of them has it. */
  readonly gates: Backlog;
  /** Designs whose next round is due and that no daemon has taken. */
  readonly rounds: Backlog;
}

/** What designs that were started on one day (UTC) have cost. `day`: days since the epoch. */
interface DayCost {
  readonly day: number;
  readonly usd: number;
  readonly designs: number;
}

/** Facts by which an operator sees where work waits. Throws `Fault` when the store cannot be reached. */
export interface Operations {
  /** `now`: the moment by which a round is due. */
  facts(now: number): Promise<OperationFacts>;
  /** Returns the daemons of a fleet; none where there is one daemon alone. */
  daemons(): Promise<DaemonRow[]>;
  /** Returns what each day has cost on which a design was started, from this moment on. */
  costs(startedSince: number): Promise<DayCost[]>;
  /** Returns how long the newest turns took, in milliseconds, newest first. */
  turnTimes(limit: number): Promise<number[]>;
}
