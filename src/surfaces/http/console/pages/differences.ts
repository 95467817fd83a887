import type { Control } from '#presentation/format/control.ts';
import { clickable, type Line } from '#presentation/format/document.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import {
  type ContestedRow,
  type DifferenceRow,
  listContestedRows,
  listOpenInShort,
} from '#presentation/picture/differences.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { drawDifferencesMessage } from '#presentation/talk/differences.ts';
import { settleControls } from '#presentation/words/controls.ts';
import { drawButtons, drawDocument, drawLine, drawPaper, type Placed } from '../../drawing/html.ts';
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

const NO_SIDE = '–';

/** Draws all differences while personas may change sides. Whoever does, nothing moves. */
export function drawContested(view: DesignView, placed: Placed): Markup | null {
  const rows = listContestedRows(view);
  return rows.length === 0
    ? null
    : html`${rows.map((each) => drawContestedRow(view, each, placed))}`;
}

function drawContestedRow(
  view: DesignView,
  { id, head, cost, sides, stances, newest, reasons }: ContestedRow,
  placed: Placed,
): Markup {
  const buttons = settleControls(view, id);
  const each = sides.map(
    ({ label, words }, at) =>
      html`<li><b>${label}</b> ${drawSide(view, buttons.slice(at, at + 1), words, placed)}</li>`,
  );
  const stands = stances.map(
    ({ name, from, now }) =>
      html`<li${now !== '' && html` class="holds"`}><span dir="auto">${name}</span> <b>${from !== null && `${from || NO_SIDE} → `}${now || NO_SIDE}</b></li>`,
  );
  return html`<section class="difference contested" id="${id}"><p dir="auto">${drawLine(head, placed)}</p><ul class="sides">${each}</ul><ul class="stances">${stands}</ul><p class="newest" dir="auto">${drawLine(newest, placed)}</p><p dir="auto">${drawLine(cost, placed)}</p><details><summary>${PAGE.design.reasons}</summary>${drawPaper(reasons, placed)}</details></section>`;
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
    const side = drawSide(view, buttons.slice(at, at + 1), words, placed);
    return html`<li>${side}<p class="hint">${drawLine(holders, placed)}</p>${notes.map(paragraph)}</li>`;
  });
  const argument = drawDocument(
    { ...drawDifferencesMessage(view, [id]), sections: [], early: [] },
    placed,
  );
  return html`<section class="difference" id="${id}">${paragraph(head)}<ul class="sides">${each}</ul>${cost.length > 0 && paragraph(cost)}${end.map(paragraph)}${argument}</section>`;
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
