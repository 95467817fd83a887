import type { Context } from 'hono';
import { turnOf } from '../../../../acts/runs/record.ts';
import type { TurnView } from '../../../../core/outcome/turn-shape.ts';
import type { DesignEvent } from '../../../../core/vocabulary/events.ts';
import type { Section } from '../../../../presentation/format/document.ts';
import { PAGE } from '../../../../presentation/format/page-words.ts';
import {
  drawContributed,
  drawCourse,
  drawTurnLine,
  failureIn,
  listPromptParts,
  listUsedParts,
  listWritten,
  type UsedPart,
} from '../../../../presentation/turn.ts';
import { viewOf } from '../../../../presentation/view/view.ts';
import { contributionOf } from '../../../../record/traced.ts';
import { cleanUrl } from '../../access/own-path.ts';
import { drawLine, drawPaper, type Placed } from '../../drawing/html.ts';
import { html, type Piece } from '../../drawing/html-template.ts';
import { designOf } from '../../readable.ts';
import { drawStackedBar } from '../charts.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { placeOn } from '../drawn.ts';
import { drawTitled, linkToDesign } from '../elements.ts';
import { liveDesignAddressOf } from '../live.ts';
import { drawPage } from '../shell.ts';

/** The page of one turn. */
export async function drawTurnPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { engine } = parts;
  const { store } = engine.parts;
  const design = await designOf(context, engine);
  const turn = await turnOf(store, design, context.req.param('n') ?? '');
  const events = turn.hasRecord ? await contributionOf(store, design, turn.number) : [];
  const placed = await placeOn(context, parts, design);
  const failure = failureIn(turn);
  const step = (to: number | null, label: string) =>
    to !== null &&
    html`<li><a class="button" href="${cleanUrl(`/designs/${design.id}/turns/${to}`)}">${label}</a></li>`;
  const main = html`<div class="turn design"><header class="head"><p class="topic" dir="auto">${linkToDesign(design.id, design.topic)}</p>
<h1>${PAGE.turn.title} ${turn.number} <small>of ${turn.count}</small> <span dir="auto">${turn.title}</span></h1>
<p>${drawLine(drawTurnLine(turn), placed)}</p></header>
<nav class="steps" aria-label="${turn.title}"><ul>${step(turn.previous, PAGE.turn.previous)}${step(turn.next, PAGE.turn.next)}</ul></nav>
${drawPapers(failure.length === 0 ? [] : [failure], placed, 'failure')}
<div class="halves"><div>${drawAnswer(turn, drawContributed(events, viewOf(design)), events, placed)}${drawPrompt(turn, placed)}</div>
<div>${drawUsed(listUsedParts(turn))}${drawPapers(drawCourse(turn), placed, 'did')}</div></div></div>`;
  const title = `${PAGE.turn.title} ${turn.number} · ${design.topic.slice(0, 60)}`;
  const live = turn.hasRecord ? {} : { live: liveDesignAddressOf(design.id, design.version) };
  return drawPage(context, { title, main, ...live });
}

function drawPapers(sections: readonly Section[], placed: Placed, name: string): Piece {
  return sections.length > 0 && html`<div class="${name}">${drawPaper(sections, placed)}</div>`;
}

/** Draws the turn's contribution, and below it, folded, the raw events and the model's own text. */
function drawAnswer(
  turn: TurnView,
  sections: readonly Section[],
  events: readonly DesignEvent[],
  placed: Placed,
): Piece {
  const raw = events.map((event) => JSON.stringify(event, null, 2));
  const texts = listWritten(turn);
  if (sections.length + texts.length === 0) return null;
  return html`<section class="answer"><h2>${PAGE.turn.answered}</h2>${drawPapers(sections, placed, 'contribution')}
${drawFolded(PAGE.turn.raw, raw)}${drawFolded(PAGE.turn.written, texts)}</section>`;
}

function drawFolded(summary: string, texts: readonly string[]): Piece {
  return (
    texts.length > 0 &&
    html`<details><summary>${summary}</summary>${texts.map((text) => html`<pre><code>${text}</code></pre>`)}</details>`
  );
}

function drawPrompt(turn: TurnView, placed: Placed): Piece {
  const parts = listPromptParts(turn).map(
    ({ name, text }) =>
      html`<details class="prompt"><summary>${drawLine(name, placed)}</summary>${drawPaper([[text]], placed)}</details>`,
  );
  return parts.length > 0 && drawTitled(PAGE.turn.prompt, parts, 'given');
}

/** Draws the tokens by part as one bar, with the figures below. */
function drawUsed(parts: readonly UsedPart[]): Piece {
  if (parts.length === 0) return null;
  const rows = parts.map(
    ({ name, words }, at) =>
      html`<li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="share-${at + 1}" width="10" height="10"/></svg> ${name}: ${words}</li>`,
  );
  return drawTitled(PAGE.turn.used, [drawStackedBar(parts), html`<ul>${rows}</ul>`], 'used');
}
