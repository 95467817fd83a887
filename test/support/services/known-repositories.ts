import type { KnownRepositories } from '../../../src/acts/asked.ts';
import type { Pinned } from '../../../src/core/vocabulary/event-parts.ts';

/** Repositories by these names; none is brought or read. */
export function knownRepositories(
  names: readonly string[] = [],
  pinned: (name: string) => Pinned | null = () => null,
): KnownRepositories {
  return {
    names,
    pin: async (name) => pinned(name),
    bring: () => Promise.reject(new Error('nobody brings a repository here')),
    at: async () => null,
  };
}
