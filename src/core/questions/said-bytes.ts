import { BOUNDS } from '../vocabulary/bounds.ts';
import { type Command, type OutsideCommand, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { DesignEvent } from '../vocabulary/events.ts';
import { byteLength } from '../vocabulary/text.ts';

/** Bytes of this event that count towards the bound on people's words. */
export function saidBytesOf(event: DesignEvent): number {
  // Messages after the end have their own bound, and a withdrawn one is no message.
  if (event.type !== 'reply_recorded' || event.after === 'end' || event.text === '') return 0;
  return Math.max(byteLength(event.text), BOUNDS.saidAtLeast);
}

/** `true` for commands that are bounded, because people could send them endlessly. */
const IS_SAID: Readonly<Record<OutsideCommand['type'], boolean>> = {
  start_design: false,
  record_reply: true,
  revise_reply: true,
  // Withdrawing is never refused.
  withdraw_reply: false,
  // At most once for each phase, gate, difference and design.
  finish_answering: false,
  decide_gate: false,
  settle_divergence: false,
  cancel: false,
  ask_starter: false,
  // Bounded after the end.
  judge_decision: false,
  record_answer: false,
  supersede: false,
  record_publication: false,
};

/** Refuses further words at the bound; messages after the end have their own. */
export function refusalForWords({ saidBytes, end }: Design, { type }: Command): Refusal | null {
  const isSaid = type in IS_SAID && IS_SAID[type as OutsideCommand['type']];
  return isSaid && end === null && saidBytes >= BOUNDS.saidBytes ? FULL : null;
}

const FULL: Refusal = refuse(
  'not_open',
  `This design cannot take any more messages: it already holds ${BOUNDS.saidBytes / 1024 / 1024} MB of messages and edits.`,
);
