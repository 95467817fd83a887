import { answeringEndOf } from '#core/questions/replies/questions.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { type Person, refuseAnswering, refuseDeciding } from '#engine/access/permission.ts';
import type { DesignSummary } from '#ports/store.ts';
import { drawDesignsOverview, type Overview } from '#presentation/answers/lists.ts';
import type { Document } from '#presentation/format/document.ts';
import { addPage } from '#presentation/format/page-address.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { firstOf, ownReaderOf, scanReadable } from '../reading.ts';

/** Most open designs, and most ended ones, to look through for one person. */
export const MAX_LOOKED_AT = 300;
const MAX_SHOWN = 8;

/**
 * One person's overview of the platform: readable designs that wait for them, others under way, and
 * their own.
 */
export async function drawOverview(context: GatewayContext, person: Person): Promise<Document> {
  const { linkTo } = context;
  const reading = await ownReaderOf(context, person);
  const isEnded = ({ endedAt }: DesignSummary): boolean => endedAt !== null;
  const ownEnded = scanReadable(context, { starter: person.id }, reading, isEnded);
  const awaiting = scanReadable(context, { status: 'awaiting_input' }, reading);
  const [{ waiting, others }, running, own] = await Promise.all([
    findWaitingFor(context, person, awaiting, MAX_SHOWN),
    firstOf(scanReadable(context, { status: 'running' }, reading), MAX_SHOWN),
    firstOf(ownEnded, MAX_SHOWN),
  ]);
  const addPages = (designs: readonly DesignSummary[]) =>
    designs.map((each) => addPage(each, context.engine.parts.publicUrl));
  const overview: Overview = {
    waiting: addPages(waiting),
    running: addPages([...others, ...running].slice(0, MAX_SHOWN)),
    own: addPages(own),
    isPartial: reading.isPartial,
  };
  return drawDesignsOverview(overview, linkTo);
}

/** Newest first. */
interface Waiting {
  /** For an answer or decision of this person. */
  readonly waiting: readonly DesignSummary[];
  readonly others: readonly DesignSummary[];
}

/** Looks through all these designs that wait for people. Returns `limit` at most of each kind. */
export async function findWaitingFor(
  context: Pick<GatewayContext, 'engine' | 'policy'>,
  person: Person,
  designs: AsyncIterable<DesignSummary>,
  limit: number,
): Promise<Waiting> {
  const waiting: { readonly design: DesignSummary; readonly until: number }[] = [];
  const others: DesignSummary[] = [];
  for await (const design of designs) {
    const until = await waitsUntil(context, person, design);
    if (until !== null) waiting.push({ design, until });
    else if (others.length < limit) others.push(design);
  }
  const nearest = waiting.toSorted((one, other) => one.until - other.until);
  return { waiting: nearest.slice(0, limit).map(({ design }) => design), others };
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
