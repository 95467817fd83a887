import type { Context } from 'hono';
import { findWaitingFor, MAX_LOOKED_AT } from '#acts/gateway/verbs/overview.ts';
import type { DesignFilter } from '#ports/store.ts';
import { scanDesigns } from '#record/listed-designs.ts';
import { actingIn } from './acting.ts';
import type { ConsoleParts } from './console-parts.ts';

/**
 * Returns the newest designs that wait for this viewer and those that wait for others, at most
 * `limit` of each. `within`: designs that the viewer may read.
 */
export async function listWaiting(
  context: Context,
  parts: ConsoleParts,
  limit: number,
  within: Pick<DesignFilter, 'readable' | 'platform' | 'channel'>,
) {
  const { context: rights, person } = actingIn(context, parts);
  const filter = { ...within, status: 'awaiting_input' } as const;
  const designs = scanDesigns(parts.engine.parts.store, filter, MAX_LOOKED_AT);
  return findWaitingFor(rights, person, designs, limit);
}
