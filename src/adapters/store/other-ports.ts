import type { OpenedStore } from '../../ports/opened-store.ts';
import { accessTokens } from './access-tokens.ts';
import { failures } from './failures.ts';
import { logins } from './logins.ts';
import { modelForms } from './model-forms.ts';
import { operations } from './operations.ts';
import type { Queries } from './queries.ts';

/** Ports beside the store and the fleet, the same in both databases. */
export function otherPorts(queries: Queries): Omit<OpenedStore, 'store' | 'fleet' | 'removals' | 'backup'> {
  return {
    tokens: accessTokens(queries),
    logins: logins(queries),
    operations: operations(queries),
    failures: failures(queries),
    modelForms: modelForms(queries),
  };
}
