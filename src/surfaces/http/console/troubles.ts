import type { Context } from 'hono';
import { DesignId } from '#core/vocabulary/ids.ts';
import { Fault, type FaultCode } from '#foundation/fault.ts';
import type { Oldest } from '#ports/store.ts';
import {
  type Condition,
  earlierOf,
  OPERATIONS,
  sayCondition,
  type Trouble,
  tellStoreUnavailable,
  troublesOf,
} from '#presentation/answers/operations.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { readsAllChannels, viewerOf } from '../access/viewer.ts';
import { drawLine } from '../drawing/html.ts';
import { html } from '../drawing/html-template.ts';
import { findReadable } from '../readable.ts';
import type { ConsoleParts } from './console-parts.ts';
import { drawTitled, linkToDesign } from './elements.ts';
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
  const trouble = tellStoreUnavailable();
  return drawAll([trouble], [drawRow(trouble, null)]);
}

/** Draws each trouble with its remedy and its design; `null` for none. */
export async function drawTroubles(
  context: Context,
  parts: ConsoleParts,
  facts: StoreFacts,
): Promise<Markup | null> {
  const troubles = troublesOf(await conditionOf(context, parts, facts));
  return troubles.length === 0 ? null : drawAll(troubles, await drawRows(context, parts, troubles));
}

/** Draws the answer to *is anything wrong?*, with the warnings that no longer count. */
export async function drawCondition(
  context: Context,
  parts: ConsoleParts,
  facts: StoreFacts,
): Promise<Markup> {
  const earlier = earlierOf(await conditionOf(context, parts, facts));
  const rows = await drawRows(context, parts, earlier);
  const now = await drawTroubles(context, parts, facts);
  return html`${now ?? html`<p class="well">${sayCondition([], earlier)}</p>`}
${rows.length > 0 && drawTitled(OPERATIONS.earlier, html`<ul class="entries">${rows}</ul>`)}`;
}

/** The cause of a warning is for those who may read its design. */
async function conditionOf(
  context: Context,
  parts: ConsoleParts,
  { oldest, today }: StoreFacts,
): Promise<Condition> {
  const { engine, gateways } = parts;
  const readsAll = readsAllChannels(viewerOf(context));
  const warnings = parts.warnings.all.map(async (each) => {
    const mayRead = readsAll || (await drawDesignLink(context, parts, each.designId)) !== null;
    return { ...each, cause: mayRead ? foldToOneLine(each.cause) : '' };
  });
  return {
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
    warnings: await Promise.all(warnings),
  };
}

function drawAll(troubles: readonly Trouble[], rows: readonly Markup[]): Markup {
  const level = troubles.some(({ isLoss }) => isLoss) ? 'error' : 'warning';
  return html`<section class="troubles" data-level="${level}"><h2>${sayCondition(troubles)}</h2><ul>${rows}</ul></section>`;
}

function drawRows(
  context: Context,
  parts: ConsoleParts,
  troubles: readonly Trouble[],
): Promise<Markup[]> {
  return Promise.all(
    troubles.map(async (each) =>
      drawRow(each, await drawDesignLink(context, parts, each.designId)),
    ),
  );
}

function drawRow({ what, remedy }: Trouble, design: Markup | null): Markup {
  return html`<li><b>${drawLine(what)}</b> ${design} ${remedy}</li>`;
}

/**
 * Links to a design by its question; `null` for one that the viewer may not read, or the store does
 * not tell.
 */
async function drawDesignLink(
  context: Context,
  { engine }: ConsoleParts,
  named: string | null,
): Promise<Markup | null> {
  const id = DesignId.safeParse(named);
  if (!id.success) return null;
  const design = await readIfAvailable(findReadable(context, engine.parts.store, id.data));
  return design && linkToDesign(design.id, design.topic);
}
