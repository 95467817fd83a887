import { statementOf } from '../divergence/labels.ts';
import { adoptedClaims } from '../synthesis/decided.ts';
import type { Design } from '../vocabulary/design.ts';
import { BOUNDS, type Lesson } from '../vocabulary/events.ts';
import { cutText, cutWords } from '../vocabulary/text.ts';
import { reasonsIn } from '../vocabulary/words.ts';
import { decisionInForce, endWords, outcomeOf } from './outcome.ts';

/** What an ended design taught (A14), from its events alone; `null` before its end. A rehearsal on any topic but that of the written example decided nothing. */
export function lessonOf(design: Design): Lesson | null {
  const { id, topic, end, rehearsal } = design;
  if (end === null) return null;
  const outcome = outcomeOf(design);
  // What a person stopped was not decided.
  const isStopped = outcome.decidedBy?.choice === 'stop';
  const isOff = outcome.isNeutral || isStopped;
  const decided = isOff ? null : decisionInForce(design);
  const { lessonCharacters: most, lessonLines } = BOUNDS;
  const lines = (given: readonly string[]) => given.slice(0, lessonLines).map((each) => cutWords(each, most));
  return {
    designId: id,
    topic: cutWords(topic, most),
    status: end.status,
    endedAt: end.at,
    rehearsal,
    decision: decided === null ? null : decided.decision.sentence,
    decidedBy: decided === null ? [] : lines([...settledDifferences(design), ...adoptedReasons(design)]),
    failed: lines([
      ...(outcome.isNeutral ? [outcome.mark] : []),
      ...(end.status === 'completed' || end.stoppedBecause === 'finished'
        ? []
        : [isStopped ? 'a person stopped it' : endWords(design, end.stoppedBecause)]),
      ...reasonsIn(outcome.reasons, outcome),
      ...outcome.dissents.map(({ title, dissent }) => `${title} dissented: ${dissent}`),
    ]),
    confidence: decided === null ? null : outcome.lowestConfidence,
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

const words = new Intl.Segmenter('en', { granularity: 'word' });
/** Words of English questions that say nothing of what they are about. */
const COMMON = new Set(
  'a an and any are as at be by can could do does for from get go has have how i if in instead into is it its let make may me more move must my need new not of off on one or our out over own put should so still than that the their them then there they this to up us use want was we what when where whether which while who why will with without would you your'.split(
    ' ',
  ),
);
/** Characters of a word that are compared, so that *queues* is *queue* and *migration* is *migrate*. */
const STEM = 5;
/** Twice the words that two topics share, over the words of both (Dice 1945). Topics of one subject in other words can be below it. */
const ALIKE = 0.35;

/** Those whose topics have the most words in common with this one, the likest first and of equally like ones in the order given; none that shares fewer than two. */
export function alike<Listed extends { readonly topic: string }>(
  topic: string,
  listed: readonly Listed[],
  most: number,
): Listed[] {
  const wanted = contentWords(topic);
  const scored = listed.map((each) => {
    const found = contentWords(each.topic);
    const shared = wanted.intersection(found).size;
    return { each, score: shared < 2 ? 0 : (2 * shared) / (wanted.size + found.size) };
  });
  return scored
    .filter(({ score }) => score >= ALIKE)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ each }) => each);
}

function contentWords(topic: string): Set<string> {
  const found = [...words.segment(cutText(topic, BOUNDS.topicCharacters).toLowerCase())].filter(
    (part) => part.isWordLike === true,
  );
  return new Set(found.flatMap(({ segment }) => (COMMON.has(segment) ? [] : [segment.slice(0, STEM)])));
}
