import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { EffectMark, InboxEntry, Store } from '../../../engine/ports/store.ts';
import { StaleVersionError } from '../../../foundation/fault.ts';
import type { TracePart } from '../../../turns/records/record.ts';
import { and, eq, sql } from '../drizzle.ts';
import { waitingOf } from '../faults.ts';
import { collectable, reads, unsettled } from '../reads.ts';
import { storedId } from '../records/design.ts';
import { assertStorableText } from '../records/json.ts';
import {
  checkedAnswers,
  checkedCommand,
  checkedTraces,
  positionOf,
  START_GRACE_MS,
} from '../records/rows.ts';
import { assertOwned, commitDecision, insertTraces, markHandled } from './commit.ts';
import { db, queriesBy, type Run, type SqliteDatabase } from './database.ts';
import { removeDesign } from './removals.ts';
import * as tables from './schema.ts';
import { recordReads } from './slices.ts';

const { designs, inbox, outbox } = tables;

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
            removeDesign(database, designId);
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
      if (known === undefined) throw new StaleVersionError(designId, `effect ${id}`);
      database.built(
        db
          .update(outbox)
          .set({ state, receipt })
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

function inboxStore(run: Run): Pick<Store, 'accept' | 'markHandled'> {
  return {
    accept: (entry) => run((database) => acceptEntry(database, entry)),
    markHandled: (designId, epoch, handled) =>
      run((database) => {
        const answers = checkedAnswers(handled);
        database.transaction(() => {
          assertOwned(database, designId, epoch);
          if (markHandled(database, designId, answers) < answers.length)
            throw new StaleVersionError(designId, waitingOf(handled));
        });
      }),
  };
}

/**
 * Stores a command once, however often it is delivered, and makes its design due (P5). Adds the design's row, so that it can be
 * owned before its first event.
 */
function acceptEntry(database: SqliteDatabase, entry: InboxEntry): Awaited<ReturnType<Store['accept']>> {
  const { id, designId, receivedAt } = entry;
  const command = checkedCommand(entry);
  return database.transaction(() => {
    const [first] = database.built(
      db.select({ designId: inbox.designId }).from(inbox).where(eq(inbox.id, id)),
    );
    if (first !== undefined) return { fresh: false, designId: storedId(first.designId) };
    database.built(db.insert(inbox).values({ id, designId, command: sql`${command}`, receivedAt }));
    const isDue = { dueAt: 0, arrivals: sql`${designs.arrivals} + 1` };
    database.built(
      db
        .insert(designs)
        .values({ id: designId, dueAt: receivedAt + START_GRACE_MS, arrivals: 1 })
        .onConflictDoUpdate({ target: designs.id, set: isDue }),
    );
    return { fresh: true, designId };
  });
}
