import { OPERATIONS } from '../../../presentation/operations.ts';
import { html } from '../drawing/html-template.ts';
import type { Markup } from './shell.ts';

/** One segment of a bar, or one column of a chart. */
interface Measured {
  readonly name: string;
  readonly value: number;
  readonly words: string;
}

const WIDTH = 1_000;
const BAR_HEIGHT = 20;

/** Draws parts as shares of one bar. The page gives the figures in words beside it. */
export function stackedBar(parts: readonly Measured[]): Markup {
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  if (whole === 0) return html``;
  let from = 0;
  const drawn = parts.map(({ name, value, words }, at) => {
    const width = (value / whole) * WIDTH;
    const x = from;
    from += width;
    return html`<rect class="${`share-${at + 1}`}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="${String(BAR_HEIGHT)}"><title>${name}: ${words}</title></rect>`;
  });
  return html`<svg class="shares" viewBox="${`0 0 ${WIDTH} ${BAR_HEIGHT}`}" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}

const [COLUMN, GAP, CHART_HEIGHT] = [18, 6, 64];

/**
 * Draws columns over time, the newest last, with `[from, to]` and the scale below. `label` describes the chart. A zero
 * shows as a thin line.
 */
export function columns(
  label: string,
  all: readonly Measured[],
  [from, to]: readonly [string, string],
): Markup {
  const highest = all.toSorted((one, other) => other.value - one.value)[0];
  const most = highest?.value || Number.MIN_VALUE;
  const width = all.length * (COLUMN + GAP) - GAP;
  const drawn = all.map(({ name, value, words }, at) => {
    const height = value === 0 ? 1 : Math.max(3, (value / most) * CHART_HEIGHT);
    return html`<rect x="${String(at * (COLUMN + GAP))}" y="${(CHART_HEIGHT - height).toFixed(1)}" width="${String(COLUMN)}" height="${height.toFixed(1)}"><title>${name}: ${words}</title></rect>`;
  });
  return html`<svg class="columns" viewBox="${`0 0 ${width} ${CHART_HEIGHT}`}" preserveAspectRatio="none" role="img" aria-label="${label}">${drawn}</svg><p class="axis"><span>${from}</span><span>${OPERATIONS.most(highest?.words ?? '')}</span><span>${to}</span></p>`;
}
