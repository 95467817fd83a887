import { clickable } from '../../../../presentation/format/document.ts';
import type { DifferenceRow } from '../../../../presentation/picture/differences.ts';
import type { DesignView } from '../../../../presentation/schema/view.ts';
import { differencesIn } from '../../../../presentation/talk/differences.ts';
import { settleControls } from '../../../../presentation/words/controls.ts';
import { drawButtons, drawDocument, drawLine, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/** Draws differences with their sides beside each other; where a reader may settle one, each side is its button. */
export function drawDifferences(view: DesignView, rows: readonly DifferenceRow[], placed: Placed): Markup {
  return html`${rows.map((each) => drawDifference(view, each, placed))}`;
}

function drawDifference(
  view: DesignView,
  { id, head, cost, sides, end }: DifferenceRow,
  placed: Placed,
): Markup {
  const buttons = settleControls(view, id);
  const each = sides.map(({ words, holders, came, best }, at) => {
    const control = buttons[at];
    const button = control && drawButtons(clickable(view.id, [control]), placed);
    const shown = button?.text ? button : html`<p dir="auto"><b>${drawLine(words, placed)}</b></p>`;
    const lines = [...came, ...(best.length > 0 ? [best] : [])].map(
      (line) => html`<p dir="auto">${drawLine(line, placed)}</p>`,
    );
    return html`<li>${shown}<p class="hint">${drawLine(holders, placed)}</p>${lines}</li>`;
  });
  const { folded } = differencesIn(view, [id]);
  const argued =
    folded && drawDocument({ ...differencesIn(view, [id]), sections: () => [], early: [] }, placed);
  const price = cost.length > 0 && html`<p class="hint" dir="auto">${drawLine(cost, placed)}</p>`;
  return html`<section class="difference" id="${id}"><p dir="auto">${drawLine(head, placed)}</p>${price}<ul class="sides">${each}</ul>
${end.map((line) => html`<p dir="auto">${drawLine(line, placed)}</p>`)}${argued}</section>`;
}
