import type { DesignId } from '../core/vocabulary/ids.ts';

/** Remains of a forgotten design (P12). */
export interface Forgotten {
  readonly designId: DesignId;
  /** Number of its events, and head of their chain; empty for a design that was set aside. */
  readonly count: number;
  readonly head: string;
  readonly at: number;
  readonly by: string;
}

/** Removes whole designs from the store (P12). Methods throw `Fault` like the store. */
export interface Removals {
  /**
   * Erases an ended or set-aside design without an owner, and stores `forgetting`, all or nothing. Returns `false` if
   * no such design exists.
   */
  forget(forgetting: Forgotten): Promise<boolean>;
  /** `null` if the design was not forgotten. */
  forgotten(designId: DesignId): Promise<Forgotten | null>;
  allForgotten(): Promise<DesignId[]>;
  /** Designs that carried something over from this one: successors, follow-ups, and designs shown its decision. */
  goingOnFrom(designId: DesignId): Promise<DesignId[]>;
}
