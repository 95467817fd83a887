import { Effect } from '../../../core/effects.ts';
import { OwnershipLostError } from '../../../runtime/fault.ts';
import { EffectState, type Store } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { assertStorableText, conforming } from '../records/json.ts';
import { type Run, rowsOf, sql } from './database.ts';
import { and, asc, sql as drizzleSql, eq, inArray } from './drizzle.ts';
import { ownedUnder } from './inbox.ts';
import { outbox } from './schema.ts';

/** Effects that are not over. */
export const unsettled = sql`outbox.state in ('pending', 'attempted')`;

/** Effects of committed events, and how far each has come. */
export function outboxStore(run: Run): Pick<Store, 'pendingEffects' | 'posted' | 'markEffects'> {
  return {
    pendingEffects: (designId) =>
      run(async ({ tables }) => {
        const rows = await tables
          .select({ id: outbox.id, effect: outbox.effect, state: outbox.state, attempts: outbox.attempts })
          .from(outbox)
          .where(and(eq(outbox.designId, designId), inArray(outbox.state, ['pending', 'attempted'])))
          .orderBy(asc(outbox.position));
        return rows.map(({ id, attempts, ...row }) => ({
          id,
          designId,
          effect: conforming(Effect, `the effect ${id}`, row.effect),
          state: conforming(EffectState, `the effect ${id}`, row.state),
          attempts,
        }));
      }),
    posted: (designId) =>
      run(async ({ tables }) => {
        const isPost = drizzleSql`${outbox.effect} ->> 'type' = 'post'`;
        const rows = await tables
          .select({ id: outbox.id, effect: outbox.effect, receipt: outbox.receipt })
          .from(outbox)
          .where(and(eq(outbox.designId, designId), eq(outbox.state, 'done'), isPost))
          .orderBy(asc(outbox.position));
        return rows.flatMap(({ id, receipt, ...row }) => {
          const effect = conforming(Effect, `the effect ${id}`, row.effect);
          return effect.type === 'post' ? [{ id, post: effect.post, receipt }] : [];
        });
      }),
    // What is done stays done, however late a report arrives (P4).
    async markEffects(designId, epoch, marks) {
      if (marks.length === 0) return;
      for (const { id, receipt } of marks) assertStorableText(`the receipt of ${id}`, receipt);
      const [counted] = await rowsOf<{ owned: boolean; known: number }>(
        run,
        sql`with owned as (${ownedUnder(designId, epoch)}),
          marks as (select * from json_to_recordset(${JSON.stringify(marks)}::json) as row(id text, state text, receipt text)),
          marked as (
            update outbox set state = marks.state, receipt = marks.receipt,
              attempts = attempts + (case marks.state when 'attempted' then 1 else 0 end)
            from owned, marks
            where outbox.id = marks.id and outbox.design_id = owned.id and ${unsettled})
          select exists (select from owned) as owned, (
            select count(*)::int from outbox where design_id = ${designId} and id in (select id from marks)) as known`,
      );
      if (counted?.owned !== true) throw new OwnershipLostError(designId, epoch);
      const wanted = new Set(marks.map(({ id }) => id));
      if (counted.known === wanted.size) return;
      throw new BrokenInvariant(`an effect of ${[...wanted].join(', ')} is not in the outbox of ${designId}`);
    },
  };
}
