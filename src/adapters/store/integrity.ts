import type { Integrity } from '../../runtime/ports/integrity.ts';
import type { Query } from './reads.ts';
import { storedId } from './records/design.ts';

/** Characters of a reason that are kept. */
const REASON_CHARACTERS = 300;

/** Sets designs aside in the same way in both databases. */
export function integrity(query: Query): Integrity {
  return {
    async setAside(designId, reason) {
      const text = `update designs set set_aside = ?, owner = null, epoch = epoch + 1, due_at = null
        where id = ? and set_aside is null returning id`;
      return (await query(text, reason.slice(0, REASON_CHARACTERS), designId)).length > 0;
    },
    async designs(after, limit) {
      const text = `select id, set_aside as "setAside" from designs where version > 0 and id > ? order by id limit ?`;
      const rows = await query<{ id: string; setAside: string | null }>(text, after, limit);
      return rows.map(({ id, setAside }) => ({ id: storedId(id), setAside }));
    },
  };
}
