import type { DesignId } from '../../../core/ids.ts';
import { COLLECTABLE } from '../reads.ts';
import { storedId } from '../records/design.ts';
import { type Run, rowsOf, shared, sql } from './database.ts';

/** Removes those that are collectable still (P9), with all that is stored of them. */
export async function collectDesigns(
  run: Run,
  designIds: readonly DesignId[],
  endedBefore: number,
): Promise<DesignId[]> {
  if (designIds.length === 0) return [];
  const rows = await rowsOf<{ id: string }>(
    run,
    sql`with gone as (
        select id from designs where id in (select json_array_elements_text(${JSON.stringify(designIds)}::json))
          and ${shared(COLLECTABLE, endedBefore)}
        order by id for update skip locked),
      events as (delete from design_events using gone where design_id = gone.id),
      effects as (delete from outbox using gone where design_id = gone.id),
      records as (delete from turns using gone where design_id = gone.id),
      traces as (delete from trace_parts using gone where design_id = gone.id),
      entries as (delete from inbox using gone where design_id = gone.id)
      delete from designs using gone where designs.id = gone.id returning designs.id`,
  );
  return rows.map(({ id }) => storedId(id));
}
