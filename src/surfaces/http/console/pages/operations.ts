import type { Context } from 'hono';
import { wakeToken } from '#acts/runs/tokens.ts';
import { listAsleep } from '#ports/access-tokens.ts';
import { OPERATIONS } from '#presentation/answers/operations.ts';
import { sayPlainer } from '#presentation/words/unavailable.ts';
import { mayUse } from '../../access/may-use.ts';
import { readsAllChannels, viewerOf } from '../../access/viewer.ts';
import { html } from '../../drawing/html-template.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawHiddenField, drawTitled } from '../elements.ts';
import { liveListAddressOf } from '../live.ts';
import { readForm } from '../sent-form.ts';
import { drawPage, type Markup } from '../shell.ts';
import { drawCondition, readIfAvailable, readStoreFacts } from '../troubles.ts';
import { drawDays, drawGivenCosts } from './costs.ts';

/**
 * Tells operators if anything is wrong, what to do about it, and what it costs. The cost is that of
 * all channels, so only for viewers who may read them all.
 */
export async function drawOperationsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const live = liveListAddressOf(parts);
  const facts = await readStoreFacts(parts);
  const [condition, asleep, days, given, plainer] = await Promise.all([
    drawCondition(context, parts, facts),
    readIfAvailable(drawAsleep(context, parts)),
    facts.today !== null && readsAllChannels(viewerOf(context))
      ? readIfAvailable(drawDays(parts, facts.today))
      : null,
    readIfAvailable(drawGivenCosts(context, parts)),
    readIfAvailable(drawPlainerModels(parts)),
  ]);
  const main = html`<div class="sheet wide operations"><h1>${OPERATIONS.title}</h1>
${condition}
${asleep && drawTitled(OPERATIONS.asleep, asleep)}
${plainer && drawTitled(OPERATIONS.plainer, plainer)}
${days}${given}</div>`;
  return drawPage(context, { title: OPERATIONS.title, main, live });
}

/** Wakes the token that the form names, and shows the page again. */
export async function handleWaking(context: Context, { engine }: ConsoleParts): Promise<Response> {
  const name = (await readForm(context)).text('token');
  await wakeToken(engine.parts, name, (words) => context.set('detail', words));
  return context.redirect('/operations', 303);
}

/** Tokens that sleep, for who may wake one each with its button; `null` for none. */
async function drawAsleep(context: Context, { engine }: ConsoleParts): Promise<Markup | null> {
  const asleep = await listAsleep(engine.parts.tokens, engine.parts.clock.now());
  if (asleep.length === 0) return null;
  const mayWake = mayUse(context, 'POST /operations');
  const rows = asleep.map(
    ({ name, asleepSince, createdAt, createdBy }) =>
      html`<li>${OPERATIONS.sleeps({ name, asleepSince, createdAt, createdBy })} ${mayWake && drawWaking(name)}</li>`,
  );
  return html`<p>${OPERATIONS.whyAsleep}</p><ul class="entries">${rows}</ul>`;
}

function drawWaking(name: string): Markup {
  return html`<form class="inline" method="post" action="/operations">${drawHiddenField('token', name)}<button type="submit">${OPERATIONS.wake}</button></form>`;
}

/** Models that are asked plainer than their endpoint should allow. */
async function drawPlainerModels({ engine }: ConsoleParts): Promise<Markup | null> {
  const forms = (await engine.parts.modelForms.list()).filter(({ leftOut }) => leftOut.length > 0);
  if (forms.length === 0) return null;
  const rows = forms.map(
    ({ model, endpoint, leftOut }) =>
      html`<li><b>${model}</b> (${endpoint}): ${sayPlainer(leftOut)}</li>`,
  );
  return html`<ul class="entries">${rows}</ul>`;
}
