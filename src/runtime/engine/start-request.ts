import type { ContextItem, Pinned, Settings, Thread } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';

export interface StartRequest {
  readonly topic: string;
  readonly context: readonly ContextItem[];
  /** Ids of the personas to take part; empty for all. */
  readonly personas: readonly string[];
  readonly repository: Pinned | null;
  readonly startedBy: string;
  readonly thread: Thread | null;
  /** Differences from the configured settings. */
  readonly settings: Partial<Settings>;
  /** Stands for the thread's reply; then nobody is asked the questions. */
  readonly answers?: string;
  /** The design whose decision is part of the context, and the sentence of that decision. */
  readonly followUp?: { readonly of: DesignId; readonly decision: string };
}
