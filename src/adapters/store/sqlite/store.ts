import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { EffectMark, Store } from '../../../engine/ports/store.ts';
import type { TracePart } from '../../../turns/records/record.ts';
import { and, eq, sql } from '../drizzle.ts';
import { BrokenInvariant } from '../faults.ts';
import { collectable, reads, unsettled } from '../reads.ts';
import { assertStorableText } from '../records/json.ts';
import { checkedTraces, positionOf } from '../records/rows.ts';
import { assertOwned, commitDecision, insertTraces } from './commit.ts';
import { db, queriesBy, type Run, type SqliteDatabase } from './database.ts';
import { inboxStore } from './inbox.ts';
import { collectDesign } from './removals.ts';
import * as tables from './schema.ts';
import { recordReads } from './slices.ts';

const { designs, outbox } = tables;

export function sqliteStore(database: SqliteDatabase, run: Run): Store {
  const queries = queriesBy(run);
  return {
    ...reads(queries),
    ...recordReads(run),
    ...inboxStore(run),
    commit: (commit) => run(() => commitDecision(database, commit)),
    markEffects: (designId, epoch, marks) => run(() => markEffects(database, designId, epoch, marks)),
    keepTraces: (designId, epoch, parts) => run(() => keepTraces(database, designId, epoch, parts)),
    async collect(designIds, endedBefore) {
      const gone: DesignId[] = [];
      // One at a time, so that other work gets its turn in between.
      for (const designId of designIds) {
        const isCollectable = and(eq(designs.id, designId), collectable(queries, endedBefore));
        const found = db.select({ id: designs.id }).from(designs).where(isCollectable);
        const isGone = await run(() =>
          database.transaction(() => {
            if (database.built(found).length === 0) return false;
            collectDesign(database, designId);
            return true;
          }),
        );
        if (isGone) gone.push(designId);
      }
      return gone;
    },
    close: () => run(() => database.close()),
  };
}

/** A done effect stays done, however late a report arrives (P4). */
function markEffects(
  database: SqliteDatabase,
  designId: DesignId,
  epoch: number,
  marks: readonly EffectMark[],
): void {
  for (const { id, receipt } of marks) assertStorableText(`the receipt of ${id}`, receipt);
  database.transaction(() => {
    assertOwned(database, designId, epoch);
    for (const { id, state, receipt } of marks) {
      const isIt = and(eq(outbox.designId, designId), eq(outbox.position, positionOf(designId, id)));
      const { position } = outbox;
      const [known] = database.built(db.select({ position }).from(outbox).where(isIt));
      if (known === undefined)
        throw new BrokenInvariant(`an effect of ${id} is not in the outbox of ${designId}`);
      const attempts = sql`${outbox.attempts} + ${state === 'attempted' ? 1 : 0}`;
      database.built(
        db
          .update(outbox)
          .set({ state, receipt, attempts })
          .where(and(isIt, unsettled(tables))),
      );
    }
  });
}

function keepTraces(
  database: SqliteDatabase,
  designId: DesignId,
  epoch: number,
  parts: readonly TracePart[],
): void {
  const rows = checkedTraces(parts);
  database.transaction(() => {
    assertOwned(database, designId, epoch);
    insertTraces(database, designId, rows);
  });
}
