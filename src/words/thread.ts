/**
 * The messages that a design wants in its thread, in order. The engine posts what is missing and
 * edits what reads otherwise; a message keeps its key for ever.
 */

import type { Design } from '../design/state.ts';
import type { Message } from './message.ts';

export interface ThreadMessage {
  /** `card`, `questions`, `proposals`, `differences`, `decision`, `decision-2`, `accepted`, `end`. */
  readonly key: string;
  readonly message: Message;
  /** It calls people by name. */
  readonly notifies: boolean;
}

export interface ThreadOptions {
  /** Of the pages; empty: not set, and no message has a link. */
  readonly publicUrl: string;
  /** Opens the design's pages. */
  readonly key: string;
  /** The daemon runs as many designs as it may. */
  readonly isWaitingForPlace?: boolean;
}

export function messagesOf(design: Design, _options: ThreadOptions): ThreadMessage[] {
  return [{ key: 'card', message: { text: `**${design.topic}**`, controls: [] }, notifies: false }];
}
