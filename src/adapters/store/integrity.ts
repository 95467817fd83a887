import { Fault } from '../../runtime/fault.ts';
import type { Integrity } from '../../runtime/ports/integrity.ts';
import type { Query } from './reads.ts';
import { designColumns, readSummary, SUMMARY, type SummaryRow, storedId } from './records/design.ts';

/** Characters of a reason that are kept. */
const REASON_CHARACTERS = 300;

/** Sets designs aside and readmits them in the same way in both databases. `events`: reads even those that are set aside. */
export function integrity(query: Query, events: Integrity['events']): Integrity {
  return {
    events,
    async setAside(designId, reason) {
      const text = `update designs set set_aside = ?, owner = null, epoch = epoch + 1, due_at = null
        where id = ? and set_aside is null returning id`;
      return (await query(text, reason.slice(0, REASON_CHARACTERS), designId)).length > 0;
    },
    async readmit(designId) {
      const text = `update designs set set_aside = null, due_at = 0
        where id = ? and set_aside is not null returning id`;
      return (await query(text, designId)).length > 0;
    },
    async designs(after, limit) {
      const text = `select id, set_aside as "setAside" from designs where version > 0 and id > ? order by id limit ?`;
      const rows = await query<{ id: string; setAside: string | null }>(text, after, limit);
      return rows.map(({ id, setAside }) => ({ id: storedId(id), setAside }));
    },
    async projection(designId) {
      const text = `select ${SUMMARY}, spent_usd as "spentUsd" from designs where id = ?`;
      const [row] = await query<SummaryRow & { spentUsd: number }>(text, designId);
      if (row === undefined) return null;
      const { spentUsd, ...summary } = row;
      try {
        return { summary: readSummary(summary), spentUsd };
      } catch (error) {
        if (error instanceof Fault || error instanceof SyntaxError) return null;
        throw error;
      }
    },
    async mend(projection) {
      const { id, version, moving, origin } = designColumns(projection);
      const columns = { ...moving, ...origin };
      const text = `update designs set ${Object.keys(columns).join(' = ?, ')} = ? where id = ? and version = ? returning id`;
      return (await query(text, ...Object.values(columns), id, version)).length > 0;
    },
  };
}
