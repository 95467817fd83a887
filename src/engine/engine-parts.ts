/** What the engine is given by `main`, and what its parts share. */

import type { Settings as DesignSettings } from '#design/events.ts';
import type { Models } from '#models/models.ts';
import type { NamedRepositories } from '#repository/repositories.ts';
import type { PersonaFile } from '#sessions/persona-files.ts';
import type { SpawnSession } from '#sessions/session.ts';
import type { Owner, Store } from '#store/store.ts';
import type { Log } from '#support/log.ts';
import type { Redact } from '#support/redact.ts';
import type { Chat } from './chat.ts';
import type { Places } from './running-limit.ts';

/** Numbers of the operator; `settings.ts` reads them from the environment. */
export interface EngineSettings {
  readonly dataDir: string;
  /** `null`: not set, and no thread has a link. */
  readonly publicUrl: string | null;
  readonly budgetUsdPerDesign: number;
  readonly budgetUsdPerDay: number;
  /** Every design starts with these, and keeps them. */
  readonly design: Omit<DesignSettings, 'questions' | 'gates' | 'budgetUsd'>;
  readonly turnTotalMs: number;
  readonly maxRunning: number;
  readonly keepDays: number | null;
}

/** Milliseconds; tests make them short. */
export interface Pace {
  readonly leaseMs: number;
  readonly renewEveryMs: number;
  /** A client's post ends within this, so an earlier owner's post stands by then, or never will (P4). */
  readonly postMs: number;
  /** Before a post whose answer was lost is looked up; doubled each time. */
  readonly lookAgainMs: number;
  /** Between two edits of one message. */
  readonly editMs: number;
}
export const USUAL_PACE: Pace = {
  leaseMs: 10_000,
  renewEveryMs: 2_000,
  postMs: 5_000,
  lookAgainMs: 500,
  editMs: 2_000,
};

export interface EngineOptions {
  readonly store: Store;
  readonly models: Models;
  readonly personas: readonly PersonaFile[];
  readonly spawnSession: SpawnSession;
  /** `names`: the operator's, for whoever mistypes one. */
  readonly repositories: Pick<NamedRepositories, 'pin' | 'open'> & {
    readonly names?: readonly string[];
  };
  /** Filled by `main` once a gateway is connected; read each time. */
  readonly chats: ReadonlyMap<'slack' | 'discord', Chat>;
  readonly settings: EngineSettings;
  readonly log: Log;
  /** Removes secrets from the results of repository tools (D6). */
  readonly redact: Redact;
  readonly now?: () => number;
  readonly pace?: Partial<Pace>;
}

export interface Parts extends Omit<EngineOptions, 'pace'> {
  readonly now: () => number;
  readonly pace: Pace;
  /** This process. */
  readonly owner: Owner;
  readonly places: Places;
}
