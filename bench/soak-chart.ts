import type { Slope } from './slope.ts';

export interface Panel {
  readonly title: string;
  readonly slopeWords: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly line: Slope;
}

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [420, 170, 52, 34, 24] as const;
const COLUMNS = 2;

/**
 * Returns an SVG picture: each panel with its samples, the line through those after the warm-up,
 * and its slope in words. `x` is in minutes.
 */
export function soakChart(panels: readonly Panel[], caption: string): string {
  const rows = Math.ceil(panels.length / COLUMNS);
  const [width, height] = [WIDTH * COLUMNS, HEIGHT * rows + 30];
  const drawn = panels.map((panel, index) => {
    const [x, y] = [(index % COLUMNS) * WIDTH, Math.floor(index / COLUMNS) * HEIGHT];
    return `<g transform="translate(${x} ${y})">${panelMarkup(panel)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" role="img">
<title>${escapeText(caption)}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${drawn.join('\n')}
<text x="12" y="${height - 10}" fill="#555">${escapeText(caption)}</text>
</svg>
`;
}

function panelMarkup({ title, slopeWords, points, line }: Panel): string {
  const [lastX, top] = [
    Math.max(1, ...points.map(({ x }) => x)),
    Math.max(1, ...points.map(({ y }) => y)) * 1.1,
  ];
  const [right, bottom] = [WIDTH - 16, HEIGHT - BOTTOM];
  const px = (x: number) => (LEFT + (x / lastX) * (right - LEFT)).toFixed(1);
  const py = (y: number) => (bottom - (y / top) * (bottom - TOP)).toFixed(1);
  const at = (x: number) => line.intercept + line.slope * x;
  const path = points
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${px(x)} ${py(y)}`)
    .join('');
  return `<text x="${LEFT}" y="14" font-weight="bold">${escapeText(title)}</text><text x="${LEFT}" y="28" fill="#555">${escapeText(slopeWords)}</text>
<path d="M${LEFT} ${TOP}V${bottom}H${right}" fill="none" stroke="#999"/>
<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${Math.round(top)}</text><text x="${LEFT - 6}" y="${bottom}" text-anchor="end">0</text>
<text x="${right}" y="${HEIGHT - 8}" text-anchor="end">${lastX.toFixed(0)} min</text>
<path d="${path}" fill="none" stroke="#36c" stroke-width="1"/>
<path d="M${px(0)} ${py(at(0))}L${px(lastX)} ${py(at(lastX))}" stroke="#c30" stroke-width="1.5" stroke-dasharray="5 3"/>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
