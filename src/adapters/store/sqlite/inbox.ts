import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { OwnershipLostError } from '../../../runtime/fault.ts';
import type { InboxEntry, Store } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { storedId } from '../records/design.ts';
import { type AnswerRow, checkedAnswers, checkedCommand, START_GRACE_MS } from '../records/rows.ts';
import type { Run, SqliteDatabase } from './database.ts';

/** Commands from outside. */
export function inboxStore(run: Run): Pick<Store, 'accept' | 'markHandled'> {
  return {
    accept: (entry) => run((database) => acceptEntry(database, entry)),
    markHandled: (designId, epoch, handled) =>
      run((database) => {
        const answers = checkedAnswers(handled);
        database.transaction(() => {
          assertOwned(database, designId, epoch);
          if (markHandled(database, designId, answers) === answers.length) return;
          throw new BrokenInvariant(`an inbox entry of design ${designId} was not waiting to be handled`);
        });
      }),
  };
}

/**
 * Stores a command from outside once, however often it is delivered, and makes its design due (P5). The design gets its row
 * here, so that it can be owned before its first event.
 */
function acceptEntry(database: SqliteDatabase, entry: InboxEntry): Awaited<ReturnType<Store['accept']>> {
  const { id, designId, receivedAt } = entry;
  const command = checkedCommand(entry);
  return database.transaction(() => {
    const first = database.row<{ designId: string }>(
      'select design_id as designId from inbox where id = ?',
      id,
    );
    if (first !== null) return { fresh: false, designId: storedId(first.designId) };
    database.change(
      'insert into inbox (id, design_id, command, received_at) values (?, ?, ?, ?)',
      ...[id, designId, command, receivedAt],
    );
    database.change(
      `insert into designs (id, due_at, arrivals) values (?, ?, 1)
        on conflict (id) do update set due_at = 0, arrivals = arrivals + 1`,
      ...[designId, receivedAt + START_GRACE_MS],
    );
    return { fresh: true, designId };
  });
}

/** Returns how many of them were waiting: none may be carried out again (P5). */
export function markHandled(
  database: SqliteDatabase,
  designId: DesignId,
  answers: readonly AnswerRow[],
): number {
  return answers.reduce((marked, { id, answer }) => {
    const text = 'update inbox set answer = ? where id = ? and design_id = ? and answer is null';
    return marked + database.change(text, answer, id, designId);
  }, 0);
}

/** Throws `OwnershipLostError` when this epoch is over. */
export function assertOwned(database: SqliteDatabase, designId: DesignId, epoch: number): void {
  const owned = database.row('select 1 from designs where id = ? and epoch = ?', designId, epoch);
  if (owned === null) throw new OwnershipLostError(designId, epoch);
}
