import type { DesignId } from '../../core/ids.ts';

/** A design that this daemon owns. The epoch is raised with every change of owner and fences the one before. */
export interface Claim {
  readonly designId: DesignId;
  readonly epoch: number;
}

/** What the daemons of a fleet tell each other. Hints only: each is also found by asking, a little later. */
export interface FleetListener {
  /** Events were appended to this design, by any daemon but perhaps this one. */
  changed(designId: DesignId): void;
  /** Something was accepted for this design, or it has lost its owner. */
  due(designId: DesignId | null): void;
  /** This daemon was taken for dead, and owns nothing any more. What it still does for its designs is refused. */
  lost(): void;
}

/**
 * The daemons that share one store. A design is owned by one of them or by nobody; what nobody owns is *due* at a
 * moment, and whoever has room claims it then. That one rule is start, recovery, hand-over, gate watchdog and queue.
 * Every method throws `Fault` when the store cannot be reached.
 */
export interface Fleet {
  /** Hears from now on. Called once. */
  listen(listener: FleetListener): void;
  /** Owns this design if nobody does; `null` when somebody does, or when it does not exist. */
  claim(designId: DesignId): Promise<number | null>;
  /** Owns at most `limit` designs that nobody owns and that are due at `now`, the longest due first. */
  claimDue(now: number, limit: number): Promise<Claim[]>;
  /** Those of this daemon's designs for which something was accepted that is not handled yet. */
  withMail(): Promise<DesignId[]>;
  /**
   * Owns it no more. It is due again at `dueAt`, never by itself for `null`, and at once if more has arrived than the
   * owner has seen (`Mail.arrivals`). Does nothing when the ownership is over already.
   */
  release(claim: Claim, dueAt: number | null, arrivals: number): Promise<void>;
  /** Tells the other daemons; best effort, never throws. */
  tell(what: 'changed' | 'due', designId: DesignId): void;
  /**
   * Whether nobody can have taken this daemon for dead by now, as far as it can know: asked right before something is
   * done that cannot be taken back.
   */
  isSure(): boolean;
  /**
   * Takes a seat, of which the whole fleet has one for each name, and answers whether this daemon has it now. It keeps
   * it until it leaves the seat or the fleet, or is taken for dead: so whoever has one asks again and again. For a
   * moment two may believe that they have it: one that is cut off from the store, and the one that came after it.
   */
  takeSeat(name: string): Promise<boolean>;
  /** Leaves the seat to others. Does nothing where somebody else has it. */
  leaveSeat(name: string): Promise<void>;
  /** Gives up whatever is still owned, all of it due at once, and every seat. */
  leave(): Promise<void>;
}
