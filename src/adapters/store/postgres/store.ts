import type { Commit, Store } from '../../../engine/ports/store.ts';
import { OwnershipLostError, StaleVersionError } from '../../../foundation/fault.ts';
import { and, asc, eq } from '../drizzle.ts';
import { BrokenInvariant, expectedOf, waitingOf } from '../faults.ts';
import { reads } from '../reads.ts';
import { checkedRows } from '../records/commit.ts';
import { storedId } from '../records/design.ts';
import { assertStorableText } from '../records/json.ts';
import { checkedAnswers, checkedTraces, positionOf, readTurns } from '../records/rows.ts';
import type { Database } from './database.ts';
import { checkedEvents } from './events.ts';
import { collectDesigns } from './removals.ts';
import { designs, inbox, turns } from './schema.ts';
import {
  acceptStatement,
  answerStatement,
  commitStatement,
  markStatement,
  traceStatement,
} from './statements.ts';

export function postgresStore(database: Database, close: () => Promise<void>): Store {
  const { db, rows } = database;
  const { turnId: id, record } = turns;
  return {
    ...reads(database),
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

/** A done effect stays done, however late a report arrives (P4). */
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
  if (counted.known < wanted.size) throw new StaleVersionError(designId, `effect ${[...wanted].join(', ')}`);
}

async function keepTraces({ execute }: Database, ...given: Parameters<Store['keepTraces']>): Promise<void> {
  const [designId, epoch, parts] = given;
  const [kept] = await execute<{ owned: boolean }>(traceStatement(designId, epoch, checkedTraces(parts)));
  if (kept?.owned !== true) throw new OwnershipLostError(designId, epoch);
}

/** One statement and transaction (P4). */
async function commitDecision(database: Database, commit: Commit): Promise<void> {
  const moved = await database.execute(commitStatement(commit, checkedRows(commit)));
  if (moved.length === 0) throw await reasonForRefusal(database, commit);
}

async function reasonForRefusal({ db, rows }: Database, commit: Commit): Promise<Error> {
  const { designId, epoch } = commit;
  const isOwned = and(eq(designs.id, designId), eq(designs.epoch, epoch));
  const [owned] = await rows(db.select({ id: designs.id }).from(designs).where(isOwned));
  return owned === undefined
    ? new OwnershipLostError(designId, epoch)
    : new StaleVersionError(designId, expectedOf(commit));
}

function inboxStore({ db, rows, execute }: Database): Pick<Store, 'accept' | 'markHandled'> {
  return {
    /**
     * Stores a command once, however often it is delivered, and makes its design due (P5). Adds the design's row, so that a
     * daemon can own it before its first event.
     */
    async accept(entry) {
      const { id, designId } = entry;
      const accepted = await execute(acceptStatement(entry));
      if (accepted.length > 0) return { fresh: true, designId };
      const [first] = await rows(db.select({ designId: inbox.designId }).from(inbox).where(eq(inbox.id, id)));
      if (first === undefined) throw new BrokenInvariant(`inbox entry ${id} was refused and is not there`);
      return { fresh: false, designId: storedId(first.designId) };
    },
    async markHandled(designId, epoch, handled) {
      if (handled.length === 0) return;
      const [counted] = await execute<{ owned: boolean; marked: number }>(
        answerStatement(designId, epoch, checkedAnswers(handled)),
      );
      if (counted?.owned !== true) throw new OwnershipLostError(designId, epoch);
      if (counted.marked < handled.length) throw new StaleVersionError(designId, waitingOf(handled));
    },
  };
}
