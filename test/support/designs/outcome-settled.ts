import type { EventOf } from '#core/vocabulary/events.ts';

type Settled = Omit<EventOf<'outcome_settled'>, 'at'>;

/** That code has determined the outcome: without a caveat, and with no word of a person. */
export function outcomeSettled(
  status: Settled['status'],
  stoppedBecause: Settled['stoppedBecause'],
  changes: Partial<Settled> = {},
): Settled {
  return { type: 'outcome_settled', status, stoppedBecause, caveats: [], detail: '', ...changes };
}

/** The money was used up before there was a text. */
export const UNWRITTEN = outcomeSettled('needs_review', 'money_used_up', {
  detail: 'Nobody wrote a decision from the proposals.',
});
