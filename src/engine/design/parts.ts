import type { Pinned, Settings, Usage } from '../../core/vocabulary/events.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Identifiers } from '../../foundation/identifiers.ts';
import type { Log } from '../../foundation/log.ts';
import type { Publisher } from '../../record/publisher.ts';
import type { CallModel } from '../../turns/model-broker.ts';
import type { FamilyModel, FamilyVoices } from '../../turns/models/catalog.ts';
import type { TurnBounds } from '../../turns/prompt/bounds.ts';
import type { AccessTokens } from '../ports/access-tokens.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Chat } from '../ports/chat.ts';
import type { Failures } from '../ports/failures.ts';
import type { Fleet } from '../ports/fleet.ts';
import type { Integrity } from '../ports/integrity.ts';
import type { Logins } from '../ports/logins.ts';
import type { Milestones } from '../ports/milestones.ts';
import type { ModelForms } from '../ports/model-forms.ts';
import type { Operations } from '../ports/operations.ts';
import type { Persona } from '../ports/persona.ts';
import type { Removals } from '../ports/removals.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { SharedStore, Store } from '../ports/store.ts';
import type { StartRequest } from '../starting/start-request.ts';

/** The engine's needs from the world and the configuration. Each of its classes names the ones it uses. */
export interface Parts {
  readonly store: Store;
  readonly removals: Removals;
  readonly fleet: Fleet;
  /** Who did what (D8). */
  readonly audit: AuditLog;
  /** Named tokens of the API. */
  readonly tokens: AccessTokens;
  /** Sessions and links of the console. */
  readonly passes: Logins;
  readonly milestones: Milestones;
  readonly operations: Operations;
  readonly integrity: Integrity;
  readonly chats: readonly Chat[];
  readonly bundles: Bundles;
  /** Publishes decisions to a forge. Absent or `null`: none is set up. */
  readonly publisher?: Publisher | null;
  readonly failures: Failures;
  /** Forms in which endpoints take requests, as far as that was found out. */
  readonly modelForms: ModelForms;
  readonly sessions: Sessions;
  readonly callModel: CallModel;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly log: Log;
  /** Takes secrets out of a text (D6). */
  readonly redact: (text: string) => string;
  /** Opens the repository of this name at this commit; `null` when it is not configured any more. */
  readonly openRepository: (name: string, commit: string) => Promise<PinnedRepository | null>;
  /** Returns the repository of the written example, for the request that it is played for; `null` for any other. */
  readonly example?: (request: StartRequest) => Promise<Pinned | null>;
  readonly personas: readonly Persona[];
  /** `settings.budgetUsd` is the operator's setting; `null` leaves it to the start of each design. */
  readonly settings: Settings;
  readonly bounds: TurnBounds;
  readonly defaultModel: string;
  /** Families that speak for those who name no model; empty where one model speaks for all. */
  readonly spread: readonly FamilyVoices[];
  /** Returns the family of a model, by its name for people; `null` where it is not known (J7). */
  readonly familyOf: (model: string) => string | null;
  /** Returns the receivers of what these models are asked, for people to read: names, or hosts of endpoints. */
  readonly vendorOf: (models: readonly string[]) => string;
  /** Every model that can be asked here, with its family, for a comparison from outside. Absent: none is known. */
  readonly models?: readonly FamilyModel[];
  /** Returns USD; `null` for a model whose price is not known. */
  readonly priceOf: (model: string, usage: Usage) => number | null;
  /** The effort of a persona's model when its file names none. */
  readonly defaultEffort: string;
  /** True if this process calls no model. */
  readonly rehearsal: boolean;
  /** Designs that may have processes here at the same time; others wait, or are left to other daemons. */
  readonly capacity: number;
  /** The most of them that one person may have; `null` for no limit. */
  readonly capacityPerPerson: number | null;
  /** Designs that one person may start on one day (UTC); `null` for no limit. */
  readonly designsPerPersonPerDay: number | null;
  /** Milliseconds that a design waits for people before it gives its processes back; `null` for never. */
  readonly parkMs: number | null;
  /** USD that all designs of one day may cost together; `null` for no ceiling. */
  readonly budgetUsdPerDay: number | null;
  /** True if nobody has set that ceiling: then it is not for models without a price (T7). */
  readonly isDefaultDayBudget: boolean;
  /** Address at which others reach the daemon; `null` or left out where that is not set. */
  readonly publicUrl?: URL | null;
  /** Days for which ended designs are kept (P9). Left out: nothing is collected. */
  readonly keepDays?: number;
  /** How Charrette is called on this machine, for texts that say what to type. Left out: `charrette`. */
  readonly program?: string;
}

/** The parts that users of an engine may use themselves. Every change of a design goes through the engine. */
export type SharedParts = Pick<
  Parts,
  | 'audit'
  | 'bundles'
  | 'clock'
  | 'failures'
  | 'identifiers'
  | 'integrity'
  | 'keepDays'
  | 'log'
  | 'milestones'
  | 'modelForms'
  | 'operations'
  | 'passes'
  | 'personas'
  | 'program'
  | 'priceOf'
  | 'publicUrl'
  | 'publisher'
  | 'redact'
  | 'rehearsal'
  | 'removals'
  | 'settings'
  | 'tokens'
> & {
  readonly store: SharedStore;
  readonly fleet: Pick<Fleet, 'isMember' | 'isSure' | 'acquireLeadership' | 'resignLeadership'>;
};
