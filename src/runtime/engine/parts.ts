import type { Settings } from '../../core/events.ts';
import type { Identifiers } from '../ports/identifiers.ts';
import type { OwnershipParts } from './owned-designs.ts';

/** What the engine needs from the world and from the configuration. */
export interface Parts extends OwnershipParts {
  readonly identifiers: Identifiers;
  readonly settings: Settings;
  readonly defaultModel: string;
  /** USD that all designs of one day may cost together; `null` for no ceiling. */
  readonly budgetUsdPerDay: number | null;
}
