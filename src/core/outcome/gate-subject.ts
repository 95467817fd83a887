import { citedWords } from '../citation/cited.ts';
import type { Design, Divergence, Gate } from '../design.ts';
import { positionLabel } from '../divergence/labels.ts';
import { settledByPeople } from '../divergence/sides.ts';
import type { PositionId } from '../ids.ts';
import { participant } from '../participants.ts';
import {
  adoptedWithFailedCitation,
  blockingLeftOpen,
  LOW_CONFIDENCE,
  settledWithoutReason,
  unresolvedOfHighImpact,
} from '../policy/should-gate.ts';
import { saidAbout, unansweredWords } from '../question/said.ts';
import { decidedIn, leftOutOfText } from '../synthesis/decided.ts';
import { EXCUSE_WORDS, REASON_WORDS, reasonsIn } from '../words.ts';
import { outcomeOf } from './outcome.ts';

/**
 * What a person at a gate decides about: what stands behind each reason of the gate, so that nobody has to look for it
 * (A6). Empty before there is a decision.
 */
export function gateSubject(design: Design) {
  const decided = decidedIn(design);
  if (decided === null)
    return { differences: [], settled: [], dissents: [], findings: [], citations: [], unsure: [] };
  const leftOut = leftOutOfText(design);
  const { signatures } = design;
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
      ...settledByPeople({ divergences: leftOut.settled, carried: null }).map(
        ({ description, statement: text, person: by }) => ({ description, text, by }),
      ),
      ...leftOut.corrected.map(({ questionId, by }) => {
        const asked = design.questions.find(({ id }) => id === questionId);
        const said = saidAbout(design, { id: questionId }).answers.map(({ text }) => text);
        const text = said.length === 0 ? `${unansweredWords(design)}.` : said.join('; ');
        return { description: asked?.text ?? '', text, by };
      }),
    ],
    dissents: signatures
      .filter(({ verdict }) => verdict === 'dissents')
      .map(({ participant: id, dissent }) => ({ title: titled(id), text: dissent })),
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
      ...signatures.map(({ participant: id, confidence }) => ({ title: titled(id), confidence })),
    ].filter(({ confidence }) => confidence < LOW_CONFIDENCE),
  };
}

/** Why a person has to look, with who is missing; of a round that brought nothing, what became of those who were asked. */
export function gateReasons(design: Design, { reasons, roundId }: Gate): string[] {
  const outcome = outcomeOf(design);
  const { participation, participationWords } = outcome;
  if (roundId !== null) {
    const kind = design.rounds.find(({ id }) => id === roundId)?.kind;
    const excused = participation.excused.filter(({ what }) => what === kind);
    const failed = excused.map(({ title, reason }) => `${title}: ${EXCUSE_WORDS[reason]}`);
    return [...new Set([...participation.died.map(({ words }) => words), ...failed])];
  }
  return reasonsIn(reasons, outcome).map((words) =>
    words === REASON_WORDS.degraded_participation && participation.toTheEnd > 0
      ? `only ${participationWords}`
      : words,
  );
}

/** What was said last for a position by each who holds it. */
function lastArguments(design: Design, { arguments: given }: Divergence, position: PositionId) {
  return design.participants.flatMap(({ id, title }) => {
    const last = given.findLast(({ participant: who }) => who === id);
    return last?.after.position === position ? [{ title, text: last.text, source: citedWords(last) }] : [];
  });
}
