import { answeringUntil } from '../../../core/questions/questions.ts';
import { openGate } from '../../../core/vocabulary/status.ts';
import type { Reader } from '../../../engine/access/may-read.ts';
import { type Person, refusalForAnswering, refusalForDeciding } from '../../../engine/access/permission.ts';
import type { DesignFilter, DesignSummary } from '../../../engine/ports/store.ts';
import { listedDesigns } from '../../../engine/reading/listed-designs.ts';
import type { Document } from '../../../presentation/format/document.ts';
import { withPage } from '../../../presentation/format/page-address.ts';
import { type Overview, overviewDocument } from '../../../presentation/lists.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { ownReading } from '../reading.ts';

/** Most open designs, and most ended ones, to look through for one person. */
export const MAX_LOOKED_AT = 300;
const MAX_SHOWN = 8;

/** One person's overview of the platform: readable designs that wait for them, others under way, and their own. */
export async function overviewFor(context: GatewayContext, person: Person): Promise<Document> {
  const { platform, linkTo } = context;
  const reading = await ownReading(context, person);
  const asked = readable(context, { platform, status: 'awaiting_input' }, reading);
  const [{ waiting, others }, running, own] = await Promise.all([
    designsWaitingFor(context, person, asked, MAX_SHOWN),
    seen(context, { platform, status: 'running' }, reading),
    seen(context, { platform, starter: person.id }, reading, ({ endedAt }) => endedAt !== null),
  ]);
  const paged = (designs: readonly DesignSummary[]) =>
    designs.map((each) => withPage(each, context.engine.parts.publicUrl));
  const overview: Overview = {
    waiting: paged(waiting),
    running: paged([...others, ...running].slice(0, MAX_SHOWN)),
    own: paged(own),
  };
  return overviewDocument(overview, linkTo);
}

/** Newest first. */
interface Waiting {
  /** For an answer or decision of this person. */
  readonly waiting: readonly DesignSummary[];
  readonly others: readonly DesignSummary[];
}

/** Looks through all these designs that wait for people. Returns `limit` at most of each kind. */
export async function designsWaitingFor(
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

async function seen(
  context: GatewayContext,
  filter: ListFilter,
  reading: Reader,
  isMeant: (design: DesignSummary) => boolean = () => true,
): Promise<DesignSummary[]> {
  const found: DesignSummary[] = [];
  for await (const design of readable(context, filter, reading)) {
    if (isMeant(design)) found.push(design);
    if (found.length === MAX_SHOWN) break;
  }
  return found;
}

type ListFilter = Omit<DesignFilter, 'limit' | 'before' | 'readable'>;

/**
 * Yields designs that this person may read (A18), newest first. The store selects by channel, so that others take no
 * place.
 */
async function* readable(
  { engine }: GatewayContext,
  filter: ListFilter,
  { listed, mayRead }: Reader,
): AsyncGenerator<DesignSummary, void> {
  const selected = { ...filter, ...(listed !== null && { readable: listed }) };
  for await (const design of listedDesigns(engine.parts.store, selected, MAX_LOOKED_AT)) {
    if (await mayRead(design)) yield design;
  }
}

/** Until when it waits for something that this person may do; `null` if it does not. */
async function waitsUntil(
  { engine, policy }: Pick<GatewayContext, 'engine' | 'policy'>,
  person: Person,
  summary: DesignSummary,
): Promise<number | null> {
  const design = await engine.listedDesign(summary);
  if (design === null) return null;
  const gate = openGate(design);
  if (gate !== null) return refusalForDeciding(policy, person, design) === null ? gate.deadlineAt : null;
  return refusalForAnswering(policy) === null ? answeringUntil(design) : null;
}
