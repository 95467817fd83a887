/** What the engine needs from outside, and the bells by which its parts wait for one another. */

import type { ModelEnd } from '../../core/vocabulary/estimate.ts';
import type { Pinned, Settings, Usage } from '../../core/vocabulary/event-parts.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Identifiers } from '../../foundation/identifiers.ts';
import type { Log } from '../../foundation/log.ts';
import type { AccessTokens } from '../../ports/access-tokens.ts';
import type { Chat } from '../../ports/chat.ts';
import type { Fleet } from '../../ports/fleet.ts';
import type { Logins } from '../../ports/logins.ts';
import type { ModelForms } from '../../ports/model-forms.ts';
import type { PinnedRepository } from '../../ports/repository.ts';
import type { SharedStore, Store } from '../../ports/store.ts';
import type { Bundles } from '../../record/bundles.ts';
import type { Publisher } from '../../record/publish.ts';
import type { Sessions } from '../../sessions/session.ts';
import type { CallModel } from '../../turns/model-broker.ts';
import type { FamilyModel, FamilyVoices } from '../../turns/models/catalog.ts';
import type { TurnBounds } from '../../turns/prompt/bounds.ts';
import type { Persona } from '../../turns/prompt/persona.ts';
import type { StartRequest } from './start-request.ts';

/** Everything the engine needs from outside. Each of its classes names the parts it uses. */
export interface Parts {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly tokens: AccessTokens;
  readonly logins: Logins;
  readonly chats: readonly Chat[];
  readonly bundles: Bundles;
  readonly publisher?: Publisher | null;
  readonly modelForms: ModelForms;
  readonly sessions: Sessions;
  readonly callModel: CallModel;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly log: Log;
  /** Removes secrets from text. */
  readonly redact: (text: string) => string;
  /** Opens a repository at a commit; `null` if none of this name is configured any more. */
  readonly openRepository: (name: string, commit: string) => Promise<PinnedRepository | null>;
  /** Returns the written example's repository if the request plays the example, else `null`. */
  readonly example?: (request: StartRequest) => Promise<Pinned | null>;
  readonly personas: readonly Persona[];
  /** `settings.budgetUsd` is the operator's setting; if `null`, each design's start decides. */
  readonly settings: Settings;
  readonly bounds: TurnBounds;
  readonly defaultModel: string;
  /** Families for personas without their own model; empty if one model is used for all. */
  readonly spread: readonly FamilyVoices[];
  /** Family of a model, as people call it; `null` if unknown. */
  readonly familyOf: (model: string) => string | null;
  /** Names the receivers of these models' prompts for people: vendors, or hosts of endpoints. */
  readonly vendorOf: (models: readonly string[]) => string;
  /** Models of these that their vendors have ended, or end within two months of `now`. */
  readonly endingsOf: (models: readonly string[], now: number) => ModelEnd[];
  /** Every callable model with its family, for comparisons from outside. Absent if unknown. */
  readonly models?: readonly FamilyModel[];
  /** Returns USD; `null` for a model without a known price. */
  readonly priceOf: (model: string, usage: Usage) => number | null;
  readonly defaultEffort: string;
  readonly rehearsal: boolean;
  /** Most designs with processes here at once; others wait, or go to other daemons. */
  readonly capacity: number;
  /** Most designs of one person with processes here; `null` for no limit. */
  readonly capacityPerPerson: number | null;
  /** How many designs one person may start in a day (UTC); `null` for no limit. */
  readonly designsPerPersonPerDay: number | null;
  /**
   * Milliseconds of waiting for people after which a design gives up its processes; `null` for
   * never, and then this process keeps designs that have none.
   */
  readonly parkMs: number | null;
  /** USD that all designs of one day may cost together; `null` for no ceiling. */
  readonly budgetUsdPerDay: number | null;
  /** True if that ceiling is the default, which ignores models without a price. */
  readonly isDefaultDayBudget: boolean;
  /** Address at which others reach the daemon; `null` or absent if not set. */
  readonly publicUrl?: URL | null;
  /** Command that runs Charrette on this machine, for instructions. Absent: `charrette`. */
  readonly program?: string;
}

/** Parts that an engine's users may use directly. Changes of designs go through the engine. */
export type SharedParts = Pick<
  Parts,
  | 'bundles'
  | 'chats'
  | 'clock'
  | 'identifiers'
  | 'log'
  | 'modelForms'
  | 'logins'
  | 'personas'
  | 'program'
  | 'priceOf'
  | 'publicUrl'
  | 'publisher'
  | 'redact'
  | 'rehearsal'
  | 'settings'
  | 'tokens'
> & {
  readonly store: SharedStore;
  readonly fleet: Pick<
    Fleet,
    'absence' | 'acquireLeadership' | 'countOthers' | 'isSure' | 'resignLeadership'
  >;
};
