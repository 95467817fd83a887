import { byteLengthOf } from '#foundation/cut-text.ts';
import { BOUNDS } from '../../vocabulary/bounds.ts';
import { type Command, type Refusal, refuse } from '../../vocabulary/commands.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent } from '../../vocabulary/events.ts';

/** Bytes of this event that count towards the bound on people's words. */
export function saidBytesOf(event: DesignEvent): number {
  // Messages after the end have their own bound, and a withdrawn one is no message.
  if (event.type !== 'reply_recorded' || event.after === 'end' || event.text === '') return 0;
  return Math.max(byteLengthOf(event.text), BOUNDS.saidAtLeast);
}

/** Commands that people could send endlessly. Withdrawing is never refused. */
const SAID: readonly Command['type'][] = ['record_reply', 'revise_reply'];

/** Refuses further words at the bound; messages after the end have their own. */
export function refuseWords({ saidBytes, end }: Design, { type }: Command): Refusal | null {
  return SAID.includes(type) && end === null && saidBytes >= BOUNDS.saidBytes ? FULL : null;
}

const FULL: Refusal = refuse(
  'not_open',
  `This design cannot take any more messages: it holds all that it can, ${BOUNDS.saidBytes / BOUNDS.saidAtLeast} short messages and edits, or ${BOUNDS.saidBytes / 1024 / 1024} MB of long ones.`,
);
