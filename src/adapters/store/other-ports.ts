import type { OpenedStore } from '../../ports/opened-store.ts';
import { accessTokens } from './access-tokens.ts';
import { logins } from './logins.ts';
import { modelForms } from './model-forms.ts';
import type { Queries } from './queries.ts';

/** Ports beside the store and the fleet, the same in both databases. */
export function otherPorts(queries: Queries): Omit<OpenedStore, 'store' | 'fleet' | 'backup'> {
  return {
    tokens: accessTokens(queries),
    logins: logins(queries),
    modelForms: modelForms(queries),
  };
}
