/** How each event changes a design: one row a type, in one file for each part of the design. */

import type { Design, Participant } from '../../vocabulary/design.ts';
import type { DesignEvent, EventOf } from '../../vocabulary/events.ts';
import type { ParticipantId, RoundId } from '../../vocabulary/ids.ts';
import type { Round } from '../../vocabulary/round.ts';
import { isLive, type Session } from '../../vocabulary/session.ts';

export type Folds = {
  readonly [Type in Exclude<DesignEvent['type'], 'design_started'>]: (
    design: Design,
    event: EventOf<Type>,
  ) => Partial<Design>;
};

/**
 * The participant with its living sessions in this state, or its parked ones released; an effect
 * stops their processes.
 */
export function putInState(state: 'parked' | 'released') {
  const from = (session: Session) =>
    isLive(session) || (state === 'released' && session.state === 'parked');
  return (participant: Participant): Participant => ({
    ...participant,
    sessions: participant.sessions.map((session) =>
      from(session) ? { ...session, state } : session,
    ),
  });
}

export function addContribution(
  design: Design,
  { roundId, participant }: { roundId: RoundId; participant: ParticipantId },
): Pick<Design, 'rounds'> {
  // One submission may be several events.
  const withAuthor = ({ contributed }: Round) => ({
    contributed: [...new Set([...contributed, participant])],
  });
  return { rounds: replaceLast(design.rounds, roundId, withAuthor) };
}

/** Searches from the end, because nearly all changes are there. */
export function replaceLast<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string,
  change: (item: Item) => Partial<Item>,
): readonly Item[] {
  const index = items.findLastIndex((item) => item.id === id);
  const item = items[index];
  return item === undefined ? items : items.with(index, { ...item, ...change(item) });
}
