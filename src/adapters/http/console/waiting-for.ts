import type { Context } from 'hono';
import { waitsFor } from '../../../runtime/gateway/overview.ts';
import { listedDesigns } from '../../../runtime/listed-designs.ts';
import type { DesignSummary } from '../../../runtime/ports/store.ts';
import { onlyReadable } from '../readable.ts';
import { actingIn } from './acting.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Designs that wait for people and are looked through for those of one person, as in a chat. */
const MAX_LOOKED_AT = 300;

/** Designs that wait for people, newest first. */
interface Waiting {
  /** For something that this viewer may do: an answer, or a decision. */
  readonly waiting: readonly DesignSummary[];
  /** For somebody else. */
  readonly others: readonly DesignSummary[];
}

/** Looks through the designs that this viewer may read until `limit` wait for them. Returns as many at most of each kind. */
export async function waitingFor(context: Context, parts: ConsoleParts, limit: number): Promise<Waiting> {
  const { context: rights, person } = actingIn(context, parts);
  const filter = { status: 'awaiting_input', ...(await onlyReadable(context)) } as const;
  const [waiting, others]: [DesignSummary[], DesignSummary[]] = [[], []];
  for await (const design of listedDesigns(parts.engine.parts.store, filter, MAX_LOOKED_AT)) {
    const found = (await waitsFor(rights, person, design)) ? waiting : others;
    if (found.length < limit) found.push(design);
    if (waiting.length === limit) break;
  }
  return { waiting, others };
}
