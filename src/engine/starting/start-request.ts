import type { ContextItem, Pinned, Settings, Thread } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Via } from '../../core/vocabulary/via.ts';

export interface StartRequest {
  readonly topic: string;
  readonly context: readonly ContextItem[];
  /** Ids of the personas to take part; empty for all. */
  readonly personas: readonly string[];
  readonly repository: Pinned | null;
  readonly startedBy: string;
  /** The way by which they start it (D8); left out where it is none that people use. */
  readonly via?: Via | undefined;
  readonly thread: Thread | null;
  /** Differences from the configured settings. */
  readonly settings: Partial<Settings>;
  /** Set where the operator of this machine asks: the limits by person are not theirs. */
  readonly isOperators?: true;
  /** Stands for the thread's reply; then nobody is asked the questions. */
  readonly answers?: string;
  /** The design whose decision is part of the context, and the sentence of that decision. */
  readonly followUp?: { readonly of: DesignId; readonly decision: string };
  /** Its decision is to replace the one that it follows up on (J14). */
  readonly supersedes?: true;
}
