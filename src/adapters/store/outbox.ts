import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { DesignId } from '../../core/ids.ts';
import type { OutboxEntry } from '../../runtime/ports/store.ts';
import type { Database } from './database.ts';
import { BrokenInvariant } from './faults.ts';
import { StoredEffect, StoredEffectState } from './records/effect.ts';
import { conforming } from './records/json.ts';
import { outbox } from './schema.ts';

/** Said as in the partial index that serves it. */
export const unsettled = sql`${outbox.state} in ('pending', 'attempted')`;

export async function pendingEntries(database: Database, designId: DesignId): Promise<OutboxEntry[]> {
  const rows = await database
    .select({ id: outbox.id, effect: outbox.effect, state: outbox.state, attempts: outbox.attempts })
    .from(outbox)
    .where(and(eq(outbox.designId, designId), unsettled))
    .orderBy(asc(outbox.position));
  return rows.map(({ id, attempts, ...row }) => ({
    id,
    designId,
    effect: conforming(StoredEffect, `the effect ${id}`, row.effect),
    state: conforming(StoredEffectState, `the effect ${id}`, row.state),
    attempts,
  }));
}

/** P4: what was done stays done, whoever reports late. */
export async function markEntries(
  database: Database,
  ids: readonly string[],
  state: 'attempted' | 'done' | 'dropped',
): Promise<void> {
  const wanted = new Set(ids);
  if (wanted.size === 0) return;
  const attempt = state === 'attempted' ? 1 : 0;
  const marked = await database
    .update(outbox)
    .set({
      state: sql`case when ${unsettled} then ${state} else ${outbox.state} end`,
      attempts: sql`case when ${unsettled} then ${outbox.attempts} + ${attempt}::int else ${outbox.attempts} end`,
    })
    .where(inArray(outbox.id, [...wanted]))
    .returning({ id: outbox.id });
  if (marked.length === wanted.size) return;
  for (const { id } of marked) wanted.delete(id);
  throw new BrokenInvariant(`no effect ${[...wanted].join(', ')} in the outbox`);
}
