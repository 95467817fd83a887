import { clickable, type Line } from '#presentation/format/document.ts';
import { type DifferenceRow, listOpenInShort } from '#presentation/picture/differences.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { drawDifferencesMessage } from '#presentation/talk/differences.ts';
import { settleControls } from '#presentation/words/controls.ts';
import { drawButtons, drawDocument, drawLine, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/**
 * Draws differences with their sides beside each other; where a reader may settle one, each side is
 * its button.
 */
export function drawDifferences(
  view: DesignView,
  rows: readonly DifferenceRow[],
  placed: Placed,
): Markup {
  return html`${rows.map((each) => drawDifference(view, each, placed))}`;
}

/** Most that are told in short; the page has all. */
const TOLD_IN_SHORT = 2;

/** Draws who holds what in the differences that a caveat names; each leads to all of it. */
export function drawOpenDifferences(view: DesignView, placed: Placed): Markup {
  return html`${listOpenInShort(view)
    .slice(0, TOLD_IN_SHORT)
    .map(
      ({ id, head, sides }) =>
        html`<p class="open-difference" dir="auto"><a href="${`#${id}`}">${drawLine(head, placed)}</a> ${drawLine(sides, placed)}</p>`,
    )}`;
}

function drawDifference(
  view: DesignView,
  { id, head, cost, sides, end }: DifferenceRow,
  placed: Placed,
): Markup {
  const buttons = settleControls(view, id);
  const paragraph = (line: Line) => html`<p dir="auto">${drawLine(line, placed)}</p>`;
  const each = sides.map(({ words, holders, notes }, at) => {
    const button = drawButtons(clickable(view.id, buttons.slice(at, at + 1)), placed);
    const shown =
      button.text === '' ? html`<p dir="auto"><b>${drawLine(words, placed)}</b></p>` : button;
    return html`<li>${shown}<p class="hint">${drawLine(holders, placed)}</p>${notes.map(paragraph)}</li>`;
  });
  const argument = drawDocument(
    { ...drawDifferencesMessage(view, [id]), sections: [], early: [] },
    placed,
  );
  return html`<section class="difference" id="${id}">${paragraph(head)}<ul class="sides">${each}</ul>${cost.length > 0 && paragraph(cost)}${end.map(paragraph)}${argument}</section>`;
}
