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

/** Facts by which an operator sees where work waits. Throws `Fault` when the store cannot be reached. */
export interface Operations {
  /** `now`: the moment by which a round is due. */
  facts(now: number): Promise<OperationFacts>;
  /** Returns the daemons of a fleet; none where there is one daemon alone. */
  daemons(): Promise<DaemonRow[]>;
}
