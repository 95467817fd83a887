import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/** A part of a design's page under its heading. What is `shown` is what people come for; the rest is a line that opens. */
export interface Part {
  readonly id: string;
  readonly heading: string;
  readonly content: Markup;
  /** What is in it, in a few words. */
  readonly gist?: string;
  readonly isShown?: boolean;
  /** It has what the address asks for. */
  readonly isOpen?: boolean;
}

/** Anchors are within what is folded, so that a browser opens it for whoever follows a link to it, also without a script. */
export function partMarkup({
  id,
  heading,
  content,
  gist = '',
  isShown = false,
  isOpen = false,
}: Part): Markup {
  const named = `${id}-heading`;
  if (isShown)
    return html`<section class="part" aria-labelledby="${named}"><h2 id="${named}">${heading}</h2><div id="${id}">${content}</div></section>`;
  const said = gist === '' ? '' : html` <small>${gist}</small>`;
  return html`<details class="part" ${isOpen ? 'open' : ''}><summary><h2 id="${named}">${heading}</h2>${said}</summary><div class="inside" id="${id}">${content}</div></details>`;
}
