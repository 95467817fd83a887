import type { Design } from './design.ts';

/** The person who decides on a design. `id`: on the platform of its thread; empty where that has nobody. */
export interface Owner {
  readonly name: string;
  readonly id: string;
}

/** Returns the person who decides on a design: its starter, or the person to whom it was handed over last. */
export function ownerOf({ startedBy, thread }: Pick<Design, 'startedBy' | 'thread'>): Owner {
  return thread?.owner ?? { name: startedBy, id: thread?.starter ?? '' };
}

/** The owner in words: *Ana, who started this*. */
export function ownerWords(design: Pick<Design, 'startedBy' | 'thread'>): string {
  const { name } = ownerOf(design);
  return `${name}, ${design.thread?.owner === undefined ? 'who started this' : 'to whom this was handed over'}`;
}
