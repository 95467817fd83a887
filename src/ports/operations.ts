/** When the first entry of each queue began to wait; `null` for an empty one. */
export interface Oldest {
  /** Messages and files to send; a missing reaction is no trouble. */
  readonly outbox: number | null;
  /** Designs with a due round that no daemon has claimed. */
  readonly rounds: number | null;
}

/** Cost of designs started on one day (UTC). `day`: days since the epoch. */
interface DayCost {
  readonly day: number;
  readonly usd: number;
  readonly designs: number;
}

/** Shows operators where work waits and what it costs. Throws `Fault` when the store cannot be reached. */
export interface Operations {
  /** `now` decides which rounds are due. */
  oldest(now: number): Promise<Oldest>;
  /** Cost of each day on which a design started, from this moment on. */
  costs(startedSince: number): Promise<DayCost[]>;
}
