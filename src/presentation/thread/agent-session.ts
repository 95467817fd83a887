import type { Design } from '../../core/vocabulary/design.ts';
import { isResting } from '../../core/vocabulary/status.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import { oneLine } from '../format/plain.ts';

const TITLE_CHARACTERS = 100;

/** Thread status on platforms that show one: personas at work, waiting for people or a model, or over. */
export type SessionStatus = 'processing' | 'suspended' | 'closed';

/** In a pause nothing works, so a sign of work with a stop button would be false. */
export function sessionStatusOf(design: Design): SessionStatus {
  if (design.end !== null) return 'closed';
  return isResting(design) ? 'suspended' : 'processing';
}

export function sessionTitleOf({ topic }: Pick<Design, 'topic'>): string {
  return cutWords(oneLine(topic), TITLE_CHARACTERS);
}
