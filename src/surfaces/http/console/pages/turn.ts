import type { Context } from 'hono';
import { turnOf } from '#acts/runs/record.ts';
import type { TurnView } from '#core/outcome/turn-shape.ts';
import { cutText } from '#foundation/cut-text.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { drawTurnParts, listPromptParts } from '#presentation/turn/turn.ts';
import { drawLine, drawPaper, type Placed } from '../../drawing/html.ts';
import { html, type Piece } from '../../drawing/html-template.ts';
import { designOf } from '../../readable.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { placeOn } from '../drawn.ts';
import { drawTitled, linkToDesign } from '../elements.ts';
import { liveDesignAddressOf } from '../live.ts';
import { drawPage } from '../shell.ts';

/** The page of one turn. */
export async function drawTurnPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { engine } = parts;
  const design = await designOf(context, engine);
  const turn = await turnOf(engine.parts.store, design, context.req.param('n') ?? '');
  const placed = await placeOn(context, parts, design);
  const main = html`<div class="turn design"><header class="head"><p class="topic" dir="auto">${linkToDesign(design.id, design.topic)}</p>
<h1>${PAGE.turn.title} ${turn.number} <small>of ${turn.count}</small> <span dir="auto">${turn.title}</span></h1></header>
${drawPaper(drawTurnParts(turn), placed)}${drawPrompt(turn, placed)}</div>`;
  const title = `${PAGE.turn.title} ${turn.number} · ${cutText(design.topic, 60)}`;
  const live = turn.hasRecord ? {} : { live: liveDesignAddressOf(design.id, design.version) };
  return drawPage(context, { title, main, ...live });
}

function drawPrompt(turn: TurnView, placed: Placed): Piece {
  const parts = listPromptParts(turn).map(
    ({ name, text }) =>
      html`<details class="prompt"><summary>${drawLine(name, placed)}</summary>${drawPaper([[text]], placed)}</details>`,
  );
  return parts.length > 0 && drawTitled(PAGE.turn.prompt, parts, 'given');
}
