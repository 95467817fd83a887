import { html } from '../drawing/html-template.ts';
import type { Markup } from './shell.ts';

/** One segment of a bar. */
interface Measured {
  readonly name: string;
  readonly value: number;
  readonly words: string;
}

const WIDTH = 1_000;
const BAR_HEIGHT = 20;

/** Draws parts as shares of one bar. The page gives the figures in words beside it. */
export function drawStackedBar(parts: readonly Measured[]): Markup {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  if (whole === 0) return html``;
  let from = 0;
  const segments = parts.map(({ name, value, words }, at) => {
    const width = (value / whole) * WIDTH;
    const x = from;
    from += width;
    return html`<rect class="${`share-${at + 1}`}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}"><title>${name}: ${words}</title></rect>`;
  });
  return html`<svg class="shares" viewBox="${`0 0 ${WIDTH} ${BAR_HEIGHT}`}" preserveAspectRatio="none" aria-hidden="true">${segments}</svg>`;
}
