import type { Design } from '../core/vocabulary/design.ts';

/**
 * Identifies the person who started a design, for limits by person: their id on their platform, else the name that was claimed
 * by the API or at the terminal.
 */
export function starterOf({ thread, startedBy }: Pick<Design, 'thread' | 'startedBy'>): string {
  return thread === null || thread.starter === ''
    ? `by name ${startedBy}`
    : `${thread.platform} ${thread.starter}`;
}
