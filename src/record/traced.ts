import { roundKindOf } from '../core/outcome/turn-rows.ts';
import type { TurnView } from '../core/outcome/turn-shape.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { DesignEvent } from '../core/vocabulary/events.ts';
import type { SharedStore } from '../ports/store.ts';
import { recordOf } from '../turns/records/recorded.ts';
import { viewTurn } from '../turns/records/turn-view.ts';
import { areProposalsOpen, withholdProposals } from '../turns/records/withheld.ts';
import { readAllEvents } from './loading.ts';

type Turns = Pick<SharedStore, 'turn'>;

/** A turn's view as it may be shown now; `null` if there is no such turn. */
export async function readTurn(store: Turns, design: Design, number: number): Promise<TurnView | null> {
  const turn = design.turns[number - 1];
  if (turn === undefined) return null;
  const found = await recordOf(store, design, turn.id);
  const [readable = null] = found === null ? [] : withholdProposals(design, [found]);
  return viewTurn(design, number, readable);
}

/** Events with a turn's contribution; empty while nobody may read it (J1). */
export async function contributionOf(
  store: Pick<SharedStore, 'events'>,
  design: Design,
  number: number,
): Promise<readonly DesignEvent[]> {
  const turn = design.turns[number - 1];
  if (turn === undefined || (roundKindOf(design, turn) === 'proposals' && !areProposalsOpen(design)))
    return [];
  const events = await readAllEvents(store, design.id);
  return events
    .map(({ event }) => event)
    .filter((event) => 'turnId' in event && event.turnId === turn.id && !COURSE.includes(event.type));
}

/** Events about a turn's course, without its words. */
const COURSE: readonly DesignEvent['type'][] = [
  ...(['turn_started', 'model_answered', 'tool_invoked'] as const),
  ...(['confidence_given', 'turn_finished'] as const),
];
