import type { Removals, StoredText } from '../../runtime/ports/removals.ts';
import type { Query } from './reads.ts';
import { storedId } from './records/design.ts';
import {
  FORGOTTEN,
  GOING_ON,
  likeOf,
  RESPONSES,
  readForgotten,
  readText,
  TEXTS,
  type TextRow,
} from './records/removals.ts';

/** What is read for a removal, which is the same in both databases. */
export function removalReads(query: Query) {
  const ids = async (text: string, ...values: readonly string[]) =>
    (await query<{ id: string }>(text, ...values)).map(({ id }) => storedId(id));
  return {
    async texts(designId) {
      const found: StoredText[] = [];
      // One table at a time, so that other work gets its turn in between.
      for (const text of TEXTS) found.push(...(await query<TextRow>(text, designId)).map(readText));
      return [...found, ...(await query<TextRow>(RESPONSES, likeOf(designId))).map(readText)];
    },
    async forgotten(designId) {
      const [row] = await query(FORGOTTEN, designId);
      return row === undefined ? null : readForgotten(row);
    },
    allForgotten: () => ids('select design_id as id from forgotten order by design_id'),
    goingOnFrom: (designId) => ids(GOING_ON, designId, designId),
  } satisfies Partial<Removals>;
}
