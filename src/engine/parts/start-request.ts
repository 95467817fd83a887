import type {
  ContextItem,
  Pinned,
  Settings,
  ShownPart,
  Thread,
} from '../../core/vocabulary/event-parts.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Via } from '../../core/vocabulary/via.ts';

export interface StartRequest {
  readonly topic: string;
  /** Parts of the topic that its platform showed as code or as a quotation. */
  readonly topicShown?: readonly ShownPart[] | undefined;
  readonly context: readonly ContextItem[];
  /** Ids of participating personas; empty for all. */
  readonly personas: readonly string[];
  readonly repository: Pinned | null;
  readonly startedBy: string;
  /** How they start it; absent if not by a way for people. */
  readonly via?: Via | undefined;
  readonly thread: Thread | null;
  readonly settings: Partial<Settings>;
  /** Set for the operator of this machine, who has no personal limits. */
  readonly isOperators?: true;
  /** Answers given beforehand; then nobody is asked the questions. */
  readonly answers?: string;
  /** The earlier design, and the sentence of its decision, which is part of the context. */
  readonly followUp?: { readonly of: DesignId; readonly decision: string };
  /** Its decision should replace the earlier one. */
  readonly supersedes?: true;
}
