import type { Control } from '#presentation/format/control.ts';
import { clickable, type Line } from '#presentation/format/document.ts';
import { convertToPlain } from '#presentation/format/plain-document.ts';
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
  { id, head, cost, sides, newest, end }: DifferenceRow,
  placed: Placed,
): Markup {
  const buttons = settleControls(view, id);
  const paragraph = (line: Line) => html`<p dir="auto">${drawLine(line, placed)}</p>`;
  const each = sides.map(({ words, holders, mayHold, notes }, at) => {
    const side = drawSide(view, buttons.slice(at, at + 1), words, placed);
    const room = mayHold.length > 0 && html` data-room="${convertToPlain(mayHold)}"`;
    return html`<li>${side}<p class="hint"${room}><span>${drawLine(holders, placed)}</span></p>${notes.map(paragraph)}</li>`;
  });
  const argument = drawDocument(
    { ...drawDifferencesMessage(view, [id]), sections: [], early: [] },
    placed,
  );
  const isContested = newest.length > 0;
  const came = isContested && html`<p class="newest" dir="auto">${drawLine(newest, placed)}</p>`;
  return html`<section class="difference${isContested && ' contested'}" id="${id}">${paragraph(head)}<ul class="sides">${each}</ul>${came}${cost.length > 0 && paragraph(cost)}${end.map(paragraph)}${argument}</section>`;
}

/** Draws a side's words: as the button that chooses it, where this reader may. */
function drawSide(
  view: DesignView,
  button: readonly Control[],
  words: Line,
  placed: Placed,
): Markup {
  const drawn = drawButtons(clickable(view.id, button), placed);
  return drawn.text === '' ? html`<p dir="auto"><b>${drawLine(words, placed)}</b></p>` : drawn;
}
