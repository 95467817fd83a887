import type { Design } from './design.ts';

/** Prefix of the id of a person behind a token, for whom no one vouches. */
export const BEHIND_TOKEN = 'console/';

/** The person who started a design and decides on it. `id`: on the thread's platform, or empty. */
export function starterOf({ startedBy, thread }: Pick<Design, 'startedBy' | 'thread'>) {
  return { name: startedBy, id: thread?.starter ?? '' };
}

/** *Ana, who started this*. */
export function describeStarter({ startedBy }: Pick<Design, 'startedBy'>): string {
  return `${startedBy}, who started this`;
}
