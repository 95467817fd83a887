import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/** A part of a design's page: unfolded if `isShown`, otherwise one line that unfolds. */
export interface Part {
  readonly id: string;
  readonly heading: string;
  readonly content: Markup;
  /** A summary in a few words. */
  readonly gist?: string;
  readonly isShown?: boolean;
  /** The address leads into this part. */
  readonly isOpen?: boolean;
}

/** Puts the anchor inside the folded part: a browser then unfolds it for a link, even without a script. */
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
