import type { SubmissionInput } from '#core/vocabulary/submission.ts';
import { NO_CITATION } from '#core/vocabulary/submission.ts';
import type { Ask } from '#turns/prompt/ask.ts';

type Point = Ask['points'][number];

/**
 * Addresses the other side's first claim with a placeholder, and stays or changes sides because of
 * it.
 */
export function argueNeutrally(
  point: Point,
  isMoved = false,
): SubmissionInput<'argue'>['points'][number] {
  const theirs = point.positions.findLast(({ name }) => name !== point.mine);
  const strongest = theirs?.claims.slice(0, 1).map(({ name }) => name) ?? [];
  return {
    difference: point.difference,
    addresses: strongest,
    answer: 'The answer to it would go here.',
    citation: NO_CITATION,
    changedBy: isMoved ? strongest : [],
    now: isMoved ? (theirs?.name ?? point.mine) : point.mine,
    confidence: 0.6,
  };
}

/**
 * All but the last position's supporters change sides. Two who cite the same claim settle a
 * difference, so no gate opens.
 */
export function giveWayNeutrally(point: Point): SubmissionInput<'argue'>['points'][number] {
  return argueNeutrally(point, point.mine !== point.positions.at(-1)?.name);
}
