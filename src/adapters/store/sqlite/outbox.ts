import type { DesignId } from '../../../core/ids.ts';
import type { EffectMark } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { UNSETTLED } from '../reads.ts';
import { positionOf } from '../records/effect.ts';
import { assertStorableText } from '../records/json.ts';
import type { SqliteDatabase } from './database.ts';
import { assertOwned } from './inbox.ts';

/** How far effects have come. What is done stays done, however late a report arrives (P4). */
export function markEffects(
  database: SqliteDatabase,
  designId: DesignId,
  epoch: number,
  marks: readonly EffectMark[],
): void {
  for (const { id, receipt } of marks) assertStorableText(`the receipt of ${id}`, receipt);
  database.transaction(() => {
    assertOwned(database, designId, epoch);
    for (const { id, state, receipt } of marks) {
      const key = [designId, positionOf(designId, id)];
      const known = database.row('select 1 from outbox where design_id = ? and position = ?', ...key);
      if (known === null) throw new BrokenInvariant(`an effect of ${id} is not in the outbox of ${designId}`);
      database.change(
        `update outbox set state = ?, receipt = ?, attempts = attempts + ?
          where design_id = ? and position = ? and ${UNSETTLED}`,
        ...[state, receipt, state === 'attempted' ? 1 : 0, ...key],
      );
    }
  });
}
