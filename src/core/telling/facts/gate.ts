import { statementOf } from '../../divergence/labels.ts';
import { outcomeOf } from '../../outcome/outcome.ts';
import type { Reservation } from '../../outcome/reservation/kinds.ts';
import { outageIn } from '../../round/outage.ts';
import { leftOutOfText } from '../../synthesis/decided.ts';
import type { Design, Gate } from '../../vocabulary/design.ts';
import type { GateChoice, GateReason } from '../../vocabulary/events.ts';
import { type Round, SHOWN_EXCUSES } from '../../vocabulary/round.ts';
import type { Accepted, Excuse, Outage } from '../../vocabulary/sets.ts';
import { acceptedAt, isBeforeResult, isOver } from '../../vocabulary/status.ts';
import { listed } from '../../vocabulary/text.ts';
import { WITHOUT_REASON } from '../../vocabulary/words.ts';
import { given, type Inline, type Line, line, type Moment, ours, prose } from '../document.ts';
import { deathsWords } from './loss.ts';
import { OUTAGE_WORDS } from './outage.ts';
import { reasonsIn } from './reasons.ts';
import { namedGravest, reservationWords } from './reservation.ts';
import { EXCUSE_WORDS, nobodyCould } from './round.ts';

const [NAME_CHARACTERS, STATEMENT_CHARACTERS] = [120, 400];

/** Reasons of the record that stand under another name in what there is to say. */
const IS_SAID_AS: Partial<Record<GateReason, Reservation['kind']>> = { dissent_of_half: 'not_signed' };

/** The reason why no model could be used in the round that a gate is about; `null` for none. */
function outageAt(design: Design, { roundId }: Gate): Outage | null {
  const failed = design.rounds.find(({ id }) => id === roundId);
  return failed === undefined ? null : outageIn(design, failed);
}

/** The reasons of a gate: what speaks against the decision, by its matter; and of a round that brought nothing the fate of those who were asked. */
export function gateReasons(design: Design, gate: Gate): string[] {
  const outcome = outcomeOf(design);
  const failed = design.rounds.find(({ id }) => id === gate.roundId);
  const outage = outageAt(design, gate);
  if (failed !== undefined && outage !== null)
    return [`${OUTAGE_WORDS[outage]}: ${nobodyCould(failed.kind)}`];
  if (failed !== undefined)
    return [`${nobodyCould(failed.kind)} (${failureWords(design, gate, failed).join('; ')})`];
  // The matter of a gate that was decided may have changed since.
  if (gate.decision !== null) return reasonsIn(gate.reasons, outcome);
  const kinds: readonly string[] = gate.reasons.flatMap((reason) => [reason, IS_SAID_AS[reason] ?? reason]);
  const found = outcome.reservations.filter(({ kind }) => kinds.includes(kind));
  const isFound = (reason: GateReason) =>
    found.some(({ kind }) => kind === reason || kind === IS_SAID_AS[reason]);
  const others = gate.reasons.filter((reason) => !isFound(reason));
  return [...found.map(reservationWords), ...reasonsIn(others, outcome)];
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
  const outage = outageAt(design, gate);
  if (outage !== null) return `${gateReasons(design, gate).join('; ')}.`;
  const why = isBeforeResult(gate)
    ? 'It cannot go on by itself'
    : 'There is a decision, but a person has to look at it first';
  return `${why}: ${namedGravest(gateReasons(design, gate))}.`;
}

export function undecidedLine(until: Moment): Line {
  return line`If nobody decides by ${until}, it closes as ${ours('needs review', { italic: true })}.`;
}

const CHOICE_LABELS: Record<Exclude<GateChoice, 'accept'>, string> = {
  send_back: 'Send back once…',
  again: 'Try again',
  stop: 'Stop here',
};
const ACCEPT_LABELS: Record<Accepted, string> = {
  decision: 'Accept as it is',
  no_contribution: 'Go on with what there is',
  no_decision: 'Go on without a decision',
};

/** The label of a choice's button. */
export function choiceLabel(choice: GateChoice, accepts: Accepted): string {
  return choice === 'accept' ? ACCEPT_LABELS[accepts] : CHOICE_LABELS[choice];
}

const ACCEPTED_WORDS: Record<Accepted, string> = {
  decision: 'accepted the decision as it is',
  no_contribution: 'let it go on with what there is',
  no_decision: 'let it end without a decision',
};

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
      const then = afterSettling(design, gate);
      if (settled === '') return line`${who} corrected an answer. ${then}`;
      return line`${who} settled it: ${prose(settled, STATEMENT_CHARACTERS, { italic: true })} ${then}`;
    }
    case 'unanswered':
      return line`Nobody decided in time.`;
    case 'overtaken':
      return line`It ended before anybody decided.`;
  }
}

/** What became of a settlement at a gate: the text that followed it, if one has. */
function afterSettling(design: Design, { id, since }: Gate): string {
  const { settled, corrected } = leftOutOfText(design);
  const isLeftOut = [...settled.map(({ settlement }) => settlement), ...corrected].some(
    (each) => each !== null && each.since > since,
  );
  if (!isLeftOut) return 'The decision was revised.';
  const isUnderWay = design.gates.at(-1)?.id === id && !isOver(design);
  return isUnderWay ? 'The decision is being revised.' : 'The decision does not reflect it.';
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
  citation: 'It rests on a quotation that does not stand there',
  unsure: 'Not sure of it',
};
