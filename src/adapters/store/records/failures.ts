import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { MAX_FAILURES, StoredFailure } from '../../../runtime/ports/failures.ts';
import type { Query } from '../reads.ts';
import { assertStorableText, conforming } from './json.ts';

/** Failures, by the statements that both databases share. */
export function failureRows(query: Query) {
  return {
    async keep(designId: DesignId, failure: StoredFailure): Promise<boolean> {
      const { name, at, text } = checkedFailure(failure);
      const kept = await query(
        `insert into failures (design_id, name, at, text)
          select id, ?, ${BIGINT}, ? from designs where id = ?
            and (select count(*) from failures where failures.design_id = designs.id) < ${MAX_FAILURES}
          on conflict (design_id, name) do nothing returning name`,
        ...[name, at, text, designId],
      );
      return kept.length > 0;
    },
    async read(designId: DesignId, name: string): Promise<StoredFailure | null> {
      const text = 'select name, at, text from failures where design_id = ? and name = ?';
      const [row] = await query<StoredFailure>(text, designId, name);
      return row === undefined ? null : conforming(StoredFailure, `the failure ${name}`, row);
    },
    async names(designId: DesignId): Promise<string[]> {
      const text = 'select name from failures where design_id = ? order by at, name';
      return (await query<{ name: string }>(text, designId)).map(({ name }) => name);
    },
  };
}

/** A parameter that Postgres would otherwise take for text. */
const BIGINT = 'cast(? as bigint)';

/** Throws `Fault('invalid_record')` for a failure that not every store can hold (P7). */
function checkedFailure({ name, at, text }: StoredFailure): StoredFailure {
  const checked = conforming(StoredFailure, `the failure ${name}`, { name, at, text });
  assertStorableText(`the failure ${name}`, checked.text);
  return checked;
}
