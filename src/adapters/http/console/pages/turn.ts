import type { Context } from 'hono';
import { html } from 'hono/html';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import { oneLine } from '../../../../core/telling/plain.ts';
import { promptParts, turnSections } from '../../../../core/telling/turn.ts';
import { readTurn } from '../../../../runtime/turn/traced.ts';
import { designOf } from '../../design-routes.ts';
import { safeUrl } from '../../own-path.ts';
import { numberIn, unknownTurn } from '../../trace-routes.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawnLine, drawnPaper, placedOn } from '../drawn.ts';
import { liveDesign } from '../live.ts';
import { type Markup, page } from '../shell.ts';

/** One turn: what it saw, did, answered and cost, and why it failed. */
export async function turnPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { engine } = parts;
  const design = await designOf(context, engine);
  const number = numberIn(context);
  const turn = number === null ? null : await readTurn(engine.parts.store, design, number);
  if (turn === null) throw unknownTurn(design.turns.length);
  const placed = await placedOn(context, parts, design);
  const step = (to: number | null, label: string, rel: string): Markup =>
    to === null
      ? html``
      : html`<li><a rel="${rel}" href="${safeUrl(`/designs/${design.id}/turns/${to}`)}">${label}</a></li>`;
  const prompt = promptParts(turn).map(
    ({ name, text }) =>
      html`<details class="prompt"><summary>${drawnLine(name, placed)}</summary>${drawnPaper([[text]], placed)}</details>`,
  );
  const whole = prompt.length === 0 ? '' : html`<section><h3>${PAGE.turn.prompt}</h3>${prompt}</section>`;
  const main = html`<div class="turn sheet design"><p class="topic" dir="auto"><a href="${safeUrl(`/designs/${design.id}`)}">${oneLine(design.topic)}</a></p>
<h1>${PAGE.turn.title} ${turn.number}: <span dir="auto">${turn.title}</span></h1>
<nav class="steps" aria-label="${turn.title}"><ul>${step(turn.previous, PAGE.turn.previous, 'prev')}${step(turn.next, PAGE.turn.next, 'next')}</ul></nav>
${drawnPaper(turnSections(turn), placed)}${whole}</div>`;
  const title = `${PAGE.turn.title} ${turn.number} · ${design.topic.slice(0, 60)}`;
  const live = turn.hasRecord ? {} : { live: liveDesign(design.id, design.version) };
  return page(context, { title, navigation: null, main, ...live });
}
