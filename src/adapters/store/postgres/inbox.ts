import { DesignId } from '../../../core/ids.ts';
import { OwnershipLostError } from '../../../runtime/fault.ts';
import type { InboxEntry, Store } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import {
  type AnswerRow,
  checkedAnswers,
  checkedCommand,
  readAnswer,
  readCommand,
  START_GRACE_MS,
} from '../records/inbox.ts';
import { conforming } from '../records/json.ts';
import { type Database, execute, type Run, recordsOf, rowsOf, type Statement, sql } from './database.ts';
import { eq } from './drizzle.ts';
import { inbox } from './schema.ts';

/** What came from outside. */
export function inboxStore(run: Run): Pick<Store, 'accept' | 'mail' | 'markHandled' | 'answerTo'> {
  return {
    accept: (entry) => run((database) => acceptEntry(database, entry)),
    async mail(designId) {
      const rows = await rowsOf<{
        arrivals: number;
        id: string | null;
        command: unknown;
        receivedAt: number;
      }>(
        run,
        sql`select designs.arrivals, inbox.id, inbox.command, inbox.received_at as "receivedAt"
          from designs left join inbox on inbox.design_id = designs.id and inbox.answer is null
          where designs.id = ${designId} order by inbox.position`,
      );
      const entries = rows.flatMap(({ id, command: stored, receivedAt }) => {
        if (id === null) return [];
        return { id, designId, command: readCommand(id, stored), receivedAt };
      });
      return { arrivals: rows[0]?.arrivals ?? 0, entries };
    },
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
    answerTo: (inboxId) =>
      run(async ({ tables }) => {
        const [row] = await tables.select({ answer: inbox.answer }).from(inbox).where(eq(inbox.id, inboxId));
        if (row === undefined) throw new BrokenInvariant(`nothing was ever accepted as ${inboxId}`);
        return row.answer === null ? null : readAnswer(inboxId, row.answer);
      }),
  };
}

/**
 * Stores a command from outside once, however often it is delivered, and makes its design due (P5). The design
 * gets its row here, so that somebody can own it before its first event.
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
  const [first] = await database.tables
    .select({ designId: inbox.designId })
    .from(inbox)
    .where(eq(inbox.id, id));
  if (first === undefined) throw new BrokenInvariant(`inbox entry ${id} was refused and is not there`);
  return { fresh: false, designId: conforming(DesignId, 'a stored design id', first.designId) };
}

/** The entries with their answers, as `row(id, answer)`. */
export function answerRows(answers: readonly AnswerRow[]): Statement {
  return recordsOf({ id: 'text', answer: 'text' }, answers);
}

/** The design's row, locked against a change of owner, if this epoch is not over. */
export function ownedUnder(designId: DesignId, epoch: number): Statement {
  return sql`select id from designs where id = ${designId} and epoch = ${epoch} for share`;
}
