import type { Context } from 'hono';
import { type Given, sumGiven } from '#core/outcome/given.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { formatDay, formatMoney } from '#core/vocabulary/figures.ts';
import { DAY_MS } from '#foundation/day.ts';
import { OPERATIONS, sayCost, saySpentOf } from '#presentation/answers/operations.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { html } from '../../drawing/html-template.ts';
import { readerOfRequest } from '../../readable.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawTitled } from '../elements.ts';
import type { Markup } from '../shell.ts';

const COST_DAYS = 14;
/** Ended designs over which personas and models are compared. */
const COMPARED = 20;

/** The cost of each day beside the day's limit, of all channels. */
export async function drawDays(
  { engine }: ConsoleParts,
  today: { readonly spentUsd: number; readonly budgetUsd: number | null },
): Promise<Markup> {
  const { clock, store } = engine.parts;
  const now = clock.now();
  const days = await store.dayCosts((Math.floor(now / DAY_MS) - COST_DAYS + 1) * DAY_MS);
  const dearest = Math.max(0, ...days.map(({ usd }) => usd));
  const most = today.budgetUsd ?? dearest;
  const rows = days.toReversed().map(({ day, usd, designs }) => {
    const words = sayCost(usd, designs);
    return html`<tr><th scope="row">${formatDay(day * DAY_MS, now)}</th><td>${most > 0 && html`<meter max="${Math.max(most, dearest)}" high="${most}" value="${usd}" aria-hidden="true"></meter>`}</td><td>${words}</td></tr>`;
  });
  return drawTitled(
    OPERATIONS.costs,
    html`<p>${PAGE.list.today}: ${saySpentOf(today)}</p><table>${rows}</table>`,
  );
}

/**
 * What personas and models gave over the newest ended designs that the viewer finds in a list;
 * `null` without any.
 */
export async function drawGivenCosts(
  context: Context,
  { engine }: ConsoleParts,
): Promise<Markup | null> {
  const { listed } = await readerOfRequest(context);
  const readable = listed === null ? {} : { readable: listed };
  const ended = await engine.parts.store.list({ ...readable, isEnded: true, limit: COMPARED });
  const designs = (await Promise.all(ended.map((each) => engine.loadListed(each)))).filter(
    (design): design is Design => design !== null,
  );
  if (designs.length === 0) return null;
  const { given } = OPERATIONS;
  const tables = [
    drawTable(given.persona, sumGiven(designs, 'title')),
    drawTable(given.model, sumGiven(designs, 'model')),
  ];
  return drawTitled(given.title(designs.length), [html`<p>${given.words}</p>`, tables]);
}

function drawTable(name: string, all: readonly Given[]): Markup {
  const dearest = Math.max(0, ...all.map(({ usd }) => usd));
  const { heads: names } = OPERATIONS.given;
  const rows = all.map(({ name: each, designs, usd, claims, adopted, cited, held, refuted }) => {
    const meter =
      dearest > 0 && html`<meter max="${dearest}" value="${usd}" aria-hidden="true"></meter>`;
    const cells = [
      designs,
      html`${formatMoney(usd)} ${meter}`,
      shareOf(adopted, claims),
      shareOf(held, cited),
      claims > 0 && refuted,
    ];
    const drawn = cells.map((cell, at) => html`<td data-head="${names[at]}">${cell}</td>`);
    return html`<tr><th scope="row" dir="auto">${each}</th>${drawn}</tr>`;
  });
  const heads = [name, ...names].map((head) => html`<th scope="col">${head}</th>`);
  return html`<table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table>`;
}

/** *3 of 7*; empty for none. */
function shareOf(some: number, all: number): string {
  return all === 0 ? '' : `${some} of ${all}`;
}
