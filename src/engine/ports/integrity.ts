import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { DesignSummary } from './store.ts';

/** `setAside`: the reason, or `null` if the design is not set aside. */
interface KnownDesign {
  readonly id: DesignId;
  readonly setAside: string | null;
}

/** Keeps designs with a broken chain from people and models (P11). Throws `Fault` like the store. */
export interface Integrity {
  /**
   * Sets a design aside: its owner loses it, and nobody can own it. Returns false if it was set aside before; the first
   * reason stays.
   */
  setAside(designId: DesignId, reason: string): Promise<boolean>;
  /** Corrects a design's row, if it is still at this version. */
  correct(summary: DesignSummary): Promise<void>;
  /** Lists started designs in the order of their ids, after this one. */
  designs(after: string, limit: number): Promise<KnownDesign[]>;
}
