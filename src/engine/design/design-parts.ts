import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Changes } from '../commit/changes.ts';
import type { Ceilings } from '../limits/ceilings.ts';
import type { Slots } from '../limits/slots.ts';
import type { Parts } from '../parts/parts.ts';
import type { Waits } from '../parts/waits.ts';

export interface DesignParts extends Parts {
  readonly waits: Waits;
  readonly ceilings: Ceilings;
  readonly slots: Slots;
  readonly changes: Changes;
  /** Handles commands that arrived for another design, unless another daemon owns it. */
  readonly deliver: (id: DesignId) => Promise<void>;
}
