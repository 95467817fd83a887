import { decidedIn } from '../../decision/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { GateReason } from '../../vocabulary/event-parts.ts';
import { CAVEATS } from '../../vocabulary/sets.ts';
import { checkCaveats } from './checks.ts';
import { courseCaveats } from './course.ts';
import { differingCaveats } from './differing.ts';
import type { Caveat } from './kinds.ts';
import { textCaveats } from './text.ts';

/** Gate reasons that a caveat of another name may cover: all dissent, or a person is left out. */
export const IS_SAID_AS: Partial<Record<GateReason, Caveat['kind']>> = {
  dissent_of_half: 'not_signed',
  contradicts_person: 'person_left_out',
};

/**
 * Everything that could make the reader of this decision wrong, the gravest first (J11); empty without a decision.
 * `reasons`: why a person should look, as recorded; they stay even if they no longer apply. `stoppedBy`: the person who
 * stopped it, or empty.
 */
export function caveatsIn(design: Design, reasons: readonly GateReason[], stoppedBy: string): Caveat[] {
  if (decidedIn(design) === null) return [];
  const found: Caveat[] = [
    ...(stoppedBy === '' ? [] : [{ kind: 'stopped', by: stoppedBy } as const]),
    ...textCaveats(design),
    ...checkCaveats(design),
    ...differingCaveats(design),
    ...courseCaveats(design),
  ];
  const kinds = found.map(({ kind }): string => kind);
  const isSaid = (reason: GateReason) =>
    kinds.includes(reason) || kinds.includes(IS_SAID_AS[reason] ?? reason);
  const others = reasons
    .filter((reason) => !isSaid(reason))
    .map((reason): Caveat => ({ kind: 'other_reason', reason }));
  return [...found, ...others].toSorted(
    (one, other) => CAVEATS.indexOf(one.kind) - CAVEATS.indexOf(other.kind),
  );
}
