import { callOf } from '../../core/thread/called.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Policy } from '../../engine/access/permission.ts';
import type { ChatMessage } from '../../ports/chat.ts';

export type CallingPolicy = Pick<Policy, 'operators' | 'deciders'>;

/**
 * Ids of people and groups that a message mentions. They may include people who left, which is
 * harmless.
 */
export function listCalledIds(
  post: ChatMessage['post'],
  design: Design,
  { operators, deciders }: CallingPolicy,
): string[] {
  if (post.kind === 'instead') return [];
  const call = callOf(post, design);
  return [...new Set([...call.people, ...(call.deciders ? [...deciders, ...operators] : [])])];
}
