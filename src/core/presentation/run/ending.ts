import { type Outcome, outcomeOf } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { GateReason, StopReason } from '../../vocabulary/event-parts.ts';
import { isSignal } from '../../vocabulary/signals.ts';
import { STATUS_WORDS } from './phases.ts';
import { nobodyCould } from './round.ts';

/** Why a design ended. Each continues a sentence. */
export const STOP_WORDS: Record<StopReason, string> = {
  finished: 'everything was done',
  decided_by_person: 'a person decided',
  cancelled_by_person: 'a person cancelled it',
  no_persona_left: 'no persona is left',
  no_design_question: 'it is not a design question',
  nothing_contributed: 'no one contributed',
  model_unavailable: 'the model could not be used',
  time_used_up: 'the time ran out',
  money_used_up: 'the money ran out',
  gate_unanswered: 'nobody decided at the gate in time',
  write_failed: 'the result files could not be written',
  internal_error: 'something in Charrette itself went wrong',
};

/** Why a design ended, to continue a sentence. For a finished design under review, the reasons to look. */
export function endWords(design: Design, stoppedBecause: StopReason): string {
  const by = design.end?.by ?? '';
  if (stoppedBecause === 'cancelled_by_person' && isSignal(by)) return `the signal ${by} ended it`;
  const outcome = outcomeOf(design);
  const { reasons } = outcome;
  const isReviewed = (design.end ?? design.settled)?.status === 'needs_review' && reasons.length > 0;
  return isReviewed && stoppedBecause === 'finished'
    ? reasonsIn(reasons, outcome).join('; ')
    : STOP_WORDS[stoppedBecause];
}

/** Status and reason of an ended design, to continue a sentence. */
export function endedWords(
  design: Design,
  { status, stoppedBecause }: Pick<NonNullable<Design['end']>, 'status' | 'stoppedBecause'>,
): string {
  return `${STATUS_WORDS[status]}, because ${endWords(design, stoppedBecause)}`;
}

/** The fact behind the headline, unless it is the usual end or said elsewhere. */
export function stoppedWords({ stoppedBecause, stoppedBy, detail, cause }: Outcome): string[] {
  const told = detail.replace(/\.$/, '');
  switch (stoppedBecause) {
    case null:
    case 'decided_by_person':
    case 'no_persona_left':
      return [];
    case 'finished':
    case 'model_unavailable':
    case 'no_design_question':
      return told === '' ? [] : [told];
    case 'cancelled_by_person':
      return [
        ...(stoppedBy === '' ? [STOP_WORDS.cancelled_by_person] : []),
        ...(told === '' ? [] : [`reason: ${told}`]),
      ];
    case 'nothing_contributed':
      if (told !== '') return [told];
      return cause === null ? [`stopped because ${STOP_WORDS[stoppedBecause]}`] : [];
    case 'time_used_up':
    case 'money_used_up':
    case 'gate_unanswered':
    case 'write_failed':
    case 'internal_error':
      return [told === '' ? `stopped because ${STOP_WORDS[stoppedBecause]}` : told];
  }
}

/** Where a decision's author and all who signed it are unsure. */
export const NOBODY_SURE = 'nobody who judged this is sure of it';

/** Reasons without their details. Each continues a sentence. */
export const REASON_WORDS: Record<GateReason, string> = {
  unresolved_high_impact: 'a high-impact question is unresolved',
  low_confidence: 'its author or a signer is not sure of it',
  contradicts_person: 'it contradicts or leaves out what a person has settled or said',
  unread_words: 'nobody has read what a person has said',
  dissent_of_half: 'at least half of them dissent',
  blocking_finding: 'a blocking finding of the audit is open or unconfirmed',
  citation_failed: 'a quotation it rests on is not at the cited place',
  degraded_participation: 'too few personas finished',
  budget: 'there was too little money to discuss it fully',
  not_compared: 'the proposals were not compared',
  not_audited: 'it was not audited',
  not_signed: 'nobody signed it',
  nothing_contributed: 'no one contributed',
};

export function reasonsIn(
  reasons: readonly GateReason[],
  {
    allDissent,
    allUnsure,
    withoutContribution,
  }: Pick<Outcome, 'allDissent' | 'allUnsure' | 'withoutContribution'>,
): string[] {
  const failed = withoutContribution.at(-1);
  return reasons.map((reason) => {
    if (reason === 'dissent_of_half' && allDissent) return 'all of them dissent';
    if (reason === 'low_confidence' && allUnsure) return NOBODY_SURE;
    if (reason === 'nothing_contributed' && failed !== undefined) return nobodyCould(failed);
    return REASON_WORDS[reason];
  });
}
