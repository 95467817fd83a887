import { PAGE } from '../../../../core/presentation/format/page-words.ts';
import { cutLine } from '../../../../core/presentation/format/plain.ts';
import type { AxisPlace, Timeline } from '../../../../core/presentation/web/timeline.ts';
import { drawnLine } from '../../drawing/html.ts';
import type { Placed } from '../../drawing/html-controls.ts';
import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/** Percent of the width: the narrowest column, a gap's share of the shown time, and the narrowest bar, 3 px of 300. */
const [COLUMN, GAP, LEAST] = [11, 0.06, 1];
/** Heights in pixels: of a lane, its name, a bar, and a line of words above the lanes. */
const [LANE, NAME, BAR, LINE] = [34, 15, 13, 16];
/** Percent. Centred text nearer to the edge would run out of the drawing. */
const EDGE = 8;
const NAME_CHARACTERS = 36;

type Scale = (place: AxisPlace) => number;

/** Draws the course by phases, with the first failure above it. */
export function courseMarkup(timeline: Timeline, placed: Placed): Markup {
  const { firstFailure } = timeline;
  const failure =
    firstFailure === null
      ? ''
      : html`<p class="first-failure" dir="auto">${drawnLine(firstFailure, placed)}</p>`;
  return html`${failure}
<figure class="timeline">${drawing(timeline)}<figcaption><small>${PAGE.course.legend}</small></figcaption></figure>`;
}

/** Draws a line for each phase, with its working time and the wait for people. */
export function waysMarkup({ phases }: Timeline): Markup {
  const most = Math.max(1, ...phases.map(({ workedMs }) => workedMs));
  const worked = phases.filter(({ workedMs, peopleWords }) => workedMs > 0 || peopleWords !== '');
  const rows = worked.map(
    ({ name, workedMs, words, peopleWords }) =>
      html`<li><span>${name}</span> <b>${words}</b> <svg aria-hidden="true" width="100%" height="6"><rect class="${peopleWords === '' ? 'base' : 'base people'}" width="100%" height="6" rx="3"></rect><rect class="bar" width="${percent((workedMs / most) * 100)}" height="6" rx="3"></rect></svg>${peopleWords === '' ? '' : html`<small>${peopleWords}</small>`}</li>`,
  );
  return html`<ol class="ways">${rows}</ol>`;
}

/** Makes each phase a column as wide as its time, but no narrower than its name needs. Places are percentages, to fit any width. */
function columnsOf({ phases }: Timeline) {
  const shownMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  const gapMs = Math.max(1, shownMs * GAP);
  const lengths = phases.map(({ ms, gaps }) => ms + gaps * gapMs);
  const all = Math.max(
    1,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  const widths = lengths.map((length) => COLUMN + (100 - COLUMN * phases.length) * (length / all));
  const starts = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width, 0));
  const scale: Scale = ({ phase, ms, gaps }) =>
    (starts[phase] ?? 0) +
    (widths[phase] ?? 0) * Math.min(1, (ms + gaps * gapMs) / Math.max(1, lengths[phase] ?? 1));
  return { starts, scale };
}

function drawing(timeline: Timeline): Markup {
  const { lanes, idle, phases, words } = timeline;
  const { starts, scale } = columnsOf(timeline);
  const above = 3 * LINE;
  const height = above + lanes.length * LANE;
  const heads = phases.map(
    ({ name }, at) =>
      html`<g class="phase"><line x1="${percent(starts[at] ?? 0)}" x2="${percent(starts[at] ?? 0)}" y1="0" y2="${height}"></line><svg x="${percent(starts[at] ?? 0)}" overflow="visible"><text class="${at % 2 === 0 ? 'even' : 'odd'}" x="4" y="${LINE - 4}">${name}</text></svg></g>`,
  );
  const hatched = idle.map(({ from, to, words: length, kind }) => {
    const [left, right] = [scale(from), scale(to)];
    const middle = (left + right) / 2;
    const anchor = middle < EDGE ? 'start' : middle > 100 - EDGE ? 'end' : 'middle';
    const x = anchor === 'start' ? left : anchor === 'end' ? right : middle;
    const said =
      length === ''
        ? ''
        : html`<text class="length" x="${percent(x)}" y="${above - 4}" text-anchor="${anchor}">${length}</text>`;
    return html`<g class="${`gap ${kind}`}"><rect x="${percent(left)}" y="${above}" width="${percent(Math.max(0, right - left))}" height="${height - above}" fill="url(#hatched)"></rect>${said}</g>`;
  });
  return html`<svg class="course" role="group" aria-labelledby="course-title course-words" width="100%" height="${height}">
<title id="course-title">${PAGE.course.title}</title><desc id="course-words">${words}</desc>
<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"></line></pattern></defs>
${hatched}${heads}${lanes.map((lane, index) => laneMarkup(lane, above + index * LANE, scale))}
</svg>`;
}

function laneMarkup(lane: Timeline['lanes'][number], top: number, scale: Scale): Markup {
  // Bars are not links: turns open from the list of participants, by touch and keyboard too.
  const bars = lane.bars.map(({ from, to, look, words }) => {
    const [left, right] = [scale(from), scale(to)];
    const width = Math.max(LEAST, right - left);
    return html`<rect class="${`bar ${look}`}" x="${percent(Math.min(left, 100 - width))}" y="${top + NAME + 2}" width="${percent(width)}" height="${BAR}" rx="2"><title>${words}</title></rect>`;
  });
  const marks = lane.marks.map(
    ({ kind, at, words }) =>
      html`<text class="${`mark ${kind}`}" x="${percent(Math.min(98, scale(at)))}" y="${top + NAME + BAR}" text-anchor="${kind === 'replaced' ? 'start' : 'end'}"><title>${words}</title>${SIGNS[kind]}</text>`,
  );
  return html`<g><line class="lane" x1="0" x2="100%" y1="${top + LANE - 2}" y2="${top + LANE - 2}"></line><text class="name" x="0" y="${top + NAME - 3}">${cutLine(lane.title, NAME_CHARACTERS)}</text>${bars}${marks}</g>`;
}

const SIGNS = { crash: '✕', replaced: '↻', gone: '✝' };

function percent(share: number): string {
  return `${Number(share.toFixed(2))}%`;
}
