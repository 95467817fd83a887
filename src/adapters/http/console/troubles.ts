import type { Context } from 'hono';
import { html } from 'hono/html';
import { OPERATIONS } from '../../../core/telling/page/operations-words.ts';
import { type Trouble, troublesOf } from '../../../core/telling/page/troubles.ts';
import type { OperationFacts } from '../../../runtime/ports/operations.ts';
import { readingOf } from '../readable.ts';
import { viewerOf } from '../viewer.ts';
import type { ConsoleParts } from './console-parts.ts';
import { drawnLine } from './drawn.ts';
import type { Markup } from './shell.ts';

/** Tells if this viewer operates the daemon or one of its platforms. */
export function operatesHere(context: Context): boolean {
  const viewer = viewerOf(context);
  switch (viewer.kind) {
    case 'operator':
      return true;
    case 'token':
      return viewer.token.role === 'operate';
    case 'person':
      return readingOf(context).platforms.get(viewer.platform)?.isOperator(viewer.person) === true;
    case 'link':
      return false;
  }
}

/** State of the store, as far as it answers. */
export interface StoreFacts {
  readonly facts: OperationFacts | null;
  readonly today: { readonly spentUsd: number; readonly budgetUsd: number | null } | null;
}

/** Asks the store; `null` for what it does not answer, so that a page can say so. */
export async function storeFacts({ engine }: ConsoleParts): Promise<StoreFacts> {
  const [facts, today] = await Promise.all([
    unlessAway(engine.parts.operations.facts(engine.parts.clock.now())),
    unlessAway(engine.spentToday()),
  ]);
  return { facts, today };
}

/** Returns `null` where the store does not answer: the page says so, and the rest of it stands. */
export async function unlessAway<Facts>(asked: Promise<Facts>): Promise<Facts | null> {
  const [found] = await Promise.allSettled([asked]);
  return found.status === 'fulfilled' ? found.value : null;
}

/** Returns everything here that takes an operator. */
export function troublesHere({ engine, gateways, warnings }: ConsoleParts, { facts, today }: StoreFacts) {
  return troublesOf({
    now: engine.parts.clock.now(),
    oldest: facts === null ? null : { outbox: facts.outbox.oldestAt, rounds: facts.rounds.oldestAt },
    today,
    outages: engine.modelOutages,
    platforms: [...gateways].map(([name, { isConnected }]) => {
      const { counts, lastAt } = engine.chatFailures(name);
      return { name, isConnected: isConnected(), refusedAt: counts.refused > 0 ? lastAt : null };
    }),
    warnings: warnings.all,
  });
}

/** Draws what takes an operator, each with its remedy; nothing where all is well. */
export function troublesMarkup(troubles: readonly Trouble[], way: Markup | '' = ''): Markup {
  if (troubles.length === 0) return html``;
  const rows = troubles.map(({ what, remedy }) => html`<li><b>${drawnLine(what)}</b> ${remedy}</li>`);
  return html`<section class="troubles" aria-label="${OPERATIONS.troubles}"><ul>${rows}</ul>${way}</section>`;
}
