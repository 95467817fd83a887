import { type Command, type Refusal, refuse } from '../commands.ts';
import type { Design } from '../design.ts';
import { BOUNDS, type DesignEvent } from '../events.ts';
import { byteLength } from '../text.ts';

/** How much of what people may say in a design this event takes up. */
export function saidBytesOf(event: DesignEvent): number {
  switch (event.type) {
    case 'reply_recorded':
    case 'reply_revised':
      return Math.max(byteLength(event.text), BOUNDS.saidAtLeast);
    case 'reply_match_corrected':
    case 'reading_corrected':
      return BOUNDS.saidAtLeast;
    default:
      return 0;
  }
}

/** Taking back is never refused, and what comes after the end has a bound of its own. */
export function whyNotSay({ saidBytes, end }: Design, { type }: Command): Refusal | null {
  const isSaid = ['record_reply', 'revise_reply', 'correct_match', 'correct_reading'].includes(type);
  return isSaid && end === null && saidBytes >= BOUNDS.saidBytes ? FULL : null;
}

const FULL: Refusal = refuse(
  'not_open',
  `So much has been said about this design that no more is taken: it holds ${BOUNDS.saidBytes / 1024 / 1024} MB of messages and changes of them.`,
);
