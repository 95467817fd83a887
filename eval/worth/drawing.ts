import type { ArmFigures, Comparison } from './findings.ts';

const [WIDTH, ROW, LEFT, RIGHT] = [760, 34, 250, 40] as const;
const INK = '#1f2933';

/** Draws the share of right answers of each arm with its interval, as SVG. `note` stands on it, so that it cannot be shown without. */
export function sharesSvg(
  figures: readonly ArmFigures[],
  names: Readonly<Record<string, string>>,
  note: string,
): string {
  const rows = figures.map(({ arm, count, right, share }) => ({
    name: names[arm] ?? arm,
    value: count === 0 ? 0 : right / count,
    low: share.low,
    high: share.high,
    label: `${right} of ${count}`,
  }));
  return chart('Right answers, with 95 % intervals', rows, { from: 0, to: 1, note });
}

/** Draws the gain of one arm over another with its interval; the line in the middle is no gain. */
export function gainsSvg(comparisons: readonly Comparison[], note: string): string {
  const rows = comparisons.map(({ one, other, gain, interval, verdict }) => ({
    name: `${one} against ${other}`,
    value: gain,
    low: interval.low,
    high: interval.high,
    label: verdict,
  }));
  return chart('Gain in points, with 95 % intervals', rows, { from: -1, to: 1, note });
}

interface Bar {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

function chart(
  title: string,
  bars: readonly Bar[],
  { from, to, note }: { readonly from: number; readonly to: number; readonly note: string },
): string {
  const height = 74 + bars.length * ROW;
  const span = WIDTH - LEFT - RIGHT - 110;
  const at = (value: number) =>
    (LEFT + ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * span).toFixed(1);
  const drawn = bars.flatMap(({ name, value, low, high, label }, index) => {
    const y = 62 + index * ROW;
    if ([value, low, high].some(Number.isNaN)) return [text(10, y, `${name}: nothing to show`)];
    return [
      text(10, y, name),
      `<line x1="${at(low)}" x2="${at(high)}" y1="${y - 4}" y2="${y - 4}" stroke="${INK}" stroke-width="2"/>`,
      `<circle cx="${at(value)}" cy="${y - 4}" r="5" fill="${INK}"/>`,
      text(WIDTH - RIGHT - 100, y, label),
    ];
  });
  const axis = `<line x1="${at(from < 0 ? 0 : from)}" x2="${at(from < 0 ? 0 : from)}" y1="44" y2="${height - 12}" stroke="#9aa5b1"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13" fill="${INK}">
<title>${escaped(`${title}. ${note}`)}</title>
<rect width="100%" height="100%" fill="#fff"/>
${[text(10, 20, title), text(10, 38, note), axis, ...drawn].join('\n')}
</svg>
`;
}

function text(x: number, y: number, words: string): string {
  return words === '' ? '' : `<text x="${x}" y="${y}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
