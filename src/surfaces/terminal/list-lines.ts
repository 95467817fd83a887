import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type { ListedDesign } from '../../acts/listed.ts';
import { shortNameOf } from '../../core/vocabulary/claimed-name.ts';
import type { Status } from '../../core/vocabulary/event-parts.ts';
import { formatMoney, shortenId } from '../../core/vocabulary/figures.ts';
import { decidedSentenceOf, REHEARSAL_IN_LIST } from '../../core/vocabulary/rehearsal.ts';
import { SET_ASIDE, STATUS_WORDS, sayStandingInList } from '../../presentation/words/phases.ts';
import { type Look, type Paint, pad } from './format.ts';
import { cleanLine } from './safe.ts';

const STATUS_LOOKS: Record<Status, Parameters<Paint>[0]> = {
  running: 'cyan',
  awaiting_input: 'yellow',
  completed: 'green',
  needs_review: 'yellow',
  cancelled: 'dim',
  failed: 'red',
};
const WHO_WIDTH = 12;
const GAP = '  ';
/** With fewer columns left, a topic gets a line of its own. */
const TOPIC_WIDTH = 24;

/**
 * Each design's short id, day, status, starter, cost and topic in columns, and its decision below.
 */
export function drawList(designs: readonly ListedDesign[], { columns, paint }: Look): string {
  const rows = designs.map((design) => ({ design, cells: cellsOf(design) }));
  const widthAt = (at: number) =>
    Math.max(...rows.map(({ cells }) => stringWidth(cells[at] ?? '')));
  const widths = [0, 1, 2, 3, 4].map(widthAt);
  const headWidth = widths.reduce((sum, each) => sum + each + GAP.length, 0);
  const isBelow = columns !== null && headWidth + TOPIC_WIDTH > columns;
  const lines = rows.flatMap(({ design, cells }) => {
    const look = design.setAside === undefined ? STATUS_LOOKS[design.status] : 'red';
    const columnTexts = cells.map((cell, at) => {
      const text = pad(cell, widths[at] ?? 0, at === COST);
      return at === STATUS ? paint(look, text) : text;
    });
    const head = columnTexts.join(GAP);
    const topic = topicOf(design, paint);
    const first = isBelow ? [head.trimEnd(), `${GAP}${topic}`] : [`${head}${GAP}${topic}`];
    return [...first, ...decisionLinesOf(design)];
  });
  const cut = (line: string) => (columns === null ? line : cliTruncate(line, columns));
  return `${lines.map(cut).join('\n')}\n`;
}

const STATUS = 2;
const COST = 4;

function cellsOf({ id, startedAt, status, setAside, startedBy, costUsd }: ListedDesign): string[] {
  return [
    shortenId(id),
    startedAt.slice(0, 10),
    setAside === undefined ? STATUS_WORDS[status] : SET_ASIDE,
    cliTruncate(cleanLine(shortNameOf(startedBy)), WHO_WIDTH),
    formatMoney(costUsd),
  ];
}

function topicOf({ topic, rehearsal, followUpOf }: ListedDesign, paint: Paint): string {
  const mark = rehearsal ? paint('yellow', REHEARSAL_IN_LIST) : '';
  const earlier = followUpOf == null ? '' : `follows up on ${shortenId(followUpOf)}: `;
  return `${mark}${earlier}${cleanLine(topic)}`;
}

function decisionLinesOf(design: ListedDesign): string[] {
  const decision = decidedSentenceOf(design);
  return decision === null ? [] : [`${GAP}→ ${sayStandingInList(design)}${cleanLine(decision)}`];
}
