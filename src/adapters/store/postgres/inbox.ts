import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { OwnershipLostError } from '../../../runtime/fault.ts';
import type { InboxEntry, Store } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { storedId } from '../records/design.ts';
import { type AnswerRow, checkedAnswers, checkedCommand, START_GRACE_MS } from '../records/rows.ts';
import { type Database, execute, type Run, recordsOf, rowsOf, type Statement, sql } from './database.ts';

/** Commands from outside. */
export function inboxStore(run: Run): Pick<Store, 'accept' | 'markHandled'> {
  return {
    accept: (entry) => run((database) => acceptEntry(database, entry)),
    async markHandled(designId, epoch, handled) {
      if (handled.length === 0) return;
      const [counted] = await rowsOf<{ owned: boolean; marked: number }>(
        run,
        sql`with owned as (${ownedUnder(designId, epoch)}),
          marked as (
            update inbox set answer = row.answer::jsonb from owned, ${answerRows(checkedAnswers(handled))}
            where inbox.id = row.id and inbox.design_id = owned.id and inbox.answer is null returning inbox.id)
          select exists (select from owned) as owned, (select count(*)::int from marked) as marked`,
      );
      if (counted?.owned !== true) throw new OwnershipLostError(designId, epoch);
      if (counted.marked === handled.length) return;
      throw new BrokenInvariant(`an inbox entry of design ${designId} was not waiting to be handled`);
    },
  };
}

/**
 * Stores a command from outside once, however often it is delivered, and makes its design due (P5). The design gets its row
 * here, so that it can be owned before its first event.
 */
async function acceptEntry(database: Database, entry: InboxEntry): ReturnType<Store['accept']> {
  const { id, designId, receivedAt } = entry;
  const accepted = await execute(
    database,
    sql`with entry as (
        insert into inbox (id, design_id, command, received_at)
        values (${id}, ${designId}, ${checkedCommand(entry)}, ${receivedAt})
        on conflict (id) do nothing returning design_id)
      insert into designs (id, due_at, arrivals) select design_id, ${receivedAt + START_GRACE_MS}, 1 from entry
      on conflict (id) do update set due_at = 0, arrivals = designs.arrivals + 1
      returning id`,
  );
  if (accepted.length > 0) return { fresh: true, designId };
  const [first] = await execute<{ designId: string }>(
    database,
    sql`select design_id as "designId" from inbox where id = ${id}`,
  );
  if (first === undefined) throw new BrokenInvariant(`inbox entry ${id} was refused and is not there`);
  return { fresh: false, designId: storedId(first.designId) };
}

/** Returns the entries with their answers, as `row(id, answer)`. */
export function answerRows(answers: readonly AnswerRow[]): Statement {
  return recordsOf({ id: 'text', answer: 'text' }, answers);
}

/** Selects the design's row if this epoch is not over, locked against a change of owner. */
export function ownedUnder(designId: DesignId, epoch: number): Statement {
  return sql`select id from designs where id = ${designId} and epoch = ${epoch} for share`;
}
