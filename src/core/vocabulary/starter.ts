import type { Design } from './design.ts';

/** Begins the id of whoever acts on a page behind a token: nobody vouches for who that is. */
export const BEHIND_TOKEN = 'console/';

/** The person who has started a design and decides on it. `id`: on the platform of its thread; empty where that has nobody. */
export function starterOf({ startedBy, thread }: Pick<Design, 'startedBy' | 'thread'>) {
  return { name: startedBy, id: thread?.starter ?? '' };
}

/** The same in words: *Ana, who started this*. */
export function starterWords({ startedBy }: Pick<Design, 'startedBy'>): string {
  return `${startedBy}, who started this`;
}
