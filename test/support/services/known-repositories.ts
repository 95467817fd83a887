import type { KnownRepositories } from '#acts/act-inputs.ts';
import type { Pinned } from '#core/vocabulary/event-parts.ts';

/** Repositories by these names; none is brought or read. */
export function listRepositories(
  names: readonly string[] = [],
  pinNamed: (name: string) => Pinned | null = () => null,
): KnownRepositories {
  return {
    names,
    pin: async (name) => pinNamed(name),
    bring: () => Promise.reject(new Error('nobody brings a repository here')),
    reopen: async () => null,
  };
}
