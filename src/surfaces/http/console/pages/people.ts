import { listMarksIn, SAID_MARKS, viewPeoplesWords } from '#presentation/picture/people.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { drawPaper, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/**
 * Draws a bar for each person, which unfolds to their sentences beside those of the decision, and
 * below all bars what their signs mean; `null` without words.
 */
export function drawPeoplesWords(view: DesignView, placed: Placed): Markup | null {
  const people = viewPeoplesWords(view);
  if (people.length === 0) return null;
  const each = people.map(({ name, words, marks, said }) => {
    const bar = marks.map((mark) => html`<i data-mark="${mark}">${SAID_MARKS[mark].sign}</i>`);
    return html`<li><details class="item"><summary><span dir="auto"><b>${name}</b> ${words}</span> <span class="bar" aria-hidden="true">${bar}</span></summary><div class="inside">${drawPaper([said], placed)}</div></details></li>`;
  });
  const legend = listMarksIn(people).map((mark) => {
    const { sign, words } = SAID_MARKS[mark];
    return html`<span><i data-mark="${mark}">${sign}</i> ${words}</span> `;
  });
  return html`<ul class="items">${each}</ul><p class="bar-legend hint" aria-hidden="true">${legend}</p>`;
}
