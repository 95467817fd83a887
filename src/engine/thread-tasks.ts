/** What a thread needs next: the first of its messages that is missing, then what reads otherwise, then files. */

import type { Design } from '#design/state.ts';
import type { Post } from '#store/store.ts';
import { canonicalJson, sha256Of } from '#support/hash.ts';
import type { ThreadMessage } from '#words/thread.ts';

/** `find_thread`: the card stands there, and which thread it opened is not known. */
export interface Task {
  readonly type: 'post' | 'edit' | 'find_thread' | 'attach';
  readonly wanted: ThreadMessage;
}

/** The key of the row that says that the files stand in the thread. */
export const FILES = 'files';
export const ATTACHED = ['decision.md', 'record.md'];

export interface ThreadState {
  readonly posts: ReadonlyMap<string, Post>;
  /** Keys of messages that the platform refused; they are not tried again. */
  readonly refused: ReadonlySet<string>;
  readonly isThreadReported: boolean;
  /** How long to wait before a message may be edited again. */
  editWaitMs(key: string): number;
}

/** A number: nothing before so many milliseconds. `null`: all that is wanted stands there. */
export function nextTask(
  design: Design,
  messages: readonly ThreadMessage[],
  state: ThreadState,
): Task | number | null {
  const { posts, refused, isThreadReported, editWaitMs } = state;
  const all = messages.filter(({ key }) => !refused.has(key));
  const hasThread = design.thread?.thread !== '';
  const waits: number[] = [];
  for (const wanted of all) {
    const post = posts.get(wanted.key);
    // The card opens the thread, and everything else stands in it.
    if (!hasThread && wanted.key !== 'card') return null;
    if (post === undefined || post.messageId === '') return { type: 'post', wanted };
    if (!hasThread && !isThreadReported) return { type: 'find_thread', wanted };
    if (post.sha256 === hashOf(wanted)) continue;
    const waitMs = editWaitMs(wanted.key);
    if (waitMs <= 0) return { type: 'edit', wanted };
    waits.push(waitMs);
  }
  const carrier = all.findLast(({ key }) => key.startsWith('decision') || key === 'end');
  const hasFiles = design.end?.files.some(({ name }) => ATTACHED.includes(name)) ?? false;
  const areDue = hasFiles && !refused.has(FILES) && !posts.get(FILES)?.messageId;
  if (areDue && carrier !== undefined) return { type: 'attach', wanted: carrier };
  return waits.length === 0 ? null : Math.min(...waits);
}

export function hashOf({ message }: ThreadMessage): string {
  return sha256Of(canonicalJson(message));
}
