import type { Removals } from '../../../runtime/ports/removals.ts';
import { assertStorableText } from '../records/json.ts';
import { OF_A_DESIGN } from '../records/removals.ts';
import { removalReads } from '../removal-reads.ts';
import { joined, type Run, rowsOf, shared, sql } from './database.ts';

const DELETIONS = OF_A_DESIGN.map((table) =>
  shared(`from_${table} as (delete from ${table} using gone where ${table}.design_id = gone.id)`),
);

export function postgresRemovals(run: Run): Removals {
  return {
    ...removalReads((text, ...values) => rowsOf(run, shared(text, ...values))),
    async forget({ designId, count, head, at, by }) {
      assertStorableText('who forgot a design', by);
      const rows = await rowsOf(
        run,
        sql`with gone as (
            select id from designs where id = ${designId} and ended_at is not null and owner is null for update),
          ${joined(DELETIONS, ', ')},
          kept as (
            insert into forgotten select gone.id, ${count}::int, ${head}::text, ${at}::bigint, ${by}::text from gone
            on conflict do nothing)
          delete from designs using gone where designs.id = gone.id returning designs.id`,
      );
      return rows.length > 0;
    },
  };
}
