/** What verbs need of the rest, opened by `main.ts` as far as it is needed. */

import type { Design } from '#design/state.ts';
import type { Engine } from '#engine/engine.ts';
import type { Models } from '#models/models.ts';
import type { Store } from '#store/store.ts';

/** Disposed of, it gives its designs back and closes everything. */
export interface App extends AsyncDisposable {
  readonly engine: Engine;
  readonly store: Store;
  readonly models: Models;
  readonly dataDir: string;
  /** Names that `--repo` takes beside folders. */
  readonly repositoryNames: readonly string[];
  /** Each resolves with lines for the operator: how it went, how to get there. @throws {Fault} */
  connectSlack(): Promise<string>;
  connectDiscord(): Promise<string>;
  startWeb(): Promise<{ readonly url: string; readonly lines: string }>;
}

export interface OpenOptions {
  /** Only errors are logged: people read lines of our own. */
  readonly quiet?: boolean;
  /** Topic of the design that will run here; empty: any topic. If unset, no model is needed. */
  readonly topic?: string;
  /** What designs will need is looked at now: each persona's model, each repository (A9). */
  readonly isDaemon?: boolean;
}
/** @throws {Fault} */
export type OpenApp = (options?: OpenOptions) => Promise<App>;

/** Without a model a design would only fail here. */
export function canRun({ models }: App, design: Design | null): boolean {
  return models.missing === null || models.isRehearsal || design?.isRehearsal === true;
}
