import { and, eq, type SQL, sql } from 'drizzle-orm';
import { StaleVersionError } from '../../runtime/fault.ts';
import type { Commit } from '../../runtime/ports/store.ts';
import type { Database, Transaction } from './database.ts';
import { BrokenInvariant } from './faults.ts';
import { StoredEffect } from './records/effect.ts';
import { checkedEvent } from './records/event.ts';
import { assertBounded, assertStorableText, conforming } from './records/json.ts';
import { StoredSummary, StoredTimers } from './records/summary.ts';
import { StoredTurn } from './records/turn.ts';
import { designEvents, designs, inbox, outbox, turns } from './schema.ts';

/**
 * P4: everything that one decision changes, in one transaction of as many statements as it has kinds of things to
 * store. All of it is checked before the transaction opens. Throws as the port says.
 */
export async function commitDecision(database: Database, commit: Commit): Promise<void> {
  const rows = checkedRows(commit);
  await database.transaction(async (transaction) => {
    await advance(transaction, commit, rows.design);
    if (rows.events.length > 0) await transaction.insert(designEvents).values(rows.events);
    if (rows.effects.length > 0) await transaction.insert(outbox).values(rows.effects);
    if (rows.turns.length > 0) await transaction.insert(turns).values(rows.turns);
    if (commit.inboxId !== null) await handle(transaction, commit.inboxId);
  });
}

function checkedRows(commit: Commit) {
  const { designId, expectedVersion, events } = commit;
  events.forEach(({ seq }, index) => {
    if (seq === expectedVersion + 1 + index) return;
    throw new BrokenInvariant(
      `event ${seq} does not follow version ${expectedVersion} of design ${designId}`,
    );
  });
  const { id, version, ...summary } = conforming(StoredSummary, 'the summary', commit.summary);
  if (id !== designId || version !== expectedVersion + events.length) {
    throw new BrokenInvariant(`the summary of ${id} at version ${version} belongs to another commit`);
  }
  assertStorableText('the summary', summary);
  return {
    design: { ...summary, version, timers: conforming(StoredTimers, 'the timers', commit.timers) },
    events: events.map(({ seq, event, hash }) => {
      const payload = checkedEvent(event);
      return { designId, seq, type: event.type, payload, hash };
    }),
    effects: commit.effects.map((each) => {
      const effect = conforming(StoredEffect, `the effect ${each.id}`, each.effect);
      return { id: each.id, designId, effect };
    }),
    turns: commit.turns.map((turn) => {
      const record = conforming(StoredTurn, `the record of turn ${turn.turnId}`, turn);
      assertBounded(`the record of turn ${turn.turnId}`, record);
      return { turnId: turn.turnId, designId, record };
    }),
  };
}

/**
 * P6: moves the design on, if it still is where the decision found it. The row's lock makes two commits, or a commit
 * and a claim, wait for each other.
 */
async function advance(
  transaction: Transaction,
  { designId, expectedVersion, epoch }: Commit,
  row: ReturnType<typeof checkedRows>['design'],
): Promise<void> {
  const unchanged: SQL = sql`${designs.version} = ${expectedVersion} and ${designs.epoch} = ${epoch}`;
  const moved =
    expectedVersion === 0
      ? await transaction
          .insert(designs)
          .values({ id: designId, epoch, ...row })
          .onConflictDoUpdate({ target: designs.id, set: row, setWhere: unchanged })
          .returning({ id: designs.id })
      : await transaction
          .update(designs)
          .set(row)
          .where(and(eq(designs.id, designId), unchanged))
          .returning({ id: designs.id });
  if (moved.length === 0) throw new StaleVersionError(designId, expectedVersion);
}

async function handle(transaction: Transaction, inboxId: string): Promise<void> {
  const handled = await transaction
    .update(inbox)
    .set({ handled: true })
    .where(and(eq(inbox.id, inboxId), sql`not ${inbox.handled}`))
    .returning({ id: inbox.id });
  if (handled.length === 0) throw new BrokenInvariant(`inbox entry ${inboxId} was not waiting to be handled`);
}
