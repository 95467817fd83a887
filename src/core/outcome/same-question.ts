import { lettersOf } from '../vocabulary/compared.ts';
import type { FinalStatus, Thread } from '../vocabulary/events.ts';
import type { DesignId } from '../vocabulary/ids.ts';

/** A decision on a topic like the one that somebody is about to start. */
export interface DecidedBefore {
  readonly id: DesignId;
  readonly topic: string;
  readonly status: FinalStatus;
  /** The sentence of the decision. */
  readonly decision: string;
  /** The person who accepted it, else the one who asked. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
  readonly thread: Thread | null;
}

/** A design that runs on the very topic that somebody is about to start. */
export interface UnderDiscussion {
  readonly id: DesignId;
  readonly topic: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly thread: Thread | null;
}

/** Designs on the same question, of those that the person who asks it may read (A18); `null` for none. */
export interface SameQuestion {
  readonly decided: DecidedBefore | null;
  readonly running: UnderDiscussion | null;
}

/** Returns `true` for topics that differ in case, blanks and punctuation alone. */
export function isSameTopic(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other);
}
