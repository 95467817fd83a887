import type { Outcome } from '../../outcome/outcome.ts';
import type { GateReason } from '../../vocabulary/events.ts';
import { nobodyCould } from './round.ts';

/** Reasons without their details. Each continues a sentence. */
export const REASON_WORDS: Record<GateReason, string> = {
  unresolved_high_impact: 'a high-impact question is unresolved',
  low_confidence: 'somebody it rests on is not sure of it',
  contradicts_person: 'it contradicts what a person said',
  unread_words: 'nobody has read what a person has said',
  person_left_out: 'it does not reflect what a person has settled, corrected or said',
  dissent_of_half: 'half of them or more dissent',
  blocking_finding: 'a blocking finding of the audit is open, or nobody has confirmed that it is answered',
  citation_failed: 'a quotation that it rests on does not stand where it is cited',
  degraded_participation: 'too few took part to the end',
  budget: 'the money for discussing it was short',
  not_compared: 'the proposals were not compared',
  not_audited: 'it was not audited',
  not_signed: 'nobody signed it',
  nothing_contributed: 'nobody who was asked contributed',
};

export function reasonsIn(
  reasons: readonly GateReason[],
  { allDissent, withoutContribution }: Pick<Outcome, 'allDissent' | 'withoutContribution'>,
): string[] {
  const failed = withoutContribution.at(-1);
  return reasons.map((reason) => {
    if (reason === 'dissent_of_half' && allDissent) return 'all of them dissent';
    if (reason === 'nothing_contributed' && failed !== undefined) return nobodyCould(failed);
    return REASON_WORDS[reason];
  });
}
