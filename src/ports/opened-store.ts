import type { AccessTokens } from './access-tokens.ts';
import type { Fleet } from './fleet.ts';
import type { Logins } from './logins.ts';
import type { ModelForms } from './model-forms.ts';
import type { Store } from './store.ts';

/**
 * A store, the fleet of its processes, and the tables beside the designs. Closing the store closes
 * all.
 */
export interface OpenedStore {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly tokens: AccessTokens;
  readonly logins: Logins;
  readonly modelForms: ModelForms;
  /**
   * Copies the store as of one moment into an existing empty file, without blocking other work.
   * Throws `Fault`. `null` for a database with backup programs of its own.
   */
  readonly backup: ((file: string) => Promise<void>) | null;
}
