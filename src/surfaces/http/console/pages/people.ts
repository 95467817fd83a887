import { peoplesWordsIn } from '#presentation/picture/people.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { drawPaper, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/**
 * Draws a bar for each person, which unfolds to their sentences beside those of the decision;
 * `null` without words.
 */
export function drawPeoplesWords(view: DesignView, placed: Placed): Markup | null {
  const people = peoplesWordsIn(view);
  if (people.length === 0) return null;
  const each = people.map(({ name, words, fates, said }) => {
    const bar = fates.map((fate) => html`<i data-fate="${fate}"></i>`);
    return html`<li><details class="item"><summary><span dir="auto"><b>${name}</b> ${words}</span> <span class="bar" aria-hidden="true">${bar}</span></summary><div class="inside">${drawPaper([said], placed)}</div></details></li>`;
  });
  return html`<ul class="items">${each}</ul>`;
}
