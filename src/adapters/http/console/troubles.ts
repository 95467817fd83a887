import type { Context } from 'hono';
import type { Oldest } from '../../../engine/ports/operations.ts';
import { Fault, type FaultCode } from '../../../foundation/fault.ts';
import { OPERATIONS } from '../../../presentation/web/operations-words.ts';
import { storeAway, type Trouble, troublesOf } from '../../../presentation/web/troubles.ts';
import { readsAllChannels, viewerOf } from '../access/viewer.ts';
import { drawnLine } from '../drawing/html.ts';
import { html } from '../drawing/html-template.ts';
import type { ConsoleParts } from './console-parts.ts';
import type { Markup } from './shell.ts';

export const AWAY: FaultCode = 'store_unavailable';

interface StoreFacts {
  readonly oldest: Oldest | null;
  readonly today: { readonly spentUsd: number; readonly budgetUsd: number | null } | null;
}

/** Asks the store; each fact is `null` if it does not answer. */
export async function storeFacts({ engine }: ConsoleParts): Promise<StoreFacts> {
  const [oldest, today] = await Promise.all([
    unlessAway(engine.parts.operations.oldest(engine.parts.clock.now())),
    unlessAway(engine.spentToday()),
  ]);
  return { oldest, today };
}

/** Returns `null` if the store does not answer. Rejects for any other reason. */
export async function unlessAway<Facts>(asked: Promise<Facts>): Promise<Facts | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Fault && error.code === AWAY) return null;
    throw error;
  }
}

export function storeAwayMarkup(): Markup {
  return troublesMarkup([storeAway()]);
}

export function troublesHere(
  context: Context,
  { engine, gateways, warnings }: ConsoleParts,
  { oldest, today }: StoreFacts,
) {
  return troublesOf({
    now: engine.parts.clock.now(),
    oldest,
    today,
    showsMoney: readsAllChannels(viewerOf(context)),
    outages: engine.models.current,
    failing: engine.models.failing,
    disconnected: [...gateways].flatMap(([name, { isConnected }]) => (isConnected() ? [] : name)),
    warnings: warnings.all,
  });
}

/** Draws each trouble with its remedy; empty for none. */
export function troublesMarkup(troubles: readonly Trouble[], way: Markup | '' = ''): Markup {
  if (troubles.length === 0) return html``;
  const rows = troubles.map(({ what, remedy }) => html`<li><b>${drawnLine(what)}</b> ${remedy}</li>`);
  return html`<section class="troubles" aria-label="${OPERATIONS.troubles}"><ul>${rows}</ul>${way}</section>`;
}
