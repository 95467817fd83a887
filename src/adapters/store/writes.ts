import type { DesignId } from '../../core/vocabulary/ids.ts';
import { OwnershipLostError, StaleVersionError } from '../../foundation/fault.ts';
import type { SharedStore, Store } from '../../ports/store.ts';
import { answerChanges, commitChanges, isOwned, traceChanges } from './commit.ts';
import { and, eq, getTableName, isNotNull, isNull, or } from './drizzle.ts';
import { BrokenInvariant, expectedOf, waitingOf } from './faults.ts';
import { type Change, listTablesOfDesigns, type Transactions } from './queries.ts';
import { selectCollectable } from './reads.ts';
import { readStoredId } from './records/design.ts';
import { assertStorableText } from './records/json.ts';
import { positionOf, START_GRACE_MS, writeCommand } from './records/rows.ts';

const ENTRY = `insert into inbox (id, design_id, command, received_at) values (?, ?, ?, ?)
  on conflict (id) do nothing`;
/** Adds the design's row, so that it can be owned before its first event. */
const DUE = `insert into designs (id, due_at, arrivals) values (?, ?, 1)
  on conflict (id) do update set due_at = 0, arrivals = designs.arrivals + 1`;
/** A done effect stays done, however late a report arrives (P4). */
const MARK = `update outbox set
    state = case when state in ('pending', 'attempted') then ? else state end,
    receipt = case when state in ('pending', 'attempted') then ? else receipt end
  where design_id = ? and position = ?`;
const TOMBSTONE = `insert into forgotten (design_id, count, head, forgotten_at, forgotten_by)
  values (?, ?, ?, ?, ?) on conflict do nothing`;

type Writes = Pick<Store, 'commit' | 'accept' | 'markHandled' | 'markEffects' | 'keepTraces' | 'collect'>;

/** Changes of several tables, the same in both databases. */
export function writes(database: Transactions): Writes {
  const { db, tables, rows, transact } = database;
  const { designs, inbox } = tables;
  /** `expected`: what the transaction needs besides the ownership. */
  const transactOwned = async (designId: DesignId, epoch: number, changes: Change[], expected: string) => {
    if (await transact(changes)) return;
    const isOwner = and(eq(designs.id, designId), eq(designs.epoch, epoch));
    const [owner] = await rows(db.select({ id: designs.id }).from(designs).where(isOwner));
    throw owner === undefined
      ? new OwnershipLostError(designId, epoch)
      : new StaleVersionError(designId, expected);
  };
  const findAccepted = async (id: string) => {
    const [first] = await rows(db.select({ designId: inbox.designId }).from(inbox).where(eq(inbox.id, id)));
    return first === undefined ? null : { fresh: false, designId: readStoredId(first.designId) };
  };
  return {
    commit: async (commit) =>
      transactOwned(commit.designId, commit.epoch, commitChanges(tables, commit), expectedOf(commit)),
    async accept(entry) {
      const { id, designId, receivedAt } = entry;
      const command = writeCommand(entry);
      const known = await findAccepted(id);
      if (known !== null) return known;
      const isFresh = await transact([
        { sql: ENTRY, params: [id, designId, command, receivedAt], must: true },
        { sql: DUE, params: [designId, receivedAt + START_GRACE_MS] },
      ]);
      const first = isFresh ? { fresh: true, designId } : await findAccepted(id);
      if (first === null) throw new BrokenInvariant(`inbox entry ${id} was refused and is not there`);
      return first;
    },
    async markHandled(designId, epoch, handled) {
      const answers = answerChanges(designId, handled);
      await transactOwned(designId, epoch, [isOwned(designId, epoch), ...answers], waitingOf(handled));
    },
    async markEffects(designId, epoch, marks) {
      const changes = marks.map(({ id, state, receipt }): Change => {
        assertStorableText(`the receipt of ${id}`, receipt);
        return { sql: MARK, params: [state, receipt, designId, positionOf(designId, id)], must: true };
      });
      const expected = `effect ${marks.map(({ id }) => id).join(', ')}`;
      await transactOwned(designId, epoch, [isOwned(designId, epoch), ...changes], expected);
    },
    async keepTraces(designId, epoch, parts) {
      const traces = traceChanges(designId, parts);
      await transactOwned(designId, epoch, [isOwned(designId, epoch), ...traces], '');
    },
    async collect(designIds, endedBefore) {
      const gone: DesignId[] = [];
      // One at a time, so that other work gets its turn in between.
      for (const designId of designIds) {
        const isCollectable = and(eq(designs.id, designId), selectCollectable(database, endedBefore));
        const locking = db.update(designs).set({ owner: null }).where(isCollectable);
        if (await transact(removal(database, designId, locking))) gone.push(designId);
      }
      return gone;
    },
  };
}

/** Erases a design as the port promises (P12). */
export function createForget(database: Transactions): SharedStore['forget'] {
  const { designs } = database.tables;
  return ({ designId, count, head, at, by }) => {
    assertStorableText('who forgot a design', by);
    const isOver = or(isNotNull(designs.endedAt), isNotNull(designs.setAside));
    const isForgettable = and(eq(designs.id, designId), isOver, isNull(designs.owner));
    const locking = database.db.update(designs).set({ owner: null }).where(isForgettable);
    const tombstone = { sql: TOMBSTONE, params: [designId, count, head, at, by] };
    return database.transact([...removal(database, designId, locking), tombstone]);
  };
}

/** Deletes a design with all its rows. `locking` changes its row, or the design stays. */
function removal({ tables }: Transactions, designId: DesignId, locking: { toSQL(): Change }): Change[] {
  const rows = listTablesOfDesigns(tables).map((table) => {
    return { sql: `delete from ${getTableName(table)} where design_id = ?`, params: [designId] };
  });
  const { sql, params } = locking.toSQL();
  return [
    { sql, params, must: true },
    ...rows,
    { sql: 'delete from designs where id = ?', params: [designId] },
  ];
}
