import type { Store } from '../../../engine/ports/store.ts';
import { OwnershipLostError } from '../../../foundation/fault.ts';
import { and, asc, eq } from '../drizzle.ts';
import { BrokenInvariant } from '../faults.ts';
import { reads } from '../reads.ts';
import { assertStorableText } from '../records/json.ts';
import { checkedTraces, positionOf, readTurns } from '../records/rows.ts';
import { commitDecision } from './commit.ts';
import { type Database, queriesOn } from './database.ts';
import { checkedEvents } from './events.ts';
import { inboxStore } from './inbox.ts';
import { collectDesigns } from './removals.ts';
import { turns } from './schema.ts';
import { markStatement, traceStatement } from './statements.ts';

export function postgresStore(database: Database, close: () => Promise<void>): Store {
  const { db, rows } = database;
  const { turnId: id, record } = turns;
  return {
    ...reads(queriesOn(database)),
    ...inboxStore(database),
    commit: (commit) => commitDecision(database, commit),
    markEffects: (...marking) => markEffects(database, ...marking),
    keepTraces: (...keeping) => keepTraces(database, ...keeping),
    collect: (designIds, endedBefore) => collectDesigns(database, designIds, endedBefore),
    events: checkedEvents(database),
    async turns(designId) {
      const found = db.select({ record }).from(turns).where(eq(turns.designId, designId));
      return readTurns((await rows(found.orderBy(asc(turns.position)))).map((row) => row.record));
    },
    async turn(designId, turnId) {
      const isIt = and(eq(turns.designId, designId), eq(id, turnId));
      const found = await rows(db.select({ record }).from(turns).where(isIt));
      return readTurns(found.map((row) => row.record))[0] ?? null;
    },
    close,
  };
}

/** Records the progress of effects. A done effect stays done, however late a report arrives (P4). */
async function markEffects({ execute }: Database, ...given: Parameters<Store['markEffects']>): Promise<void> {
  const [designId, epoch, marks] = given;
  if (marks.length === 0) return;
  const rows = marks.map(({ id, state, receipt }) => {
    assertStorableText(`the receipt of ${id}`, receipt);
    return { position: positionOf(designId, id), state, receipt };
  });
  const [counted] = await execute<{ owned: boolean; known: number }>(markStatement(designId, epoch, rows));
  if (counted?.owned !== true) throw new OwnershipLostError(designId, epoch);
  const wanted = new Set(marks.map(({ id }) => id));
  if (counted.known === wanted.size) return;
  throw new BrokenInvariant(`an effect of ${[...wanted].join(', ')} is not in the outbox of ${designId}`);
}

/** Stores the traces of turns under way (T6). */
async function keepTraces({ execute }: Database, ...given: Parameters<Store['keepTraces']>): Promise<void> {
  const [designId, epoch, parts] = given;
  const [kept] = await execute<{ owned: boolean }>(traceStatement(designId, epoch, checkedTraces(parts)));
  if (kept?.owned !== true) throw new OwnershipLostError(designId, epoch);
}
