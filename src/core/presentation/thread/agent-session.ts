import type { Design } from '../../vocabulary/design.ts';
import { isResting } from '../../vocabulary/status.ts';
import { cutWords } from '../../vocabulary/text.ts';
import { oneLine } from '../format/plain.ts';

const TITLE_CHARACTERS = 100;

/** Says whose turn it is in a thread, for platforms that show it: of the personas, of people or a model, or of nobody any more. */
export type SessionStatus = 'processing' | 'suspended' | 'closed';

/** Returns the status of the design's thread. In a pause nothing works: a sign of work with a stop button would not be true. */
export function sessionStatusOf(design: Design): SessionStatus {
  if (design.end !== null) return 'closed';
  return isResting(design) ? 'suspended' : 'processing';
}

/** Returns the name of the thread in a list of threads. */
export function sessionTitleOf({ topic }: Pick<Design, 'topic'>): string {
  return cutWords(oneLine(topic), TITLE_CHARACTERS);
}
