import type { Context } from 'hono';
import { html } from 'hono/html';
import { overDesignsWords, PAGE } from '../../../../core/telling/page/page-words.ts';
import { grouped, money } from '../../../../core/vocabulary/figures.ts';
import { figuresOfPersonas, type PersonaFigures } from '../../../../runtime/persona-figures.ts';
import { onlyReadable } from '../../readable.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { type Markup, page } from '../shell.ts';

/** Each persona with its models, crashes, dissents, moves and cost, over the newest ended designs that this viewer may read. */
export async function personasPage(context: Context, { engine }: ConsoleParts): Promise<Response> {
  const { title, none, heads } = PAGE.personas;
  const { designs, figures } = await figuresOfPersonas(engine.parts.store, await onlyReadable(context));
  const table = html`<p>${overDesignsWords(designs)}</p>
<table class="cards" tabindex="0"><thead><tr>${heads.map((head, at) => html`<th scope="col" class="${at > 1 ? 'number' : ''}">${head}</th>`)}</tr></thead><tbody>${figures.map(rowMarkup)}</tbody></table>`;
  const main = html`<div class="sheet wide"><h1>${title}</h1>${figures.length === 0 ? html`<p class="empty">${none}</p>` : table}</div>`;
  return page(context, { title, navigation: '/personas', main });
}

function rowMarkup({
  title,
  models,
  designs,
  turns,
  crashes,
  dissents,
  moves,
  ...cost
}: PersonaFigures): Markup {
  const [, ofModels, ...heads] = PAGE.personas.heads;
  const counts = [designs, turns, crashes, dissents, moves].map(grouped);
  const figures = [...counts, money(cost.costUsd, cost.costIsAtLeast)].map(
    (each, at) => html`<td class="number" data-head="${heads[at] ?? ''}">${each}</td>`,
  );
  return html`<tr><th scope="row" dir="auto">${title}</th><td data-head="${ofModels}" dir="auto">${models.join(', ')}</td>${figures}</tr>`;
}
