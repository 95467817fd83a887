import type { Context } from 'hono';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import { Fault, type FaultCode } from '../../../foundation/fault.ts';
import type { Oldest } from '../../../ports/store.ts';
import {
  sayCondition,
  type Trouble,
  tellStoreUnavailable,
  troublesOf,
} from '../../../presentation/answers/operations.ts';
import { foldToOneLine } from '../../../presentation/format/plain.ts';
import { readsAllChannels, viewerOf } from '../access/viewer.ts';
import { drawLine } from '../drawing/html.ts';
import { html } from '../drawing/html-template.ts';
import { findReadable } from '../readable.ts';
import type { ConsoleParts } from './console-parts.ts';
import { linkToDesign } from './elements.ts';
import type { Markup } from './shell.ts';

export const STORE_UNAVAILABLE: FaultCode = 'store_unavailable';

interface StoreFacts {
  readonly oldest: Oldest | null;
  readonly today: { readonly spentUsd: number; readonly budgetUsd: number | null } | null;
}

/** Asks the store; each fact is `null` if it does not answer. */
export async function readStoreFacts({ engine }: ConsoleParts): Promise<StoreFacts> {
  const [oldest, today] = await Promise.all([
    readIfAvailable(engine.parts.store.oldestWaiting(engine.parts.clock.now())),
    readIfAvailable(engine.readSpendingToday()),
  ]);
  return { oldest, today };
}

/** Returns `null` if the store does not answer. Rejects for any other reason. */
export async function readIfAvailable<Facts>(asked: Promise<Facts>): Promise<Facts | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Fault && error.code === STORE_UNAVAILABLE) return null;
    throw error;
  }
}

export function drawUnavailableStore(): Markup {
  return drawAll([{ ...tellStoreUnavailable(), design: null }]);
}

/** Draws each trouble with its remedy and its design. Of troubles that are none, it is empty. */
export async function drawTroubles(
  context: Context,
  parts: ConsoleParts,
  { oldest, today }: StoreFacts,
): Promise<Markup | null> {
  const { engine, gateways, warnings } = parts;
  const readsAll = readsAllChannels(viewerOf(context));
  const troubles = troublesOf({
    now: engine.parts.clock.now(),
    oldest,
    today,
    showsMoney: readsAll,
    permanent: engine.models.permanent,
    temporary: engine.models.temporary,
    disconnected: [...gateways].flatMap(([name, { isConnected, tokenToDo }]) => {
      const toDo = tokenToDo();
      return toDo === null && isConnected() ? [] : { name, toDo };
    }),
    warnings: warnings.all.map((each) => ({ ...each, cause: readsAll ? foldToOneLine(each.cause) : '' })),
  });
  if (troubles.length === 0) return null;
  return drawAll(
    await Promise.all(
      troubles.map(async (each) => ({
        ...each,
        design: await drawDesignLink(context, parts, each.designId),
      })),
    ),
  );
}

function drawAll(troubles: readonly (Trouble & { readonly design: Markup | null })[]): Markup {
  const words = sayCondition(troubles);
  const level = troubles.some(({ isLoss }) => isLoss) ? 'error' : 'warning';
  const rows = troubles.map(
    ({ what, remedy, design }) => html`<li><b>${drawLine(what)}</b> ${design} ${remedy}</li>`,
  );
  return html`<section class="troubles" data-level="${level}"><h2>${words}</h2><ul>${rows}</ul></section>`;
}

/** Links to a design by its question; `null` for one that the viewer may not read, or the store does not tell. */
export async function drawDesignLink(
  context: Context,
  { engine }: ConsoleParts,
  named: string | null,
): Promise<Markup | null> {
  const id = DesignId.safeParse(named);
  if (!id.success) return null;
  const design = await readIfAvailable(findReadable(context, engine.parts.store, id.data));
  return design && linkToDesign(design.id, design.topic);
}
