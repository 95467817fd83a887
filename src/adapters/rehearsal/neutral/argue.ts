import type { SubmissionInput } from '../../../core/vocabulary/submission.ts';
import { NO_CITATION } from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';

type Point = Ask['points'][number];

/** Somebody who stays with what its own proposal says, and answers the other side in a line that says nothing. */
export function arguedNeutrally(point: Point): SubmissionInput<'argue'>['points'][number] {
  const mine = point.ended || point.mapped;
  const theirs = point.positions.filter(({ name }) => name !== mine).flatMap(({ claims }) => claims);
  return {
    difference: point.difference,
    mine,
    confidence: 0.6,
    strongest: 'The other side in its strongest form would stand here.',
    addresses: theirs.slice(0, 1).map(({ name }) => name),
    answer: 'The answer to it would stand here.',
    citation: NO_CITATION,
    now: mine,
    confidenceNow: 0.6,
    changedBy: [],
  };
}
