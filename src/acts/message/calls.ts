import { calledBy } from '../../core/presentation/thread/called.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Policy } from '../../engine/access/permission.ts';
import type { ChatMessage } from '../../engine/ports/chat.ts';

/** The part of a policy that decides whom messages call. */
export type CallingPolicy = Pick<Policy, 'operators' | 'deciders'>;

/** Returns ids of people and groups that a message calls by name. Those who left are included, which costs nothing. */
export function namesCalled(
  post: ChatMessage['post'],
  design: Design,
  { operators, deciders }: CallingPolicy,
): string[] {
  if (post.kind === 'instead') return [];
  const called = calledBy(post, design);
  return [...new Set([...called.people, ...(called.deciders ? [...deciders, ...operators] : [])])];
}
