import { kindOfTurn, type RequestsOf } from '../../core/outcome/turn-numbers.ts';
import type { TurnView } from '../../core/outcome/turn-shape.ts';
import { marksIn, type Why } from '../../core/outcome/why.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import type { TurnId } from '../../core/vocabulary/ids.ts';
import type { SharedStore } from '../../engine/ports/store.ts';
import { allEvents } from '../../engine/reading/loading.ts';
import type { TurnRecord } from './record.ts';
import { recordOf } from './recorded.ts';
import { turnView } from './turn-view.ts';
import { areProposalsOpen, readableTurns } from './withheld.ts';

type Turns = Pick<SharedStore, 'turn'>;

/** A turn's view as it may be shown now; `null` if there is no such turn. */
export async function readTurn(store: Turns, design: Design, number: number): Promise<TurnView | null> {
  const turn = design.turns[number - 1];
  if (turn === undefined) return null;
  const found = await recordOf(store, design, turn.id);
  const [readable = null] = found === null ? [] : readableTurns(design, [found]);
  return turnView(design, number, readable);
}

/** Events with a turn's contribution; empty while nobody may read it (J1). */
export async function contributionOf(
  store: Pick<SharedStore, 'events'>,
  design: Design,
  number: number,
): Promise<readonly DesignEvent[]> {
  const turn = design.turns[number - 1];
  if (turn === undefined || (kindOfTurn(design, turn) === 'proposals' && !areProposalsOpen(design)))
    return [];
  const events = await allEvents(store, design.id);
  return events
    .map(({ event }) => event)
    .filter((event) => 'turnId' in event && event.turnId === turn.id && !COURSE.includes(event.type));
}

/** Events about a turn's course, without its words. */
const COURSE: readonly DesignEvent['type'][] = [
  ...(['turn_started', 'model_answered', 'tool_invoked'] as const),
  ...(['confidence_given', 'turn_finished'] as const),
];

/**
 * Traces a sentence, with the requests of its turns. Records are large, so `trace` runs twice: first to find the turns,
 * then with only their requests.
 */
export async function tracedWhy(
  store: Turns,
  design: Design,
  trace: (requestsOf: RequestsOf) => Why | null,
): Promise<Why | null> {
  const bare = trace(() => []);
  if (bare === null) return null;
  const numbers = new Set(marksIn(bare).map(({ number }) => number));
  const requests = new Map<TurnId, readonly string[]>();
  for (const number of numbers) {
    const turn = design.turns[number - 1];
    const record = turn === undefined ? null : await recordOf(store, design, turn.id);
    if (record !== null) requests.set(record.turnId, requestsIn(record));
  }
  return trace((turn) => requests.get(turn) ?? []);
}

function requestsIn({ trace }: TurnRecord): string[] {
  return trace.flatMap((step) =>
    step.kind === 'answer_received' && step.requestId !== undefined ? [step.requestId] : [],
  );
}
