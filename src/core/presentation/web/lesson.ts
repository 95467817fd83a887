import { adoptedClaims } from '../../decision/fates.ts';
import { statementOf } from '../../differences/labels.ts';
import { decisionStatusOf } from '../../follow-up/decision-status.ts';
import { decisionInForce, outcomeOf } from '../../outcome/outcome.ts';
import { startsAnyway } from '../../outcome/policy/should-retry.ts';
import { BOUNDS } from '../../vocabulary/bounds.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Lesson } from '../../vocabulary/event-parts.ts';
import { cutWords } from '../../vocabulary/text.ts';
import { verdictSentences } from '../decision/decision-status.ts';
import { endWords, reasonsIn } from '../run/ending.ts';

/**
 * Returns the current lesson of an ended design, from its events alone (A14); `null` before the end, and for a question
 * that needed no design. A rehearsal has a decision only on the topic of the written example.
 */
export function lessonOf(design: Design): Lesson | null {
  const { id, topic, end, rehearsal } = design;
  if (end === null || startsAnyway(design)) return null;
  const outcome = outcomeOf(design);
  // What a person stopped was not decided.
  const isStopped = outcome.decidedBy?.choice === 'stop';
  const isOff = outcome.isNeutral || isStopped;
  const decided = isOff ? null : decisionInForce(design);
  const { lessonCharacters: maxChars, lessonLines } = BOUNDS;
  const isDeclined = decided !== null && decisionStatusOf(design) === 'declined';
  const lines = (given: readonly string[]) =>
    given.slice(0, lessonLines).map((each) => cutWords(each, maxChars));
  return {
    designId: id,
    topic: cutWords(topic, maxChars),
    status: end.status,
    endedAt: end.at,
    rehearsal,
    decision: decided === null ? null : decided.decision.sentence,
    decidedBy: decided === null ? [] : lines([...settledDifferences(design), ...adoptedReasons(design)]),
    failed: lines([
      ...(isDeclined ? verdictSentences(design, 'declined') : []),
      ...(outcome.isNeutral ? [outcome.mark] : []),
      ...(end.status === 'completed' || end.stoppedBecause === 'finished'
        ? []
        : [isStopped ? 'a person stopped it' : endWords(design, end.stoppedBecause)]),
      ...reasonsIn(outcome.reasons, outcome),
      ...outcome.dissents.map(({ title, dissent }) => `${title} dissented: ${dissent}`),
    ]),
    confidence: decided === null ? null : outcome.lowestConfidence,
    ...(isDeclined ? { declined: true } : {}),
  };
}

function settledDifferences({ divergences }: Design): string[] {
  return divergences.flatMap((divergence) => {
    const statement = statementOf(divergence, divergence.settlement?.position ?? '');
    return statement === '' ? [] : [`${divergence.description}: ${statement}`];
  });
}

function adoptedReasons(design: Design): string[] {
  return adoptedClaims(design).flatMap(({ kind, text }) => (kind === 'reason' ? [text] : []));
}
