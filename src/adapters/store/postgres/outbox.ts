import { OwnershipLostError } from '../../../runtime/fault.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { UNSETTLED } from '../reads.ts';
import { positionOf } from '../records/effect.ts';
import { assertStorableText } from '../records/json.ts';
import { type Columns, type Run, recordsOf, rowsOf, shared, sql } from './database.ts';
import { ownedUnder } from './inbox.ts';

const MARK_COLUMNS = { position: 'bigint', state: 'text', receipt: 'text' } satisfies Columns;

/** How far effects have come. What is done stays done, however late a report arrives (P4). */
export async function markEffects(run: Run, ...given: Parameters<Store['markEffects']>): Promise<void> {
  const [designId, epoch, marks] = given;
  if (marks.length === 0) return;
  const rows = marks.map(({ id, state, receipt }) => {
    assertStorableText(`the receipt of ${id}`, receipt);
    return { position: positionOf(designId, id), state, receipt };
  });
  const [counted] = await rowsOf<{ owned: boolean; known: number }>(
    run,
    sql`with owned as (${ownedUnder(designId, epoch)}),
      marks as (select * from ${recordsOf(MARK_COLUMNS, rows)}),
      marked as (
        update outbox set state = marks.state, receipt = marks.receipt,
          attempts = attempts + (case marks.state when 'attempted' then 1 else 0 end)
        from owned, marks
        where outbox.design_id = owned.id and outbox.position = marks.position and ${shared(UNSETTLED)})
      select exists (select from owned) as owned, (
        select count(*)::int from outbox where design_id = ${designId} and position in (select position from marks)) as known`,
  );
  if (counted?.owned !== true) throw new OwnershipLostError(designId, epoch);
  const wanted = new Set(marks.map(({ id }) => id));
  if (counted.known === wanted.size) return;
  throw new BrokenInvariant(`an effect of ${[...wanted].join(', ')} is not in the outbox of ${designId}`);
}
