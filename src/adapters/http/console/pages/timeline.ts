import { html } from 'hono/html';
import { turnRows } from '../../../../core/outcome/turn-rows.ts';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import { type AxisPlace, type Timeline, timelineOf } from '../../../../core/telling/page/timeline.ts';
import { cutLine } from '../../../../core/telling/plain.ts';
import { firstFailureLine, turnsSections } from '../../../../core/telling/turn.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../../../core/vocabulary/events.ts';
import { longDuration } from '../../../../core/vocabulary/figures.ts';
import type { Placed } from '../../../../runtime/message/html-controls.ts';
import { safeUrl } from '../../own-path.ts';
import { drawnLine, drawnPaper } from '../drawn.ts';
import type { Markup } from '../shell.ts';

/** Percent of the width: what each gap takes, what all take at most, and the least that a bar takes, which is 3 px of 300. */
const [GAP, GAPS, LEAST] = [5, 40, 1];
/** Pixels: the height of a lane, of its name, of a bar, of what stands below all lanes, and of a line of lengths above them. */
const [LANE, NAME, BAR, AXIS, LENGTH] = [36, 15, 13, 20, 16];
/** Percent: a text about the middle of what stands nearer to the edge would leave the drawing. */
const EDGE = 10;
const NAME_CHARACTERS = 36;

type Scale = (place: AxisPlace) => number;

/** The course of a design: the first failure, the drawing, and the list of turns, which has the same in words. */
export function coursePart(
  design: Design,
  events: readonly DesignEvent[],
  now: number,
  placed: Placed,
): Markup | null {
  if (design.turns.length === 0) return null;
  const timeline = timelineOf(design, events, now);
  const { firstFailure } = timeline;
  const failure =
    firstFailure === null
      ? ''
      : html`<p class="first-failure" dir="auto">${drawnLine(firstFailureLine(firstFailure), placed)}</p>`;
  const list = turnsSections(turnRows(design)).slice(firstFailure === null ? 0 : 1);
  return html`${failure}
<figure class="timeline">${drawing(design, timeline)}<figcaption><small>${PAGE.course.legend}</small></figcaption></figure>
<details class="turns"><summary>${PAGE.course.turns}</summary>${drawnPaper(list, placed)}</details>`;
}

/** Places in percent of the width, so that it fits any; letters keep their size. */
function drawing(design: Design, timeline: Timeline): Markup {
  const { lanes, gaps, workedMs, words } = timeline;
  const gapWidth = Math.min(GAP, GAPS / Math.max(1, gaps.length));
  const scale: Scale = ({ workedMs: at, gaps: before }) =>
    before * gapWidth + (at / Math.max(1, workedMs)) * (100 - gaps.length * gapWidth);
  // Lengths of neighbours stand on two lines, so that they do not run into each other.
  const above = gaps.length === 0 ? 0 : gaps.length === 1 ? LENGTH : 2 * LENGTH;
  const height = above + lanes.length * LANE;
  const shownGaps = gaps.map(({ at, words: length, kind }, index) => {
    const [from, line] = [scale(at), LENGTH * (index % 2)];
    const middle = from + gapWidth / 2;
    const anchor = middle < EDGE ? 'start' : middle > 100 - EDGE ? 'end' : 'middle';
    const x = anchor === 'start' ? from : anchor === 'end' ? from + gapWidth : middle;
    return html`<g class="${`gap ${kind}`}"><title>${length}</title><rect x="${percent(from)}" y="${line + LENGTH}" width="${percent(gapWidth)}" height="${height - line - LENGTH}" fill="url(#hatched)"></rect><text class="length" x="${percent(x)}" y="${line + LENGTH - 4}" text-anchor="${anchor}">${length}</text></g>`;
  });
  return html`<svg class="course" role="group" aria-labelledby="course-title course-words" width="100%" height="${height + AXIS}">
<title id="course-title">${PAGE.course.title}</title><desc id="course-words">${words}</desc>
<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"></line></pattern></defs>
${shownGaps}${lanes.map((lane, index) => laneMarkup(design, lane, above + index * LANE, scale))}
<text class="axis" x="0" y="${height + AXIS - 5}">0</text><text class="axis" x="100%" y="${height + AXIS - 5}" text-anchor="end">${longDuration(workedMs)}</text>
</svg>`;
}

function laneMarkup(design: Design, lane: Timeline['lanes'][number], top: number, scale: Scale): Markup {
  const bars = lane.bars.map(({ row, from, to, look, words }) => {
    const [left, right] = [scale(from), scale(to)];
    const width = Math.max(LEAST, right - left);
    return html`<a href="${safeUrl(`/designs/${design.id}/turns/${row.number}`)}" tabindex="-1" aria-label="${words}"><rect class="${`bar ${look}`}" x="${percent(Math.min(left, 100 - width))}" y="${top + NAME + 2}" width="${percent(width)}" height="${BAR}" rx="2"><title>${words}</title></rect></a>`;
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
