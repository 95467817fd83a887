import type { Document } from '../../core/telling/document.ts';
import { type Overview, overviewDocument } from '../../core/telling/message/answers.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { listedDesigns } from '../listed-designs.ts';
import { type Person, whyNotAnswer, whyNotDecide } from '../permission.ts';
import type { DesignSummary, SharedStore } from '../ports/store.ts';
import type { GatewayContext } from './gateway-context.ts';

/** Limit for the open designs, and for the ended ones, that are searched for those a person may see. */
const MAX_LOOKED_AT = 300;
const MAX_SHOWN = 8;

/**
 * Returns the overview of one person on the platform: designs that wait for them, others under way, and those they have started.
 * Only designs that pass `maySee` are looked at.
 */
export async function overviewFor(
  context: GatewayContext,
  person: Person,
  maySee: (design: DesignSummary) => Promise<boolean>,
): Promise<Document> {
  const { platform, engine, linkTo } = context;
  const { store } = engine.parts;
  const [[waiting, others], running, own] = await Promise.all([
    asking(context, person, maySee),
    seen(store, { platform, status: 'running' }, maySee),
    seen(
      store,
      { platform, starter: person.id },
      async (design) => design.endedAt !== null && maySee(design),
    ),
  ]);
  const overview: Overview = { waiting, running: [...others, ...running].slice(0, MAX_SHOWN), own };
  return overviewDocument(overview, linkTo);
}

/** The newest that wait for this person, and the newest that wait for somebody else. */
async function asking(
  context: GatewayContext,
  person: Person,
  maySee: (design: DesignSummary) => Promise<boolean>,
): Promise<[waiting: DesignSummary[], others: DesignSummary[]]> {
  const { platform, engine } = context;
  const filter = { platform, status: 'awaiting_input' } as const;
  const [waiting, others]: [DesignSummary[], DesignSummary[]] = [[], []];
  for await (const design of listedDesigns(engine.parts.store, filter, MAX_LOOKED_AT)) {
    if (!(await maySee(design))) continue;
    const found = (await waitsFor(context, person, design)) ? waiting : others;
    if (found.length < MAX_SHOWN) found.push(design);
    if (waiting.length === MAX_SHOWN) break;
  }
  return [waiting, others];
}

/** The newest of them. */
async function seen(
  store: SharedStore,
  filter: Parameters<typeof listedDesigns>[1],
  maySee: (design: DesignSummary) => Promise<boolean>,
): Promise<DesignSummary[]> {
  const found: DesignSummary[] = [];
  for await (const design of listedDesigns(store, filter, MAX_LOOKED_AT)) {
    if (await maySee(design)) found.push(design);
    if (found.length === MAX_SHOWN) break;
  }
  return found;
}

/** Tells if it waits for something that this person may do. */
async function waitsFor(
  { engine, policy }: GatewayContext,
  person: Person,
  { id }: DesignSummary,
): Promise<boolean> {
  const design = await engine.design(id);
  if (design === null) return false;
  if (openGate(design) !== null) return whyNotDecide(policy, person, design) === null;
  return design.answering !== null && whyNotAnswer(policy, person) === null;
}
