import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Ceilings } from './ceilings.ts';
import type { Changes } from './changes.ts';
import type { Parts } from './parts.ts';
import type { Slots } from './slots.ts';
import type { Waits } from './waits.ts';

/** The parts, with the state that the designs of this process share. */
export interface DesignParts extends Parts {
  readonly waits: Waits;
  readonly ceilings: Ceilings;
  readonly slots: Slots;
  readonly changes: Changes;
  /** Handles the commands that have arrived for another design, here if no other daemon owns it. */
  readonly deliver: (id: DesignId) => Promise<void>;
}
