import { html } from 'hono/html';
import { peopleOf } from '../../../../core/presentation/web/people.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import type { Placed } from '../../drawing/html-controls.ts';
import { drawnLine } from '../drawn.ts';
import type { Markup } from '../shell.ts';

/** Everybody who takes part, a line each; behind it their turns. */
export function peopleList(design: Design, placed: Placed): Markup {
  const people = peopleOf(design).map(({ id, name, state, look, cost, facts, turns }) => {
    const own = turns.map(
      ({ words, hasFailed }) =>
        html`<li class="${hasFailed ? 'failed' : ''}">${drawnLine(words, placed)}</li>`,
    );
    return html`<li><details class="person" id="${`person-${id}`}"><summary><span dir="auto">${name}</span> <small data-look="${look}">${state}</small> <small class="cost">${cost}</small></summary><div class="inside"><p class="hint">${facts}</p><ol class="turns">${own}</ol></div></details></li>`;
  });
  return html`<ul class="people">${people}</ul>`;
}
