import { foldToOneLine } from '#presentation/format/plain.ts';
import type { Mark } from '#presentation/words/state.ts';
import { cleanUrl } from '../access/own-path.ts';
import { html, type Piece } from '../drawing/html-template.ts';
import type { Markup } from './shell.ts';

export function drawHiddenField(name: string, value: string | number): Markup {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

export function linkToDesign(id: string, words: string): Markup {
  return html`<a href="${cleanUrl(`/designs/${id}`)}" dir="auto">${foldToOneLine(words)}</a>`;
}

export function drawTitled(heading: string, content: Piece, name?: string): Markup {
  return html`<section${name && html` class="${name}"`}><h2>${heading}</h2>${content}</section>`;
}

/** The state of a design, as one coloured word. */
export function drawState({ sign, words }: Mark): Markup {
  return html`<b class="mark" data-sign="${sign}"><span aria-hidden="true">${sign}</span> ${words}</b>`;
}
