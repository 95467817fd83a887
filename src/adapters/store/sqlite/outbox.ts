import { Effect } from '../../../core/effects.ts';
import type { DesignId } from '../../../core/ids.ts';
import { EffectState, type OutboxEntry, type Store } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { assertStorableText, conforming } from '../records/json.ts';
import type { Run } from './database.ts';
import { assertOwned } from './inbox.ts';

interface Row {
  readonly id: string;
  readonly effect: string;
  readonly state: string;
  readonly attempts: number;
  readonly receipt: string;
}

/** Effects of committed events, and how far each has come. */
export function outboxStore(run: Run): Pick<Store, 'pendingEffects' | 'posted' | 'markEffects'> {
  const effects = (designId: DesignId, which: string) =>
    run((database) =>
      database.rows<Row>(
        `select id, effect, state, attempts, receipt from outbox where design_id = ? and ${which} order by position`,
        designId,
      ),
    );
  return {
    pendingEffects: async (designId) =>
      (await effects(designId, `state in ('pending', 'attempted')`)).map((row): OutboxEntry => {
        const { id, attempts } = row;
        const state = conforming(EffectState, `the effect ${id}`, row.state);
        return { id, designId, effect: effectOf(row), state, attempts };
      }),
    posted: async (designId) =>
      (await effects(designId, `state = 'done' and effect ->> 'type' = 'post'`)).flatMap((row) => {
        const effect = effectOf(row);
        return effect.type === 'post' ? [{ id: row.id, post: effect.post, receipt: row.receipt }] : [];
      }),
    // What is done stays done, however late a report arrives (P4).
    markEffects: (designId, epoch, marks) =>
      run((database) => {
        for (const { id, receipt } of marks) assertStorableText(`the receipt of ${id}`, receipt);
        database.transaction(() => {
          assertOwned(database, designId, epoch);
          for (const { id, state, receipt } of marks) {
            const known = database.row('select 1 from outbox where id = ? and design_id = ?', id, designId);
            if (known === null)
              throw new BrokenInvariant(`an effect of ${id} is not in the outbox of ${designId}`);
            database.change(
              `update outbox set state = ?, receipt = ?, attempts = attempts + ?
                where id = ? and design_id = ? and state in ('pending', 'attempted')`,
              ...[state, receipt, state === 'attempted' ? 1 : 0, id, designId],
            );
          }
        });
      }),
  };
}

function effectOf({ id, effect }: Row): Effect {
  return conforming(Effect, `the effect ${id}`, JSON.parse(effect));
}
