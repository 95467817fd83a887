import type { Backlog, DaemonRow, Operations } from '../../runtime/ports/operations.ts';
import { type Query, UNSETTLED } from './reads.ts';

/** Effects in a position that belong to one event. */
const PLACES = 1_000;
/** Designs with something left to do: few of all, and found by their indexes. */
const LIVE = '(designs.owner is not null or designs.due_at is not null)';

/** State of the queues, in the SQL that both databases share. `daemons`: the fleet's, of a database that has one. */
export function operations(query: Query, daemons: () => Promise<DaemonRow[]>): Operations {
  const backlog = async (text: string, ...values: number[]): Promise<Backlog> => {
    const [row] = await query<{ waiting: number; oldestAt: number | string | null }>(text, ...values);
    if (row === undefined) throw new Error('broken invariant: a count is always returned');
    return {
      waiting: Number(row.waiting),
      oldestAt: row.oldestAt === null ? null : Number(row.oldestAt),
    };
  };
  return {
    async facts(now) {
      const outbox = await backlog(
        `select count(*) as waiting, min(cast(design_events.payload ->> 'at' as bigint)) as "oldestAt"
          from designs join outbox on outbox.design_id = designs.id
          join design_events on design_events.design_id = designs.id and design_events.seq = outbox.position / ${PLACES}
          where ${LIVE} and ${UNSETTLED}`,
      );
      const inbox = await backlog(
        'select count(*) as waiting, min(received_at) as "oldestAt" from inbox where answer is null',
      );
      const people = await backlog(
        `select count(distinct designs.id) as waiting, min(milestones.at) as "oldestAt"
          from designs left join milestones on milestones.position =
            (select max(position) from milestones where milestones.design_id = designs.id)
          where ${LIVE} and designs.status = 'awaiting_input'`,
      );
      const gates = await backlog(
        `select count(*) as waiting, min(milestones.at) as "oldestAt"
          from designs join milestones on milestones.position =
            (select max(position) from milestones
              where milestones.design_id = designs.id and milestones.milestone ->> 'gate' is not null)
          where ${LIVE} and designs.status = 'awaiting_input'
            and milestones.milestone -> 'gate' ->> 'deadlineAt' is not null`,
      );
      const rounds = await backlog(
        `select count(*) as waiting, min(due_at) as "oldestAt"
          from designs where owner is null and set_aside is null and due_at <= ?`,
        now,
      );
      return { outbox, inbox, people, gates, rounds };
    },
    daemons,
  };
}
