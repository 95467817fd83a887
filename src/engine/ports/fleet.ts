import type { DesignId } from '../../core/vocabulary/ids.ts';

/** A design that this daemon owns. The epoch is raised with every change of owner and fences the one before. */
export interface Claim {
  readonly designId: DesignId;
  readonly epoch: number;
}

/** Notices between the daemons of a fleet. Hints only: polling also finds each one, a little later. */
export interface FleetListener {
  /** Reports events appended to this design, by any daemon except perhaps this one. */
  changed(designId: DesignId): void;
  /** Reports a command accepted for this design, or the loss of its owner. */
  due(designId: DesignId | null): void;
  /** Reports that this daemon was evicted and owns nothing any more. Its further writes for its designs are refused. */
  lost(): void;
}

/**
 * The daemons that share one store. A design has one of them as its owner, or none; an unowned one is *due* at a moment, and a
 * daemon with a free slot claims it then. That one rule covers start, recovery, failover, gate deadlines and the queue. Every
 * method throws `Fault` when the store cannot be reached.
 */
export interface Fleet {
  /** Delivers notices from now on. Called once. */
  listen(listener: FleetListener): void;
  /** Claims this design if it has no owner, and returns the epoch; `null` when it has one, does not exist or is set aside. */
  claim(designId: DesignId): Promise<number | null>;
  /** Claims at most `limit` unowned designs that are due at `now`, the longest due first, without those `passedOver`. */
  claimDue(now: number, limit: number, passedOver?: readonly DesignId[]): Promise<Claim[]>;
  /** Lists this daemon's designs with accepted commands that are not handled yet. */
  withMail(): Promise<DesignId[]>;
  /**
   * Releases a design. It is due again at `dueAt`, never by itself for `null`, and at once if more has arrived than the owner
   * has seen (`Mail.arrivals`). Does nothing when the ownership has ended already.
   */
  release(claim: Claim, dueAt: number | null, arrivals: number): Promise<void>;
  /** Notifies the other daemons; best effort, never throws. */
  tell(what: 'changed' | 'due', designId: DesignId): void;
  /** True if no other daemon can have evicted this one by now, as far as it can know. Asked right before an irrevocable act. */
  isSure(): boolean;
  /** True if no other daemon takes part, including any lost within the last seconds. Joins nothing. */
  isAlone(): Promise<boolean>;
  /** True if this daemon belongs to the fleet, as far as it knows: it has joined, and was not cut off since. */
  isMember(): boolean;
  /**
   * Tries to become the one leader for this name, and says if this daemon leads now. It leads until it resigns, leaves the
   * fleet or is evicted, so a leader asks again and again. For a moment two may believe that they lead: one that is cut off
   * from the store, and its successor.
   */
  acquireLeadership(name: string): Promise<boolean>;
  /** Resigns. Does nothing where another daemon leads. */
  resignLeadership(name: string): Promise<void>;
  /** Releases every design that is still owned, due at once, and resigns every leadership. */
  leave(): Promise<void>;
}
