import type { Author } from '../round/turns.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Divergence } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import { pointsOf, type Round } from '../vocabulary/round.ts';
import type { SubmissionInput } from '../vocabulary/submission.ts';
import { differenceLabel, divergenceOf, NONE, positionLabel, positionOf } from './labels.ts';

/**
 * Records the positions of a participant that was asked once more alone, before anybody argued, or refuses them as a whole. They
 * move nobody: they tell later who was unstable, and who was persuaded.
 */
export function restate(
  draft: Draft,
  author: Author,
  round: Round,
  { positions }: SubmissionInput<'restate'>,
): Refusal | null {
  const own = pointsOf(round, author.participant).map((id) => divergenceOf(draft.design, id));
  const labels = own.map(({ id }) => differenceLabel(id));
  const owed = own.filter(({ settlement }) => settlement === null).map(({ id }) => differenceLabel(id));
  const refusals = checkNamed(
    positions.map(({ difference }) => difference),
    labels,
    owed,
    {
      unknown: (names) => `There is no difference ${names} among yours`,
      twice: (names) => `Difference ${names} is named more than once.`,
      forgotten: (names) => `Nothing is said on difference ${names}.`,
    },
  );
  const read = own.flatMap((divergence) => {
    const given = positions.find(({ difference }) => difference === differenceLabel(divergence.id));
    if (given === undefined) return [];
    const position = positionOf(divergence, given.mine);
    if (position === null) refusals.push(noPosition(divergence, given.mine));
    return [{ divergenceId: divergence.id, position: position ?? '', confidence: given.confidence }];
  });
  const refusal = refuseForAll(refusals);
  if (refusal !== null) return refusal;
  for (const each of read) draft.record({ type: 'position_restated', ...author, ...each });
  return null;
}

function noPosition({ id, positions }: Divergence, name: string): Refusal {
  const labels = positions.map((position) => positionLabel(id, position.id)).join(', ');
  return refuse(
    'unknown_reference',
    `There is no position ${name}; the positions are ${labels}, or ${NONE}.`,
  );
}

/** Returns those who held something else when they were merely asked again: whatever they did later, no argument moved them first. */
export function unstableIn({
  positions,
  restated,
}: Pick<Divergence, 'positions' | 'restated'>): ParticipantId[] {
  return restated
    .filter(({ participant, position }) => {
      const mapped = positions.find(({ holders }) => holders.includes(participant))?.id ?? '';
      return mapped !== position;
    })
    .map(({ participant }) => participant);
}
