import { citedWords } from '../citation/cited.ts';
import { positionLabel } from '../divergence/labels.ts';
import { settledByPeople } from '../divergence/sides.ts';
import { saidAbout, unansweredWords } from '../question/said.ts';
import { deathsWords } from '../session/replacement.ts';
import { decidedIn, leftOutOfText } from '../synthesis/decided.ts';
import type { Design, Divergence, Gate } from '../vocabulary/design.ts';
import type { PositionId } from '../vocabulary/ids.ts';
import { participant } from '../vocabulary/participants.ts';
import { type Round, SHOWN_EXCUSES } from '../vocabulary/round.ts';
import { listed } from '../vocabulary/text.ts';
import { EXCUSE_WORDS, type Excuse, ROUND_WORDS, reasonsIn } from '../vocabulary/words.ts';
import { outcomeOf } from './outcome.ts';
import {
  adoptedWithFailedCitation,
  blockingLeftOpen,
  LOW_CONFIDENCE,
  settledWithoutReason,
  unresolvedOfHighImpact,
} from './should-gate.ts';

/**
 * What a person at a gate decides about: what stands behind each reason of the gate, so that nobody has to look for it
 * (A6). Empty before there is a decision.
 */
export function gateSubject(design: Design) {
  const decided = decidedIn(design);
  if (decided === null)
    return { differences: [], settled: [], dissents: [], findings: [], citations: [], unsure: [] };
  const titled = (id: Parameters<typeof participant>[1]) => participant(design, id).title;
  return {
    /** Those of high impact that are open, or that somebody gave way on without a reason: each can be settled. */
    differences: [...unresolvedOfHighImpact(design), ...settledWithoutReason(design)].map((divergence) => ({
      id: divergence.id,
      description: divergence.description,
      /** `unresolved`, or `conceded` where somebody moved without a reason. */
      outcome: divergence.settlement?.outcome ?? 'unresolved',
      positions: divergence.positions.map(({ id, statement }) => ({
        id,
        /** What a person may type for it. */
        label: positionLabel(divergence.id, id),
        text: statement,
        arguments: lastArguments(design, divergence, id),
      })),
    })),
    /** What a person has settled, or said to answer a question, by name, since the decision was written. */
    settled: [
      ...settledByPeople({ divergences: leftOutOfText(design).settled, carried: null }).map(
        ({ description, statement: text, person: by }) => ({ description, text, by }),
      ),
      ...correctedSince(design),
    ],
    dissents: outcomeOf(design).dissents.map(({ title, dissent: text }) => ({ title, text })),
    /** Blocking ones that no revision has acted on, and why, where it says so. */
    findings: blockingLeftOpen(design).map(({ text, answer }) => ({ text, leftOpen: answer?.where ?? '' })),
    /** Claims that hold in it although what they cite was not found there. */
    citations: adoptedWithFailedCitation(design).map((claim) => ({
      title: titled(claim.participant),
      text: claim.text,
      source: citedWords(claim),
    })),
    /** Who is less sure of it than not; from 0 to 1. */
    unsure: [
      { title: titled(decided.participant), confidence: decided.confidence },
      ...design.signatures.map(({ participant: id, confidence }) => ({ title: titled(id), confidence })),
    ].filter(({ confidence }) => confidence < LOW_CONFIDENCE),
  };
}

/** What answers a question as a person has said since the decision was written. */
export function correctedSince(design: Design) {
  return leftOutOfText(design).corrected.map(({ questionId, by }) => {
    const asked = design.questions.find(({ id }) => id === questionId);
    const said = saidAbout(design, { id: questionId }).answers.map(({ text }) => text);
    const text = said.length === 0 ? `${unansweredWords(design, { id: questionId })}.` : said.join('; ');
    return { description: asked?.text ?? '', text, by };
  });
}

/** Why a person has to look: who is missing, and of a round that brought nothing what became of those who were asked. */
export function gateReasons(design: Design, gate: Gate): string[] {
  const outcome = outcomeOf(design);
  const { participationWords, participation } = outcome;
  const failed = design.rounds.find(({ id }) => id === gate.roundId);
  if (failed !== undefined) {
    return [
      `nobody could ${ROUND_WORDS[failed.kind].task} (${failureWords(design, gate, failed).join('; ')})`,
    ];
  }
  // How many there were when a gate that was decided had opened is not known any more.
  const isCounted = gate.decision === null && participation.toTheEnd > 0;
  return gate.reasons.flatMap((reason) =>
    reason === 'degraded_participation' && isCounted
      ? [`only ${participationWords}`]
      : reasonsIn([reason], outcome),
  );
}

/** What became of each who was asked, also in attempts before; those of a round that was asked again are past. */
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

/** What was said last for a position by each who holds it. */
function lastArguments(design: Design, { arguments: given }: Divergence, position: PositionId) {
  return design.participants.flatMap(({ id, title }) => {
    const last = given.findLast(({ participant: who }) => who === id);
    return last?.after.position === position ? [{ title, text: last.text, source: citedWords(last) }] : [];
  });
}
