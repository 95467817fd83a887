import { decidedIn } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { GateReason } from '../../vocabulary/events.ts';
import { RESERVATIONS } from '../../vocabulary/sets.ts';
import { courseReservations } from './course.ts';
import { differingReservations } from './differing.ts';
import type { Reservation } from './kinds.ts';
import { textReservations } from './text.ts';

/**
 * Returns everything that could make the reader of this decision wrong, the gravest first (J11); empty before there is one.
 * `reasons`: those that a person was told, which stand there even if the record holds no more of them. `stoppedBy`: who
 * stopped it, or empty.
 */
export function reservationsIn(
  design: Design,
  reasons: readonly GateReason[],
  stoppedBy: string,
): Reservation[] {
  if (decidedIn(design) === null) return [];
  const found: Reservation[] = [
    ...(stoppedBy === '' ? [] : [{ kind: 'stopped', by: stoppedBy } as const]),
    ...textReservations(design),
    ...differingReservations(design),
    ...courseReservations(design),
  ];
  const kinds = found.map(({ kind }): string => kind);
  // All of them dissent: said as nobody having signed it.
  const isSaid = (reason: GateReason) =>
    kinds.includes(reason) || (reason === 'dissent_of_half' && kinds.includes('not_signed'));
  const others = reasons
    .filter((reason) => !isSaid(reason))
    .map((reason): Reservation => ({ kind: 'other_reason', reason }));
  return [...found, ...others].toSorted(
    (one, other) => RESERVATIONS.indexOf(one.kind) - RESERVATIONS.indexOf(other.kind),
  );
}
