import type { Design } from '../../core/vocabulary/design.ts';
import { utcDayOf } from '../../core/vocabulary/figures.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { STATUS_WORDS } from '../../presentation/words/phases.ts';
import { wrapMaterial } from './material-text.ts';
import { EARLIER_DECISIONS } from './texts.ts';

/**
 * The one persona that reads earlier decisions, as history is its region: shown to all, they would
 * anchor proposals.
 */
const READER = 'archaeologist';

/** Earlier decisions on the same question; empty for none, and for every other participant. */
export function writeEarlierSection({ earlier = [] }: Design, id: ParticipantId): string {
  if (id !== READER || earlier.length === 0) return '';
  const decisions = earlier.map(({ designId, topic, decision, endedAt, status, isDeclined }) =>
    wrapMaterial(
      `earlier design ${designId}`,
      [
        `Topic: ${topic}`,
        `Decision: ${decision}`,
        `Ended on ${utcDayOf(endedAt)}: ${STATUS_WORDS[status]}${isDeclined === true ? ', declined by people since' : ''}`,
      ].join('\n'),
    ),
  );
  return `${EARLIER_DECISIONS}\n\n${decisions.join('\n\n')}`;
}
