import type { Status } from '../../core/vocabulary/event-parts.ts';
import type { DesignView } from '../schema/view.ts';
import { STATUS_WORDS } from './phases.ts';

/** State of a design as a sign and in words, the same wherever people read it. */
export interface Mark {
  readonly sign: string;
  readonly words: string;
}
const SIGNS: Readonly<Record<Status, string>> = {
  running: '●',
  awaiting_input: '◐',
  completed: '✓',
  needs_review: '!',
  cancelled: '✗',
  failed: '✗',
};
/** Only a decision without caveats has the tick. */
const WITH_CAVEATS: Mark = { sign: '!', words: 'completed, with caveats' };
/** Its decision decides nothing. */
const REHEARSED: Mark = { sign: '○', words: 'rehearsal' };

export function markOf({ status, decision, rehearsal, banner }: DesignView): Mark {
  if (decision !== null && rehearsal) return REHEARSED;
  if (status === 'completed' && banner.level !== 'success') return WITH_CAVEATS;
  return { sign: SIGNS[status], words: STATUS_WORDS[status] };
}
