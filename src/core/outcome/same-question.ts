import { lettersOf } from '../vocabulary/compared.ts';
import type { FinalStatus, Thread } from '../vocabulary/event-parts.ts';
import type { DesignId } from '../vocabulary/ids.ts';

export interface DecidedBefore {
  readonly id: DesignId;
  readonly topic: string;
  readonly status: FinalStatus;
  readonly decision: string;
  /** The person who accepted it, else its starter. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
  readonly thread: Thread | null;
}

export interface UnderDiscussion {
  readonly id: DesignId;
  readonly topic: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly thread: Thread | null;
}

/** Designs on the same question that the asking person may read (A18). */
export interface SameQuestion {
  readonly decided: DecidedBefore | null;
  readonly running: UnderDiscussion | null;
}

/** `true` for topics that differ only in case, blanks and punctuation. */
export function isSameTopic(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other);
}
