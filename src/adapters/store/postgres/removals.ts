import { OwnershipLostError } from '../../../runtime/fault.ts';
import type { Removals, StoredText } from '../../../runtime/ports/removals.ts';
import { assertStorableText } from '../records/json.ts';
import { checkedReplacing, likeOf } from '../records/removals.ts';
import { removalReads } from '../removal-reads.ts';
import { joined, type Run, recordsOf, rowsOf, type Statement, shared, sql } from './database.ts';
import { ownedUnder } from './inbox.ts';

/** Parts of the one statement: each replaces the texts of one kind. */
const REPLACE: Readonly<Record<StoredText['kind'], (rows: Statement) => Statement>> = {
  turn: (rows) => sql`update turns set record = row.value::json from owned, ${rows}
    where turns.design_id = owned.id and turns.position = row.key::bigint`,
  trace: (rows) => sql`update trace_parts set part = row.value::json from owned, ${rows}
    where trace_parts.design_id = owned.id and trace_parts.position = row.key::bigint`,
  command: (rows) => sql`update inbox set command = row.value::jsonb from owned, ${rows}
    where inbox.design_id = owned.id and inbox.id = row.key`,
  answer: (rows) => sql`update inbox set answer = row.value::jsonb from owned, ${rows}
    where inbox.design_id = owned.id and inbox.id = row.key`,
  lesson: (rows) => sql`update lessons set lesson = row.value::jsonb from owned, ${rows}
    where lessons.design_id = owned.id and lessons.design_id = row.key`,
  failure: (rows) => sql`update failures set text = row.value from owned, ${rows}
    where failures.design_id = owned.id and failures.name = row.key`,
  response: (rows) => sql`delete from responses using owned, ${rows} where responses.key = row.key`,
};

export function postgresRemovals(run: Run): Removals {
  return {
    ...removalReads((text, ...values) => rowsOf(run, shared(text, ...values))),
    async replace(designId, epoch, replacing) {
      const { events, texts } = checkedReplacing(replacing);
      const { topic, decision } = replacing;
      const words = recordsOf({ seq: 'int', words: 'text' }, events);
      const parts = [
        sql`owned as (${ownedUnder(designId, epoch)})`,
        sql`said as (update design_events set words = row.words::jsonb from owned, ${words}
          where design_events.design_id = owned.id and design_events.seq = row.seq)`,
        ...[...texts].map(([kind, rows]) => {
          const replaced = REPLACE[kind](recordsOf({ key: 'text', value: 'text' }, rows));
          return joined([shared(`${kind}_rows as (`), replaced, shared(')')], '');
        }),
        sql`listed as (update designs set topic = ${topic}, decision = ${decision} from owned where designs.id = owned.id)`,
      ];
      const [found] = await rowsOf<{ owned: boolean }>(
        run,
        sql`with ${joined(parts, ', ')} select exists (select from owned) as owned`,
      );
      if (found?.owned !== true) throw new OwnershipLostError(designId, epoch);
    },
    async forget({ designId, count, head, at, by }) {
      assertStorableText('who forgot a design', by);
      const rows = await rowsOf(
        run,
        sql`with gone as (
            select id from designs where id = ${designId} and ended_at is not null and owner is null for update),
          events as (delete from design_events using gone where design_id = gone.id),
          effects as (delete from outbox using gone where design_id = gone.id),
          records as (delete from turns using gone where design_id = gone.id),
          traces as (delete from trace_parts using gone where design_id = gone.id),
          entries as (delete from inbox using gone where design_id = gone.id),
          taught as (delete from lessons using gone where design_id = gone.id),
          dismissed as (delete from lesson_dismissals using gone where design_id = gone.id),
          crashed as (delete from failures using gone where design_id = gone.id),
          marked as (delete from milestones using gone where design_id = gone.id),
          answered as (delete from responses using gone where body like ${likeOf(designId)}),
          kept as (
            insert into forgotten select gone.id, ${count}::int, ${head}::text, ${at}::bigint, ${by}::text from gone
            on conflict do nothing)
          delete from designs using gone where designs.id = gone.id returning designs.id`,
      );
      return rows.length > 0;
    },
  };
}
