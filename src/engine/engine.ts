/**
 * The middle of the house: runs the designs that this process owns, and answers for all of them.
 *
 * @example
 * const engine = openEngine({ store, models, personas, spawnSession, repositories, chats, settings, log });
 * await engine.start({ claimAll: true }); // serve: every design without a living owner
 * const started = await engine.designs.start(input, actor, delivery);
 * if (started.ok) await engine.claim(started.id); // design, mcp: what they start
 * await engine.stop();
 */

import type { DesignId, ParticipantId } from '#design/ids.ts';
import type { Model } from '#models/model.ts';
import type { Repository } from '#repository/repository.ts';
import type { PersonaFile } from '#sessions/persona-files.ts';
import type { SpawnSession } from '#sessions/session.ts';
import type { Store } from '#store/store.ts';
import type { Log } from '#support/log.ts';
import type { Chat } from './chat.ts';
import type { DesignsApi } from './designs.ts';

/** Numbers of the operator; `main` reads them from the environment. */
export interface EngineSettings {
  readonly dataDir: string;
  readonly publicUrl: string | null;
  readonly budgetUsdPerDesign: number;
  readonly budgetUsdPerDay: number;
  readonly answerMs: number;
  readonly gateMs: number;
  readonly gateBelow: number;
  readonly turnTotalMs: number;
  readonly maxRunning: number;
  readonly keepDays: number | null;
}

/** Who speaks for whom. `isRehearsal`: the written example plays. */
export interface Models {
  readonly isRehearsal: boolean;
  forParticipants(personas: readonly PersonaFile[]): ReadonlyMap<ParticipantId, Model>;
}

export interface Pinned {
  readonly name: string;
  readonly commit: string;
}
export interface Repositories {
  /** The commit at which it stands now; `null`: there is none of this name (or folder). */
  pin(repo: string): Promise<Pinned | null>;
  open(pinned: Pinned): Promise<Repository>;
}

export interface EngineOptions {
  readonly store: Store;
  readonly models: Models;
  readonly personas: readonly PersonaFile[];
  readonly spawnSession: SpawnSession;
  readonly repositories: Repositories;
  /** Filled by `main` once a gateway is connected; read each time. */
  readonly chats: ReadonlyMap<'slack' | 'discord', Chat>;
  readonly settings: EngineSettings;
  readonly log: Log;
  readonly now?: () => number;
  /** Shorter in tests. */
  readonly leaseMs?: number;
  readonly renewEveryMs?: number;
}

export interface Engine {
  readonly designs: DesignsApi;
  /** Begins to claim; `claimAll`: also what others left, and sweeps once a day (`serve`). */
  start(options: { readonly claimAll: boolean }): Promise<void>;
  /** Runs this design here, unless another living process does. */
  claim(id: DesignId): Promise<boolean>;
  /** A gateway's socket is back: reads the threads for what was missed (P5). */
  catchUp(platform: 'slack' | 'discord'): void;
  /** Gives every design back and ends every child process. */
  stop(): Promise<void>;
}

export function openEngine(_options: EngineOptions): Engine {
  throw new Error('not written yet');
}
