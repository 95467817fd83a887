import type { Design, Turn } from '../../core/vocabulary/design.ts';
import { findById, type TurnId } from '../../core/vocabulary/ids.ts';
import { storedJsonOf } from '../../foundation/canonical-json.ts';
import { sha256Of } from '../../foundation/digest.ts';
import type { SharedStore } from '../../ports/store.ts';
import { NO_USAGE, type TurnRecord } from '../../ports/turn-record.ts';
import { NOT_SHOWN } from '../../presentation/words/set-aside.ts';

/**
 * Hash of a turn's record in the event that ends the turn: SHA-256, in hex, of its canonical JSON.
 */
export function hashOfRecord(record: TurnRecord): string {
  return sha256Of(storedJsonOf(record));
}

/**
 * Records of all ended turns, checked against their events: stored ones first, in the order in
 * which they ended.
 */
export async function recordsOf(
  store: Pick<SharedStore, 'turns'>,
  design: Design,
): Promise<TurnRecord[]> {
  const records = new Map((await store.turns(design.id)).map((record) => [record.turnId, record]));
  const place = new Map([...records.keys()].map((id, index) => [id, index]));
  const placeOf = ({ id }: Turn): number => place.get(id) ?? records.size;
  return design.turns
    .filter(({ outcome }) => outcome !== 'open')
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .flatMap((turn) => asRecorded(design, turn, records.get(turn.id) ?? null) ?? []);
}

/** Checked record of one turn; `null` while it has none. */
export async function readTurnRecord(
  store: Pick<SharedStore, 'turn'>,
  design: Design,
  id: TurnId,
): Promise<TurnRecord | null> {
  const turn = findById(design.turns, id);
  return turn === undefined ? null : asRecorded(design, turn, await store.turn(design.id, id));
}

/** Replaces a missing or altered record by one made from the events. */
function asRecorded(design: Design, turn: Turn, record: TurnRecord | null): TurnRecord | null {
  const { outcome, error } = turn;
  if (outcome === 'open') return null;
  if (record !== null && hashOfRecord(record) === turn.recordSha256) return record;
  const {
    id: turnId,
    participant,
    sessionId,
    roundId,
    startedAt,
    costUsd,
    confidence,
    tookMs,
  } = turn;
  return {
    turnId,
    designId: design.id,
    participant,
    sessionId,
    roundId,
    kind: findById(design.rounds, roundId)?.kind ?? '',
    startedAt,
    totalMs: tookMs ?? 0,
    outcome,
    error:
      error === null ? null : { ...error, lastStep: '', completedSteps: [], totalMs: tookMs ?? 0 },
    usage: NO_USAGE,
    costUsd,
    confidence,
    prompt: NOT_SHOWN,
    trace: [],
  };
}
