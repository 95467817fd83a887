import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Projection, SharedStore } from './store.ts';

/** A stored design, and the reason why it is set aside; null: it is not. */
export interface KnownDesign {
  readonly id: DesignId;
  readonly setAside: string | null;
}

/** Designs whose chain does not hold, kept away from people and models (P11). Throws `Fault` like the store does. */
export interface Integrity {
  /** Reads events like the store, and those of a design that is set aside as well: for a check, and for nobody to read. */
  readonly events: SharedStore['events'];
  /**
   * Sets a design aside. Its owner loses it, whose writes are refused from then on, and nobody can own it. Returns false where it
   * was set aside before; the first reason stays.
   */
  setAside(designId: DesignId, reason: string): Promise<boolean>;
  /** Lets a design be read and owned again, due at once. Returns false where it was not set aside. */
  readmit(designId: DesignId): Promise<boolean>;
  /** Lists designs that have begun, by id, from after this one on. */
  designs(after: string, limit: number): Promise<KnownDesign[]>;
  /** Returns the row for lists as stored; `null` where it cannot be read or there is none. */
  projection(designId: DesignId): Promise<Projection | null>;
  /** Writes the row for lists anew. Returns false where the design is no longer at the version of this one. */
  mend(projection: Projection): Promise<boolean>;
}
