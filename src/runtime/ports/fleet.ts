import type { DesignId } from '../../core/vocabulary/ids.ts';

/** A design that this daemon owns. The epoch is raised with every change of owner and fences the one before. */
export interface Claim {
  readonly designId: DesignId;
  readonly epoch: number;
}

/** Notices between the daemons of a fleet. Hints only: each is also found by polling, a little later. */
export interface FleetListener {
  /** Events were appended to this design, by any daemon but perhaps this one. */
  changed(designId: DesignId): void;
  /** Something was accepted for this design, or it has lost its owner. */
  due(designId: DesignId | null): void;
  /** This daemon was evicted, and owns nothing any more. What it still does for its designs is refused. */
  lost(): void;
}

/**
 * The daemons that share one store. A design is owned by one of them or by nobody; what nobody owns is *due* at a
 * moment, and a daemon with a free slot claims it then. That one rule covers start, recovery, failover, gate deadlines
 * and the queue.
 * Every method throws `Fault` when the store cannot be reached.
 */
export interface Fleet {
  /** Delivers notices from now on. Called once. */
  listen(listener: FleetListener): void;
  /** Owns this design if nobody does; `null` when somebody does, or when it does not exist. */
  claim(designId: DesignId): Promise<number | null>;
  /** Owns at most `limit` designs that nobody owns and that are due at `now`, the longest due first. */
  claimDue(now: number, limit: number): Promise<Claim[]>;
  /** Those of this daemon's designs for which something was accepted that is not handled yet. */
  withMail(): Promise<DesignId[]>;
  /**
   * Releases it. It is due again at `dueAt`, never by itself for `null`, and at once if more has arrived than the owner
   * has seen (`Mail.arrivals`). Does nothing when the ownership has ended already.
   */
  release(claim: Claim, dueAt: number | null, arrivals: number): Promise<void>;
  /** Notifies the other daemons; best effort, never throws. */
  tell(what: 'changed' | 'due', designId: DesignId): void;
  /**
   * Whether no other daemon can have evicted this one by now, as far as it can know: asked right before something is
   * done that cannot be taken back.
   */
  isSure(): boolean;
  /** Whether no other daemon takes part, one that was lost within the last seconds included. Joins nothing. */
  isAlone(): Promise<boolean>;
  /** Whether this daemon is one of the fleet, as far as it knows: it has joined, and was not cut off since. */
  isMember(): boolean;
  /**
   * Becomes the leader for this name, of which the fleet has one at most, and answers whether this daemon is it now. It
   * stays the leader until it resigns, leaves the fleet or is evicted, so a leader asks again and again. For a moment
   * two may believe that they lead: one that is cut off from the store, and its successor.
   */
  acquireLeadership(name: string): Promise<boolean>;
  /** Resigns. Does nothing where another daemon leads. */
  resignLeadership(name: string): Promise<void>;
  /** Releases every design that is still owned, due at once, and resigns every leadership. */
  leave(): Promise<void>;
}
