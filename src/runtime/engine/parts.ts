import type { Settings } from '../../core/events.ts';
import type { Persona } from '../persona.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Chat } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fleet } from '../ports/fleet.ts';
import type { Identifiers } from '../ports/identifiers.ts';
import type { Log } from '../ports/log.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { Store } from '../ports/store.ts';
import type { TurnBounds } from '../turn/bounds.ts';
import type { ModelBroker } from '../turn/model-broker.ts';

/** Everything that the engine needs from the world and from the configuration. */
export interface Parts {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly chats: readonly Chat[];
  readonly sessions: Sessions;
  readonly models: ModelBroker;
  readonly bundles: Bundles;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly log: Log;
  readonly redact: (text: string) => string;
  readonly personas: readonly Persona[];
  /** The repository of this name at this commit; `null` when it is not configured any more. */
  readonly openRepository: (name: string, commit: string) => Promise<PinnedRepository | null>;
  readonly settings: Settings;
  readonly bounds: TurnBounds;
  readonly defaultModel: string;
  readonly defaultEffort: string;
  readonly rehearsal: boolean;
  /** Designs that may have processes here at the same time; others wait, or are left to other daemons. */
  readonly capacity: number;
  /** Milliseconds that a design waits for people before it gives its processes back; `null` for never. */
  readonly parkMs: number | null;
  /** Names the code that folds events into designs: a snapshot that other code made is not used. */
  readonly fold: string;
  /** USD that all designs of one day may cost together; `null` for no ceiling. */
  readonly budgetUsdPerDay: number | null;
}
