import type { Repositories } from '../../../acts/gateway/gateway-context.ts';
import type { AppParts } from '../app-parts.ts';
import type { ListChanges } from './list-changes.ts';

export interface ConsoleParts extends Pick<AppParts, 'engine' | 'gateways' | 'closing' | 'warnings'> {
  readonly repositories: Repositories;
  readonly changes: ListChanges;
}
