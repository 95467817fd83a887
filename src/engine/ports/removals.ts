import type { DesignId } from '../../core/vocabulary/ids.ts';

/** All that is left of a design that an operator has forgotten (P12). */
export interface Forgotten {
  readonly designId: DesignId;
  /** The number of its events, and the end of their chain; empty for one that was set aside. */
  readonly count: number;
  readonly head: string;
  readonly at: number;
  readonly by: string;
}

/** Removal of whole designs from the store (P12). Each method throws `Fault` like the store does. */
export interface Removals {
  /**
   * Removes everything stored of a design that has ended or is set aside and that nobody owns, and leaves what is named here, all or nothing.
   * Returns `false` where there is no such design.
   */
  forget(forgetting: Forgotten): Promise<boolean>;
  /** Returns `null` for a design that was not forgotten. */
  forgotten(designId: DesignId): Promise<Forgotten | null>;
  /** Returns the ids of all designs that were forgotten. */
  allForgotten(): Promise<DesignId[]>;
  /** Returns the designs that took anything over from this one: that run it again, follow it up, or were shown its lesson. */
  goingOnFrom(designId: DesignId): Promise<DesignId[]>;
}
