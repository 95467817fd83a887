import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { DesignSummary } from './store.ts';

/** A stored design, and the reason why it is set aside; null: it is not. */
interface KnownDesign {
  readonly id: DesignId;
  readonly setAside: string | null;
}

/** Designs whose chain does not hold, kept away from people and models (P11). Throws `Fault` like the store does. */
export interface Integrity {
  /**
   * Sets a design aside. Its owner loses it, whose writes are refused from then on, and nobody can own it. Returns false where it
   * was set aside before; the first reason stays.
   */
  setAside(designId: DesignId, reason: string): Promise<boolean>;
  /** Puts the row of a design right that is still at this version, for lists. */
  correct(summary: DesignSummary): Promise<void>;
  /** Lists designs that have begun, by id, from after this one on. */
  designs(after: string, limit: number): Promise<KnownDesign[]>;
}
