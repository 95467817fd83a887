import type { TurnView } from '../core/outcome/turn-shape.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { SharedStore } from '../ports/store.ts';
import { readTurnRecord } from '../turns/records/recorded.ts';
import { viewTurn } from '../turns/records/turn-view.ts';
import { withholdProposals } from '../turns/records/withheld.ts';

type Turns = Pick<SharedStore, 'turn'>;

/** A turn's view as it may be shown now; `null` if there is no such turn. */
export async function readTurn(
  store: Turns,
  design: Design,
  number: number,
): Promise<TurnView | null> {
  const turn = design.turns[number - 1];
  if (turn === undefined) return null;
  const found = await readTurnRecord(store, design, turn.id);
  const [readable = null] = found === null ? [] : withholdProposals(design, [found]);
  return viewTurn(design, number, readable);
}
