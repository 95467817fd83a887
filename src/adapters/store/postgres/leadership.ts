import type { Fleet } from '../../../runtime/ports/fleet.ts';
import { type Run, rowsOf, sql } from './database.ts';

/**
 * Who leads what. `member` answers with this daemon's number in `daemons`, and joins first if
 * that was not done yet. A row in `leaderships` refers to the row of its daemon and goes with it.
 */
export function leadership(
  run: Run,
  member: () => Promise<number>,
): Pick<Fleet, 'acquireLeadership' | 'resignLeadership'> {
  return {
    async acquireLeadership(name) {
      const me = await member();
      // A daemon that was evicted leads nothing: its row is looked at under a lock that lets nobody evict it meanwhile.
      const rows = await rowsOf(
        run,
        sql`with me as (select id from daemons where id = ${me} for key share)
          insert into leaderships (name, daemon) select ${name}, id from me
          on conflict (name) do update set daemon = excluded.daemon where leaderships.daemon = excluded.daemon
          returning name`,
      );
      return rows.length > 0;
    },
    async resignLeadership(name) {
      const me = await member();
      await rowsOf(run, sql`delete from leaderships where name = ${name} and daemon = ${me}`);
    },
  };
}
