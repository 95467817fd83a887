import type { DesignId } from '../../../core/ids.ts';
import { OwnershipLostError } from '../../../runtime/fault.ts';
import { EffectState, type Store } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { effectIdAt, positionOf, readEffect } from '../records/effect.ts';
import { assertStorableText, conforming } from '../records/json.ts';
import { type Columns, type Run, recordsOf, rowsOf, type Statement, sql } from './database.ts';
import { ownedUnder } from './inbox.ts';

/** Effects that are not over. */
export const unsettled = sql`outbox.state in ('pending', 'attempted')`;

const MARK_COLUMNS = { position: 'bigint', state: 'text', receipt: 'text' } satisfies Columns;

/** Effects of committed events, and how far each has come. */
export function outboxStore(run: Run): Pick<Store, 'pendingEffects' | 'posted' | 'markEffects'> {
  return {
    pendingEffects: async (designId) =>
      (await effects(run, designId, unsettled)).map(({ id, effect, attempts, ...row }) => {
        const state = conforming(EffectState, `the effect ${id}`, row.state);
        return { id, designId, effect, state, attempts };
      }),
    posted: async (designId) =>
      (await effects(run, designId, sql`state = 'done' and effect ->> 'type' = 'post'`)).flatMap(
        ({ id, effect, receipt }) => (effect.type === 'post' ? [{ id, post: effect.post, receipt }] : []),
      ),
    // What is done stays done, however late a report arrives (P4).
    async markEffects(designId, epoch, marks) {
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
            where outbox.design_id = owned.id and outbox.position = marks.position and ${unsettled})
          select exists (select from owned) as owned, (
            select count(*)::int from outbox where design_id = ${designId} and position in (select position from marks)) as known`,
      );
      if (counted?.owned !== true) throw new OwnershipLostError(designId, epoch);
      const wanted = new Set(marks.map(({ id }) => id));
      if (counted.known === wanted.size) return;
      throw new BrokenInvariant(`an effect of ${[...wanted].join(', ')} is not in the outbox of ${designId}`);
    },
  };
}

interface Row {
  readonly position: number;
  readonly effect: unknown;
  readonly state: string;
  readonly attempts: number;
  readonly receipt: string;
}

async function effects(run: Run, designId: DesignId, which: Statement) {
  const rows = await rowsOf<Row>(
    run,
    sql`select position, effect, state, attempts, receipt from outbox
      where design_id = ${designId} and ${which} order by position`,
  );
  return rows.map((row) => {
    const id = effectIdAt(designId, row.position);
    return { ...row, id, effect: readEffect(id, row.effect) };
  });
}
