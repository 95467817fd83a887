import type { DesignId } from '../../../core/ids.ts';
import { EffectState, type OutboxEntry, type Store } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { effectIdAt, positionOf, readEffect } from '../records/effect.ts';
import { assertStorableText, conforming } from '../records/json.ts';
import type { Run } from './database.ts';
import { assertOwned } from './inbox.ts';

interface Row {
  readonly position: number;
  readonly effect: string;
  readonly state: string;
  readonly attempts: number;
  readonly receipt: string;
}

/** Effects of committed events, and how far each has come. */
export function outboxStore(run: Run): Pick<Store, 'pendingEffects' | 'posted' | 'markEffects'> {
  const effects = async (designId: DesignId, which: string) => {
    const text = `select position, effect, state, attempts, receipt from outbox
      where design_id = ? and ${which} order by position`;
    const rows = await run((database) => database.rows<Row>(text, designId));
    return rows.map((row) => {
      const id = effectIdAt(designId, row.position);
      return { ...row, id, effect: readEffect(id, JSON.parse(row.effect)) };
    });
  };
  return {
    pendingEffects: async (designId) =>
      (await effects(designId, `state in ('pending', 'attempted')`)).map(
        ({ id, effect, attempts, ...row }): OutboxEntry => {
          const state = conforming(EffectState, `the effect ${id}`, row.state);
          return { id, designId, effect, state, attempts };
        },
      ),
    posted: async (designId) =>
      (await effects(designId, `state = 'done' and effect ->> 'type' = 'post'`)).flatMap(
        ({ id, effect, receipt }) => (effect.type === 'post' ? [{ id, post: effect.post, receipt }] : []),
      ),
    // What is done stays done, however late a report arrives (P4).
    markEffects: (designId, epoch, marks) =>
      run((database) => {
        for (const { id, receipt } of marks) assertStorableText(`the receipt of ${id}`, receipt);
        database.transaction(() => {
          assertOwned(database, designId, epoch);
          for (const { id, state, receipt } of marks) {
            const key = [designId, positionOf(designId, id)];
            const known = database.row('select 1 from outbox where design_id = ? and position = ?', ...key);
            if (known === null)
              throw new BrokenInvariant(`an effect of ${id} is not in the outbox of ${designId}`);
            database.change(
              `update outbox set state = ?, receipt = ?, attempts = attempts + ?
                where design_id = ? and position = ? and state in ('pending', 'attempted')`,
              ...[state, receipt, state === 'attempted' ? 1 : 0, ...key],
            );
          }
        });
      }),
  };
}
