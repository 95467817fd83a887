/** What verbs need of the rest, opened by `main.ts` only as far as they need it. */

import type { Engine } from '#engine/engine.ts';
import type { Models } from '#models/models.ts';
import type { Store } from '#store/store.ts';
import type { Log } from '#support/log.ts';

export interface House {
  readonly engine: Engine;
  readonly store: Store;
  readonly models: Models;
  readonly log: Log;
  readonly dataDir: string;
  /** Starts each gateway whose tokens are set, and the pages; says a line for each. */
  serve(say: (line: string) => void): Promise<{ readonly url: string }>;
  /** Gives designs back and closes everything. */
  close(): Promise<void>;
}

/** `quiet`: only errors are logged, as in a terminal where people read lines of our own. */
export type OpenHouse = (options: { readonly quiet: boolean }) => Promise<House>;
