import type { KnownRepositories } from '#acts/act-inputs.ts';
import type { AppParts } from '../app-parts.ts';
import type { ListChanges } from './list-changes.ts';

export interface ConsoleParts
  extends Pick<AppParts, 'engine' | 'gateways' | 'closing' | 'warnings'> {
  readonly repositories: KnownRepositories;
  readonly changes: Readonly<ListChanges>;
}
