import { statementOf } from '../../divergence/labels.ts';
import { type Outcome, outcomeOf } from '../../outcome/outcome.ts';
import type { Design, Gate } from '../../vocabulary/design.ts';
import type { GateChoice, GateReason } from '../../vocabulary/events.ts';
import { type Round, SHOWN_EXCUSES } from '../../vocabulary/round.ts';
import type { Accepted, Excuse } from '../../vocabulary/sets.ts';
import { acceptedAt, isBeforeResult } from '../../vocabulary/status.ts';
import { listed } from '../../vocabulary/text.ts';
import { WITHOUT_REASON } from '../../vocabulary/words.ts';
import { given, type Inline, type Line, line, type Moment, ours, prose } from '../document.ts';
import { deathsWords } from './loss.ts';
import { takenPartWords } from './participation.ts';
import { EXCUSE_WORDS, nobodyCould } from './round.ts';

/** A gate: why a person has to look, until when, the choices, and the decision. Each reason continues a sentence. */
export const REASON_WORDS: Record<GateReason, string> = {
  unresolved_high_impact: 'a high-impact question is unresolved',
  low_confidence: 'somebody it rests on is not sure of it',
  high_impact_settled_without_reason: `a high-impact question was settled by somebody who moved ${WITHOUT_REASON}`,
  person_left_out: 'it does not reflect what a person has settled or corrected',
  dissent_of_half: 'half of them or more dissent',
  blocking_finding: 'a blocking finding of the audit is left open',
  citation_failed: 'a source that it rests on failed its check',
  degraded_participation: 'too few took part to the end',
  budget: 'the money for discussing it was used up',
  not_compared: 'the proposals were not compared',
  not_audited: 'it was not audited',
  not_signed: 'nobody signed it',
  nothing_contributed: 'nobody who was asked contributed',
  thread_unreachable: 'its thread cannot be written to any more',
};

/** The reasons in one design, where more may be known than the reason itself says. */
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

/** The reasons of a gate: who is missing, and of a round that brought nothing the fate of those who were asked. */
export function gateReasons(design: Design, gate: Gate): string[] {
  const outcome = outcomeOf(design);
  const failed = design.rounds.find(({ id }) => id === gate.roundId);
  if (failed !== undefined)
    return [`${nobodyCould(failed.kind)} (${failureWords(design, gate, failed).join('; ')})`];
  // How many there were when a gate that was decided had opened is not known any more.
  const isCounted = gate.decision === null && outcome.participation.toTheEnd > 0;
  return gate.reasons.flatMap((reason) =>
    reason === 'degraded_participation' && isCounted
      ? [`only ${takenPartWords(outcome.takenPart)}`]
      : reasonsIn([reason], outcome),
  );
}

/** The fate of each who was asked, also in attempts before; those of a round that was asked again are past. */
function failureWords({ rounds, gates, participants }: Design, gate: Gate, { kind }: Round): string[] {
  const earlier = gates.findLast(({ since }) => since < gate.since)?.roundId ?? null;
  const attempts = rounds
    .slice(rounds.findIndex(({ id }) => id === earlier) + 1)
    .filter((round) => round.kind === kind);
  const excused = attempts.flatMap((round) => round.excused);
  const whose = (why: Excuse) =>
    participants.filter(({ id }) =>
      excused.some(({ participant: who, reason }) => who === id && reason === why),
    );
  return [
    ...deathsWords(whose('dead')),
    ...SHOWN_EXCUSES.flatMap((why) => {
      const titles = whose(why).map(({ title }) => title);
      return titles.length === 0 ? [] : [`${listed(titles)}: ${EXCUSE_WORDS[why]}`];
    }),
  ];
}

/** The question at the head of a gate. */
export function gateHeading(design: Design, gate: Gate): string {
  const why = isBeforeResult(gate)
    ? 'It cannot go on by itself'
    : 'There is a decision, but a person has to look at it first';
  return `${why}: ${gateReasons(design, gate).join('; ')}.`;
}

export function undecidedLine(until: Moment): Line {
  return line`If nobody decides by ${until}, it closes as ${ours('needs review', { italic: true })}.`;
}

const CHOICE_LABELS: Record<Exclude<GateChoice, 'accept'>, string> = {
  send_back: 'Send back once…',
  again: 'Ask them again',
  stop: 'Stop here',
};
const ACCEPT_LABELS: Record<Accepted, string> = {
  decision: 'Accept as it is',
  no_thread: 'Go on without it',
  no_contribution: 'Go on with what there is',
  no_decision: 'Go on without a decision',
};

/** The label of a choice's button. */
export function choiceLabel(choice: GateChoice, accepts: Accepted): string {
  return choice === 'accept' ? ACCEPT_LABELS[accepts] : CHOICE_LABELS[choice];
}

const ACCEPTED_WORDS: Record<Accepted, string> = {
  decision: 'accepted the decision as it is',
  no_thread: 'let it go on without its thread',
  no_contribution: 'let it go on with what there is',
  no_decision: 'let it end without a decision',
};
const [NAME_CHARACTERS, STATEMENT_CHARACTERS] = [120, 400];

/** The end of a gate. `by`: the person's name as it is shown there, where it is not that of the record. */
export function gateClosedLine(design: Design, gate: Gate, name?: Inline): Line {
  const { choice = 'overtaken', by = '' } = gate.decision ?? {};
  const who = name ?? given(by || 'Somebody', NAME_CHARACTERS, { bold: true });
  switch (choice) {
    case 'accept':
      return line`${who} ${ACCEPTED_WORDS[acceptedAt(design, gate)]}.`;
    case 'send_back':
      return line`${who} sent the decision back once.`;
    case 'again':
      return line`${who} had them asked once more.`;
    case 'stop':
      return line`${who} stopped it here.`;
    case 'settle': {
      const settled = settledAt(design, gate, by);
      const then = 'The decision is revised with it.';
      if (settled === '') return line`${who} corrected an answer. ${then}`;
      return line`${who} settled it: ${prose(settled, STATEMENT_CHARACTERS, { italic: true })} ${then}`;
    }
    case 'unanswered':
      return line`Nobody decided in time.`;
    case 'overtaken':
      return line`It ended before anybody decided.`;
  }
}

/** The position that this person settled at the gate; empty where an answer was corrected. */
function settledAt({ divergences }: Design, { since }: Gate, by: string): string {
  const settled = divergences.findLast(
    ({ settlement }) => settlement !== null && settlement.person === by && settlement.since > since,
  );
  return settled === undefined ? '' : statementOf(settled, settled.settlement?.position ?? '');
}

/** Subjects of a gate over a result. Each is followed by the thing itself. */
export const GATE_SUBJECT_WORDS = {
  unresolved: 'Still open',
  conceded: `Given up ${WITHOUT_REASON}`,
  settled: 'Settled, but not reflected in the decision',
  finding: 'The audit found',
  citation: 'It rests on a source that failed its check',
  unsure: 'Not sure of it',
};
