import type { OpenedStore } from '../../ports/opened-store.ts';
import { createAccessTokens } from './access-tokens.ts';
import { createLogins } from './logins.ts';
import { createModelForms } from './model-forms.ts';
import type { Transactions } from './queries.ts';

/** Ports beside the store and the fleet, the same in both databases. */
export function createOtherPorts(
  queries: Transactions,
): Omit<OpenedStore, 'store' | 'fleet' | 'backup'> {
  return {
    tokens: createAccessTokens(queries),
    logins: createLogins(queries),
    modelForms: createModelForms(queries),
  };
}
