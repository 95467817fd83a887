import type { Divergence } from '../design.ts';
import type { ParticipantId, PositionId } from '../ids.ts';

/** J2: where one persona stood on a divergence before arguing and where it stands after. */
export interface Standing {
  readonly participant: ParticipantId;
  readonly before: PositionId;
  readonly after: PositionId;
  /** `null` for who held a position but did not argue it. */
  readonly confidenceBefore: number | null;
  readonly confidenceAfter: number | null;
  /** The claims or evidence named for each change of position; empty when it did not change. */
  readonly changedBecause: readonly string[];
  /** Some change of position named nothing that caused it: it may be conformity. */
  readonly changedWithoutReason: boolean;
}

/** Everybody who held or argued a position, in the order of the positions as they were mapped. */
export function standingsOf(divergence: Divergence): Standing[] {
  const held = divergence.positions.flatMap(({ id, holders }) =>
    holders.map((participant) => ({ participant, position: id })),
  );
  const joined = divergence.arguments
    .filter((argument) => !held.some((each) => each.participant === argument.participant))
    .map(({ participant, before }) => ({ participant, position: before.position }));
  const everybody = [...held, ...joined].filter(
    (each, index, all) => all.findIndex((other) => other.participant === each.participant) === index,
  );
  return everybody.map(({ participant, position }) => standing(divergence, participant, position));
}

function standing(divergence: Divergence, participant: ParticipantId, mapped: PositionId): Standing {
  const own = divergence.arguments.filter((argument) => argument.participant === participant);
  const changes = own.filter((argument) => argument.before.position !== argument.after.position);
  return {
    participant,
    before: own[0]?.before.position ?? mapped,
    after: own.at(-1)?.after.position ?? mapped,
    confidenceBefore: own[0]?.before.confidence ?? null,
    confidenceAfter: own.at(-1)?.after.confidence ?? null,
    changedBecause: changes.map((change) => change.changedBecause.trim()).filter((reason) => reason !== ''),
    changedWithoutReason: changes.some((change) => change.changedBecause.trim() === ''),
  };
}
