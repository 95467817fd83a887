import { Milestone, type MilestoneRow, type Milestones } from '../../runtime/ports/milestones.ts';
import { readableCondition } from './readable.ts';
import type { Query } from './reads.ts';
import { storedId } from './records/design.ts';
import { conforming } from './records/json.ts';

/** Rows that are removed by one statement, so that other work gets its turn in between. */
const REMOVED_TOGETHER = 500;

/** Milestones, in the SQL that both databases share. A commit writes them. */
export function milestones(query: Query): Milestones {
  return {
    async since(position, readable, limit) {
      const { condition, values } =
        readable === null ? { condition: '1 = 1', values: [] } : readableCondition(readable);
      const rows = await query<StoredMilestone>(
        `select milestones.position, milestones.design_id as "designId", milestones.milestone
          from milestones join designs on designs.id = milestones.design_id
          where milestones.position > ? and ${condition} order by milestones.position limit ?`,
        ...[position, ...values, limit],
      );
      return rows.map(readMilestone);
    },
    async last() {
      const [row] = await query<{ last: number }>(
        'select coalesce(max(position), 0) as last from milestones',
      );
      return row?.last ?? 0;
    },
    async forget(before) {
      let removed = 0;
      for (;;) {
        const rows = await query(
          `delete from milestones where position in (
            select position from milestones where at < ? order by position limit ?) returning position`,
          ...[before, REMOVED_TOGETHER],
        );
        removed += rows.length;
        if (rows.length < REMOVED_TOGETHER) return removed;
      }
    },
  };
}

interface StoredMilestone {
  readonly position: number;
  readonly designId: string;
  readonly milestone: unknown;
}

/** JSON is text in SQLite. */
function readMilestone({ position, designId, milestone }: StoredMilestone): MilestoneRow {
  const found = typeof milestone === 'string' ? JSON.parse(milestone) : milestone;
  return {
    position,
    designId: storedId(designId),
    milestone: conforming(Milestone, `milestone ${position}`, found),
  };
}
