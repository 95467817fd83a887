import type { DesignId } from '../core/vocabulary/ids.ts';

/** Ownership of a design. The epoch rises with every change of owner and fences earlier ones. */
export interface Claim {
  readonly designId: DesignId;
  readonly epoch: number;
}

/**
 * Notices between daemons of a fleet. They are only hints: polling finds each change a little
 * later.
 */
export interface FleetListener {
  /** Events were appended to this design, perhaps by another daemon. */
  onChange(designId: DesignId): void;
  /** A command was accepted for this design, or its owner is gone. */
  onDue(designId: DesignId | null): void;
  /** This daemon was evicted: it owns nothing, and its writes are refused. */
  onLoss(): void;
}

/** `withMail`: only designs with unhandled commands. */
export interface DueDesigns {
  readonly passedOver?: readonly DesignId[];
  readonly withMail?: boolean;
}

/**
 * Daemons that share one store. A design has at most one owner. An unowned design is *due* at a
 * moment, and a daemon with a free slot claims it then: that one rule covers start, recovery,
 * failover, gate deadlines and the queue. Commands are recorded without a slot. Every method throws
 * `Fault` when the store cannot be reached.
 */
export interface Fleet {
  listen(listener: FleetListener): void;
  /**
   * Claims a design and returns the epoch; `null` if it has an owner, does not exist or is set
   * aside.
   */
  claim(designId: DesignId): Promise<number | null>;
  /** Claims at most `limit` unowned designs due at `now`, longest due first. */
  claimDue(now: number, limit: number, which?: DueDesigns): Promise<Claim[]>;
  /** This daemon's designs as they are stored. `hasMail`: with unhandled commands. */
  listOwned(): Promise<(Claim & { readonly version: number; readonly hasMail: boolean })[]>;
  /**
   * Releases a design. It is due again at `dueAt` (`null`: never by itself), and at once if more
   * commands arrived than the owner saw (`Mail.arrivals`). Does nothing if ownership has ended.
   */
  release(claim: Claim, dueAt: number | null, arrivals: number): Promise<void>;
  /** Notifies the other daemons; best effort, never throws. */
  tell(what: 'changed' | 'due', designId: DesignId): void;
  /**
   * True if, as far as this daemon knows, no other can have evicted it yet. Check right before an
   * irrevocable act.
   */
  isSure(): boolean;
  /**
   * Number of other daemons that take part, counting those lost in the last seconds. Does not join.
   */
  countOthers(): Promise<number>;
  /**
   * Why this daemon has not joined the fleet, or was cut off from it; `null` while, as far as it
   * knows, it takes part.
   */
  absence(): Error | null;
  /**
   * Tries to become leader for this name; returns true if this daemon leads. It leads until it
   * resigns, leaves or is evicted, so a leader keeps asking. For a moment, a daemon that was cut
   * off from the store and its successor may both believe that they lead.
   */
  acquireLeadership(name: string): Promise<boolean>;
  /** Resigns. Does nothing where another daemon leads. */
  resignLeadership(name: string): Promise<void>;
  /** Releases all owned designs, due at once, and resigns all leaderships. */
  leave(): Promise<void>;
}
