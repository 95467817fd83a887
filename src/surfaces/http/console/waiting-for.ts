import type { Context } from 'hono';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { answeringEndOf } from '#core/questions/replies/questions.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { type Person, refuseAnswering, refuseDeciding } from '#engine/access/permission.ts';
import type { DesignFilter, DesignSummary } from '#ports/store.ts';
import { scanDesigns } from '#record/listed-designs.ts';
import { actingIn } from './acting.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Most open designs to look through for one person. */
export const MAX_LOOKED_AT = 300;

/**
 * Returns the newest designs that wait for this viewer and those that wait for others. `within`:
 * designs that the viewer may read.
 */
export async function listWaiting(
  context: Context,
  parts: ConsoleParts,
  within: Pick<DesignFilter, 'readable' | 'platform' | 'channel'>,
) {
  const { context: rights, person } = actingIn(context, parts);
  const filter = { ...within, status: 'awaiting_input' } as const;
  const designs = scanDesigns(parts.engine.parts.store, filter, MAX_LOOKED_AT);
  return findWaitingFor(rights, person, designs);
}

/** Newest first. */
interface Waiting {
  /** For an answer or decision of this person. */
  readonly waiting: readonly DesignSummary[];
  readonly others: readonly DesignSummary[];
}

/** Looks through all these designs that wait for people. */
async function findWaitingFor(
  context: Pick<GatewayContext, 'engine' | 'policy'>,
  person: Person,
  designs: AsyncIterable<DesignSummary>,
): Promise<Waiting> {
  const waiting: { readonly design: DesignSummary; readonly until: number }[] = [];
  const others: DesignSummary[] = [];
  for await (const design of designs) {
    const until = await waitsUntil(context, person, design);
    if (until !== null) waiting.push({ design, until });
    else others.push(design);
  }
  const nearest = waiting.toSorted((one, other) => one.until - other.until);
  return { waiting: nearest.map(({ design }) => design), others };
}

/** Until when it waits for something that this person may do; `null` if it does not. */
async function waitsUntil(
  { engine, policy }: Pick<GatewayContext, 'engine' | 'policy'>,
  person: Person,
  summary: DesignSummary,
): Promise<number | null> {
  const design = await engine.loadListed(summary);
  if (design === null) return null;
  const gate = openGate(design);
  if (gate !== null)
    return refuseDeciding(policy, person, design) === null ? gate.deadlineAt : null;
  return refuseAnswering(policy) === null ? answeringEndOf(design) : null;
}
