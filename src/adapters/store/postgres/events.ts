import type { Store } from '../../../runtime/ports/store.ts';
import { EventPage, type FoundEvent, type Standing } from '../records/event-page.ts';
import { type Run, rowsOf, sql } from './database.ts';

/** Reads and checks events (P11), in one statement: the design's row and its events are of one moment. */
export function checkedEvents(run: Run): Store['events'] {
  return async (designId, since, limit) => {
    const rows = await rowsOf<Standing & (FoundEvent | { readonly seq: null })>(
      run,
      sql`with standing as materialized (
          select id, version, set_aside as "setAside",
            (select hash from design_events where design_id = designs.id and seq = ${since}) as before
          from designs where id = ${designId})
        select standing.*, events.* from standing left join lateral (
          select seq, type, payload, hash from design_events
          where design_id = standing.id and seq > ${since} order by seq limit ${limit}) as events on true
        order by events.seq`,
    );
    const [standing] = rows;
    if (standing === undefined) return [];
    const page = new EventPage(designId, since, standing);
    const found = rows.filter((row) => row.seq !== null);
    const events = found.map((row) => page.take(row));
    page.assertWithin(standing.version, events.length < limit);
    return events;
  };
}
