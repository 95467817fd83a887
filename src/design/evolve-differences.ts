/** Folds where proposals differ, and how holders moved. */

import type { EventOf } from './events.ts';
import type { Design, Difference } from './state.ts';

export function evolveDifferences(
  design: Design,
  event: EventOf<'divergences_mapped' | 'position_argued'>,
): Design {
  return event.type === 'divergences_mapped' ? map(design, event) : argue(design, event);
}

function map(design: Design, { map: { differences, loneFacts } }: EventOf<'divergences_mapped'>) {
  const mapped = differences.map((each, index): Difference => {
    const positions = each.positions.map(({ statement, letters }, place) => ({
      id: `${index + 1}${String.fromCharCode(97 + place)}`,
      statement,
      holders: design.proposals
        .filter(({ letter }) => letters.includes(letter))
        .map(({ participant }) => participant),
    }));
    return { ...each, id: `D${index + 1}`, positions, arguments: [] };
  });
  return { ...design, differences: mapped, loneFacts };
}

function argue(design: Design, { participant, argument }: EventOf<'position_argued'>): Design {
  const differences = (design.differences ?? []).map((difference): Difference => {
    const point = argument.points.find((each) => each.difference === difference.id);
    const from = positionOf(difference, participant);
    if (point === undefined || from === null) return difference;
    const { claim, answer, movedBy, position } = point;
    return {
      ...difference,
      arguments: [...difference.arguments, { participant, claim, answer, movedBy, from, position }],
      positions: difference.positions.map((each) => {
        const others = each.holders.filter((id) => id !== participant);
        return { ...each, holders: each.id === position ? [...others, participant] : others };
      }),
    };
  });
  return { ...design, differences };
}

/** The id of the position that somebody holds now, or `null`. */
export function positionOf(
  { positions }: Pick<Difference, 'positions'>,
  participant: string,
): string | null {
  return positions.find(({ holders }) => holders.some((id) => id === participant))?.id ?? null;
}

/** The one held when the arguing began. */
export function firstPositionOf(difference: Difference, participant: string): string | null {
  const argued = difference.arguments.find((each) => each.participant === participant);
  return argued?.from ?? positionOf(difference, participant);
}
