import type { Removals } from '../../runtime/ports/removals.ts';
import type { Query } from './reads.ts';
import { storedId } from './records/design.ts';
import { FORGOTTEN, GOING_ON, readForgotten } from './records/removals.ts';

/** What is read for a removal, which is the same in both databases. */
export function removalReads(query: Query) {
  const ids = async (text: string, ...values: readonly string[]) =>
    (await query<{ id: string }>(text, ...values)).map(({ id }) => storedId(id));
  return {
    async forgotten(designId) {
      const [row] = await query(FORGOTTEN, designId);
      return row === undefined ? null : readForgotten(row);
    },
    allForgotten: () => ids('select design_id as id from forgotten order by design_id'),
    goingOnFrom: (designId) => ids(GOING_ON, designId, designId),
  } satisfies Partial<Removals>;
}
