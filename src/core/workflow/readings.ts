import { closeWhenOver } from '../answering/answering.ts';
import { listRepliesToMatch } from '../answering/matching.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { roleHolderOf } from '../vocabulary/participants.ts';
import { openRoundFor } from './advance.ts';

/** Lets the synthesizer read these replies. Returns `false` if there are none. */
export function openReading(
  draft: Draft,
  kind: 'matching' | 'reading',
  replies: readonly string[],
): boolean {
  if (replies.length === 0) return false;
  openRoundFor(draft, kind, [roleHolderOf(draft.design, 'synthesizer')], [], replies);
  return true;
}

/**
 * Matches replies to questions as they arrive, and once more before open questions are assumed.
 * Returns `false` once answering is over.
 */
export function continueAnswering(draft: Draft): boolean {
  return openReading(draft, 'matching', listRepliesToMatch(draft)) || closeWhenOver(draft);
}
