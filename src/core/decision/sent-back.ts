import { nameOfNote } from '../questions/replies/sentences-said.ts';
import type { Design, Gate } from '../vocabulary/design.ts';
import { findById } from '../vocabulary/ids.ts';
import { isBeforeResult, isOver } from '../vocabulary/status.ts';

/**
 * What became of the decision after a person had sent it back, or settled a point, at this gate.
 */
export function afterGateOf(design: Design, gate: Gate): 'under_way' | 'changed' | 'unchanged' {
  const { rounds } = design;
  const since = closingOf(gate);
  const revision = rounds.find((round) => round.kind === 'revision' && round.since > since);
  const isUnderWay =
    findNext(design, gate) === undefined && revision?.closed !== true && !isOver(design);
  if (isUnderWay) return 'under_way';
  return isChangedAfter(design, gate) ? 'changed' : 'unchanged';
}

/**
 * The gate at which the decision was sent back, while its revision is awaited; `null` at all other
 * times.
 */
export function findSentBack(design: Design): Gate | null {
  const gate = design.gates.at(-1);
  return gate?.decision?.choice === 'send_back' && afterGateOf(design, gate) === 'under_way'
    ? gate
    : null;
}

/**
 * `true` if the decision was sent back at the last gate over it before this version, and has read
 * the same since. What a person settled at a gate in between answers the note only where a change
 * names it.
 */
export function isSentBackInVain(design: Design, version = Number.POSITIVE_INFINITY): boolean {
  const last = design.gates.findLast(
    (gate) => gate.since < version && !isBeforeResult(gate) && gate.decision?.choice !== 'settle',
  );
  return (
    last?.decision?.choice === 'send_back' &&
    !isChangedAfter(design, last) &&
    !isAnsweredAfter(design, last)
  );
}

function isAnsweredAfter(design: Design, gate: Gate): boolean {
  const note = nameOfNote(design.gates, gate.id);
  return design.revisions.some(({ inForce }) =>
    inForce.some(({ answers }) => answers.some((name) => name.split('.', 1)[0] === note)),
  );
}

/** `true` if a change of a revision between this gate and the next, or now, stands. */
function isChangedAfter(design: Design, gate: Gate): boolean {
  const until = findNext(design, gate)?.since ?? Number.POSITIVE_INFINITY;
  return design.revisions.some(({ roundId, inForce }) => {
    const asked = findById(design.rounds, roundId)?.since ?? 0;
    return inForce.length > 0 && asked > closingOf(gate) && asked < until;
  });
}

function findNext({ gates }: Design, { since }: Gate): Gate | undefined {
  return gates.find((gate) => gate.since > since && !isBeforeResult(gate));
}

function closingOf({ closedSince }: Gate): number {
  return closedSince ?? Number.POSITIVE_INFINITY;
}
