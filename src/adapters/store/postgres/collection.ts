import { DesignId } from '../../../core/ids.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { readSummary, type SummaryRow } from '../records/design.ts';
import { conforming } from '../records/json.ts';
import { type Run, rowsOf, type Statement, sql } from './database.ts';
import { SUMMARIES } from './designs.ts';
import { lt } from './drizzle.ts';
import { responses } from './schema.ts';

/** Designs that have ended, have no owner and nothing left to do, and that no design runs again, begun or not (P9). */
function collectableSince(endedBefore: number): Statement {
  return sql`designs.ended_at < ${endedBefore} and designs.owner is null
    and not exists (select from inbox where inbox.design_id = designs.id and inbox.answer is null)
    and not exists (
      select from outbox where outbox.design_id = designs.id and outbox.state in ('pending', 'attempted'))
    and not exists (select from designs as successor where successor.successor_of = designs.id)
    and not exists (select from inbox where inbox.answer is null and inbox.command->>'successorOf' = designs.id)`;
}

/** What is old, and its removal. */
export function collection(run: Run): Pick<Store, 'collectable' | 'collect' | 'forgetResponses'> {
  return {
    async collectable(endedBefore, limit) {
      const rows = await rowsOf<SummaryRow>(
        run,
        sql`${SUMMARIES} where ${collectableSince(endedBefore)} order by ended_at, id limit ${limit}`,
      );
      return rows.map(readSummary);
    },
    async collect(designIds, endedBefore) {
      if (designIds.length === 0) return [];
      const rows = await rowsOf<{ id: string }>(
        run,
        sql`with gone as (
            select id from designs where id in (select json_array_elements_text(${JSON.stringify(designIds)}::json))
              and ${collectableSince(endedBefore)}
            order by id for update skip locked),
          events as (delete from design_events using gone where design_id = gone.id),
          effects as (delete from outbox using gone where design_id = gone.id),
          records as (delete from turns using gone where design_id = gone.id),
          traces as (delete from trace_parts using gone where design_id = gone.id),
          entries as (delete from inbox using gone where design_id = gone.id)
          delete from designs using gone where designs.id = gone.id returning designs.id`,
      );
      return rows.map(({ id }) => conforming(DesignId, 'a stored design id', id));
    },
    forgetResponses: (storedBefore) =>
      run(async ({ tables }) => {
        const isOld = lt(responses.storedAt, new Date(storedBefore));
        return (await tables.delete(responses).where(isOld).returning({ key: responses.key })).length;
      }),
  };
}
