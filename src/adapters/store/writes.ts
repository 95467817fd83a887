import type { SQL } from 'drizzle-orm';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { OwnershipLostError, StaleVersionError } from '../../foundation/fault.ts';
import type { SharedStore, Store } from '../../ports/store.ts';
import {
  addTraces,
  commitChanges,
  countStart,
  lockOwned,
  writeAnswers,
  writeMark,
} from './commit.ts';
import { and, eq, isNotNull, isNull, or, sql } from './drizzle.ts';
import { BrokenInvariant, expectedWordsOf, nameUnhandled } from './faults.ts';
import { type ChangeStatements, listTablesOfDesigns, type Transactions } from './queries.ts';
import { selectCollectable } from './reads.ts';
import { readStoredId } from './records/design.ts';
import { assertStorableText } from './records/json.ts';
import { checkCommand, START_GRACE_MS } from './records/rows.ts';
import { countChange } from './rights.ts';

type Writes = Pick<
  Store,
  'commit' | 'accept' | 'markHandled' | 'markEffects' | 'keepTraces' | 'collect'
>;

/** Changes of several tables, the same in both databases. */
export function createWrites(database: Transactions): Writes {
  const { db, tables, rows, transact } = database;
  const { designs, inbox } = tables;
  /** `expected`: what the transaction needs besides the ownership. */
  const transactOwned = async (
    designId: DesignId,
    epoch: number,
    changes: ChangeStatements,
    expected: string,
  ) => {
    if (await transact(changes)) return;
    const isOwner = and(eq(designs.id, designId), eq(designs.epoch, epoch));
    const [owner] = await rows(db.select({ id: designs.id }).from(designs).where(isOwner));
    throw owner === undefined
      ? new OwnershipLostError(designId, epoch)
      : new StaleVersionError(designId, expected);
  };
  const findAccepted = async (id: string) => {
    const [first] = await rows(
      db.select({ designId: inbox.designId }).from(inbox).where(eq(inbox.id, id)),
    );
    return first === undefined ? null : { fresh: false, designId: readStoredId(first.designId) };
  };
  return {
    commit: async (commit) =>
      transactOwned(
        commit.designId,
        commit.epoch,
        commitChanges(tables, commit),
        expectedWordsOf(commit),
      ),
    async accept(entry, starts) {
      const { id, designId, receivedAt } = entry;
      const command = checkCommand(entry);
      const known = await findAccepted(id);
      if (known !== null) return known;
      const due = db
        .insert(designs)
        .values({ id: designId, dueAt: receivedAt + START_GRACE_MS, arrivals: 1 });
      const again = { dueAt: 0, arrivals: sql`${designs.arrivals} + 1` };
      const isFresh = await transact({
        required: [
          ...(starts === undefined ? [] : [countStart(starts)]),
          db.insert(inbox).values({ id, designId, command, receivedAt }).onConflictDoNothing(),
        ],
        // Adds the design's row, so that it can be owned before its first event.
        others: [due.onConflictDoUpdate({ target: designs.id, set: again })],
      });
      const first = isFresh ? { fresh: true, designId } : await findAccepted(id);
      if (first !== null) return first;
      if (starts !== undefined) throw new StaleVersionError(designId, `${starts} starts`);
      throw new BrokenInvariant(`inbox entry ${id} was refused and is not there`);
    },
    async markHandled(designId, epoch, handled) {
      const required = [lockOwned(designId, epoch), ...writeAnswers(designId, handled)];
      await transactOwned(designId, epoch, { required, others: [] }, nameUnhandled(handled));
    },
    async markEffects(designId, epoch, marks) {
      const required = [
        lockOwned(designId, epoch),
        ...marks.map((mark) => writeMark(designId, mark)),
      ];
      const expected = `effect ${marks.map(({ id }) => id).join(', ')}`;
      await transactOwned(designId, epoch, { required, others: [] }, expected);
    },
    async keepTraces(designId, epoch, parts) {
      const changes = {
        required: [lockOwned(designId, epoch)],
        others: addTraces(designId, parts),
      };
      await transactOwned(designId, epoch, changes, '');
    },
    async collect(designIds, endedBefore) {
      const gone: DesignId[] = [];
      // One at a time, so that other work gets its turn in between.
      for (const designId of designIds) {
        const isCollectable = and(
          eq(designs.id, designId),
          selectCollectable(database, endedBefore),
        );
        if (await transact(removal(database, designId, isCollectable))) gone.push(designId);
      }
      return gone;
    },
  };
}

/** Erases a design as the port promises. */
export function createForget(database: Transactions): SharedStore['forget'] {
  const { designs, forgotten } = database.tables;
  // It ends the links to the design.
  const counted = countChange(database);
  return ({ designId, count, head, at, by }) => {
    assertStorableText('who forgot a design', by);
    const isOver = or(isNotNull(designs.endedAt), isNotNull(designs.setAside));
    const isForgettable = and(eq(designs.id, designId), isOver, isNull(designs.owner));
    const tombstone = { designId, count, head, forgottenAt: at, forgottenBy: by };
    const buried = database.db.insert(forgotten).values(tombstone).onConflictDoNothing();
    const { required, others } = removal(database, designId, isForgettable);
    return database.transact({ required: [...counted, ...required], others: [...others, buried] });
  };
}

/**
 * Deletes a design with all its rows. Only a row that is as `wanted` is locked, or the design
 * stays.
 */
function removal(
  { db, tables }: Transactions,
  designId: DesignId,
  wanted: SQL | undefined,
): ChangeStatements {
  const { designs } = tables;
  const ofDesign = listTablesOfDesigns(tables).map((table) =>
    db.delete(table).where(eq(table.designId, designId)),
  );
  return {
    required: [db.update(designs).set({ owner: null }).where(wanted)],
    others: [...ofDesign, db.delete(designs).where(eq(designs.id, designId))],
  };
}
