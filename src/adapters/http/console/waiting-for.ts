import type { Context } from 'hono';
import { waitsFor } from '../../../runtime/gateway/overview.ts';
import type { DesignSummary } from '../../../runtime/ports/store.ts';
import { actingIn } from './acting.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Tells if a design waits for something that this viewer may do: an answer, or a decision. */
export function isWaitingFor(context: Context, parts: ConsoleParts, design: DesignSummary): Promise<boolean> {
  const { context: rights, person } = actingIn(context, parts);
  return waitsFor(rights, person, design);
}
