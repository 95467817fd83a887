import type { Context } from 'hono';
import { designsWaitingFor, MAX_LOOKED_AT } from '../../../acts/gateway/overview.ts';
import { listedDesigns } from '../../../runtime/listed-designs.ts';
import { onlyReadable } from '../readable.ts';
import { actingIn } from './acting.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Returns the newest designs that wait for this viewer, and for somebody else, of those that they may read; `limit` of each at most. */
export async function waitingFor(context: Context, parts: ConsoleParts, limit: number) {
  const { context: rights, person } = actingIn(context, parts);
  const filter = { status: 'awaiting_input', ...(await onlyReadable(context)) } as const;
  const designs = listedDesigns(parts.engine.parts.store, filter, MAX_LOOKED_AT);
  return designsWaitingFor(rights, person, designs, limit);
}
