import type { Context } from 'hono';
import { wakeToken } from '../../../../acts/runs/tokens.ts';
import { formatDay } from '../../../../core/vocabulary/figures.ts';
import { DAY_MS } from '../../../../foundation/day.ts';
import { listAsleep } from '../../../../ports/access-tokens.ts';
import {
  OPERATIONS,
  sayCondition,
  sayCost,
  saySpentOf,
  sayWarning,
} from '../../../../presentation/answers/operations.ts';
import { moment } from '../../../../presentation/format/document.ts';
import { PAGE } from '../../../../presentation/format/page-words.ts';
import { foldToOneLine } from '../../../../presentation/format/plain.ts';
import { sayPlainer } from '../../../../presentation/words/unavailable.ts';
import { readsAllChannels, viewerOf } from '../../access/viewer.ts';
import { drawLine } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawHiddenField, drawTitled } from '../elements.ts';
import { liveListAddressOf } from '../live.ts';
import { readForm } from '../sent-form.ts';
import { drawPage, type Markup } from '../shell.ts';
import { drawDesignLink, drawTroubles, readIfAvailable, readStoreFacts } from '../troubles.ts';

const MAX_WARNINGS = 10;
const COST_DAYS = 14;

/**
 * Tells operators if anything is wrong, what to do about it, and what it costs. The cost is that of all channels, so only for viewers
 * who may read them all.
 */
export async function drawOperationsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const live = liveListAddressOf(parts);
  const facts = await readStoreFacts(parts);
  const [troubles, asleep, warnings, costs, plainer] = await Promise.all([
    drawTroubles(context, parts, facts),
    readIfAvailable(drawAsleep(parts)),
    drawWarnings(context, parts),
    readsAllChannels(viewerOf(context)) ? readIfAvailable(drawCosts(parts)) : null,
    readIfAvailable(drawPlainerModels(parts)),
  ]);
  const today = facts.today && html`<p>${PAGE.list.today}: ${saySpentOf(facts.today)}</p>`;
  const main = html`<div class="sheet wide operations"><h1>${OPERATIONS.title}</h1>
${troubles ?? html`<p class="well">${sayCondition([])}</p>`}
${asleep && drawTitled(OPERATIONS.asleep, asleep)}
<div class="beside">${drawTitled(OPERATIONS.warnings, [warnings, plainer])}
${costs && drawTitled(OPERATIONS.costs, [today, costs])}</div></div>`;
  return drawPage(context, { title: OPERATIONS.title, main, live });
}

/** Wakes the token that the form names, and shows the page again. */
export async function handleWaking(context: Context, { engine }: ConsoleParts): Promise<Response> {
  const name = (await readForm(context)).text('token');
  await wakeToken(engine.parts, name, (words) => context.set('about', words));
  return context.redirect('/operations', 303);
}

/** Tokens that sleep, each with its button; `null` for none. */
async function drawAsleep({ engine }: ConsoleParts): Promise<Markup | null> {
  const asleep = await listAsleep(engine.parts.tokens, engine.parts.clock.now());
  if (asleep.length === 0) return null;
  const rows = asleep.map(
    ({ name, asleepSince, createdAt, createdBy }) =>
      html`<li><form class="inline" method="post" action="/operations">${drawHiddenField('token', name)}<span>${OPERATIONS.sleeps({ name, asleepSince, createdAt, createdBy })}</span> <button type="submit">${OPERATIONS.wake}</button></form></li>`,
  );
  return html`<p>${OPERATIONS.whyAsleep}</p><ul class="entries">${rows}</ul>`;
}

async function drawCosts({ engine }: ConsoleParts): Promise<Markup> {
  const { clock, store } = engine.parts;
  const now = clock.now();
  const costs = await store.dayCosts((Math.floor(now / DAY_MS) - COST_DAYS + 1) * DAY_MS);
  const days = costs
    .toReversed()
    .map(
      ({ day, usd, designs }) =>
        html`<li><b>${formatDay(day * DAY_MS, now)}</b>: ${sayCost(usd, designs)}</li>`,
    );
  return html`<ul class="entries">${days}</ul>`;
}

/** The last warnings, with cause and design for those who may read it. */
async function drawWarnings(context: Context, parts: ConsoleParts): Promise<Markup> {
  const readsAll = readsAllChannels(viewerOf(context));
  const rows = parts.warnings.all
    .slice(0, MAX_WARNINGS)
    .map(async ({ at, event, designId, cause, toDo, times }) => {
      const design = await drawDesignLink(context, parts, designId);
      const words = sayWarning(event, readsAll || design !== null ? foldToOneLine(cause) : '');
      const often = times > 1 ? `, ${times} times in a row` : '';
      return html`<li><small>${drawLine([moment(at, 0)])}${often}</small> <b dir="auto">${words}</b> ${design}<br>${toDo} <small><code>${event}</code></small></li>`;
    });
  return rows.length === 0
    ? html`<p>${OPERATIONS.noWarnings}</p>`
    : html`<ul class="entries">${await Promise.all(rows)}</ul>`;
}

/** Models that are asked plainer than their endpoint should allow. */
async function drawPlainerModels({ engine }: ConsoleParts): Promise<Markup | null> {
  const forms = (await engine.parts.modelForms.list()).filter(({ leftOut }) => leftOut.length > 0);
  if (forms.length === 0) return null;
  const rows = forms.map(
    ({ model, endpoint, leftOut }) => html`<li><b>${model}</b> (${endpoint}): ${sayPlainer(leftOut)}</li>`,
  );
  return html`<ul class="entries">${rows}</ul>`;
}
