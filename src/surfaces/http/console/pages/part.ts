import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/** A part of a design's page: unfolded if `isShown`, otherwise one line that unfolds. */
export interface Part {
  readonly id: string;
  readonly heading: string;
  /** A summary in a few words, or empty. */
  readonly gist: string;
  readonly content: Markup;
  readonly isShown: boolean;
}

/**
 * Puts the anchor inside the folded part: a browser then unfolds it for a link, even without a
 * script.
 */
export function drawPart({ id, heading, content, gist, isShown }: Part): Markup {
  const headingId = `${id}-heading`;
  if (isShown)
    return html`<section class="part" aria-labelledby="${headingId}"><h2 id="${headingId}">${heading}</h2><div id="${id}">${content}</div></section>`;
  return html`<details class="part"><summary><h2 id="${headingId}">${heading}</h2> <small>${gist}</small></summary><div class="inside" id="${id}">${content}</div></details>`;
}
