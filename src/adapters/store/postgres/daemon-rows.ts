import type { DaemonRow } from '../../../runtime/ports/operations.ts';
import { type Run, rowsOf, sql } from './database.ts';

/** Returns the daemons that share the database, with the age of their last beats by the database's own clock. */
export function daemonRows(run: Run): Promise<DaemonRow[]> {
  return rowsOf<DaemonRow>(
    run,
    sql`select daemons.id, host, pid,
        (extract(epoch from clock_timestamp() - beat_at) * 1000)::int as "beatAgoMs",
        (select count(*)::int from designs where designs.owner = daemons.id) as designs
      from daemons order by daemons.id limit 200`,
  );
}
