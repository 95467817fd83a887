import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type { DecisionStatus } from '../../core/follow-up/decision-status.ts';
import type { Status } from '../../core/vocabulary/event-parts.ts';
import { money, shortId } from '../../core/vocabulary/figures.ts';
import { REHEARSAL_IN_LIST } from '../../core/vocabulary/rehearsal.ts';
import { SET_ASIDE, STANDING_IN_LIST, STATUS_WORDS } from '../../presentation/phases.ts';
import { FILE_COLUMNS, type Look, type Paint } from './format.ts';
import { oneLine } from './safe.ts';

const STATUS_LOOKS: Record<Status, Parameters<Paint>[0]> = {
  running: 'cyan',
  awaiting_input: 'yellow',
  completed: 'green',
  needs_review: 'yellow',
  cancelled: 'dim',
  failed: 'red',
};
const WHO_WIDTH = 10;
const GAP = '  ';
/** With fewer columns left, a topic gets a line of its own. */
const TOPIC_WIDTH = 24;

interface Listed {
  readonly id: string;
  readonly topic: string;
  readonly status: Status;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly costUsd: number;
  readonly rehearsal?: boolean | undefined;
  readonly decision?: string | null | undefined;
  readonly standing?: DecisionStatus | null | undefined;
  readonly followUpOf?: string | null | undefined;
  readonly setAside?: string | undefined;
}

/** Each design's short id, day, status, starter, cost and topic in columns, and its decision below. */
export function listLines(designs: readonly Listed[], { columns, paint }: Look): string {
  const width = columns ?? FILE_COLUMNS;
  const rows = designs.map((design) => ({ design, cells: cellsOf(design) }));
  const widths = [0, 1, 2, 3, 4].map((at) =>
    Math.max(...rows.map(({ cells }) => stringWidth(cells[at] ?? ''))),
  );
  const isBelow = widths.reduce((sum, each) => sum + each + GAP.length, TOPIC_WIDTH) > width;
  const lines = rows.map(({ design, cells }) => {
    const looks = (text: string) =>
      paint(design.setAside === undefined ? STATUS_LOOKS[design.status] : 'red', text);
    const aligned = cells.map((cell, at) => {
      const space = ' '.repeat((widths[at] ?? 0) - stringWidth(cell));
      return at === COST ? `${space}${cell}` : `${at === STATUS ? looks(cell) : cell}${space}`;
    });
    const below = (text: string) => (text === '' ? [] : [cliTruncate(`  ${text}`, width)]);
    const mark = design.rehearsal === true ? paint('yellow', REHEARSAL_IN_LIST) : '';
    const earlier = design.followUpOf == null ? '' : ` (follows up on ${shortId(design.followUpOf)})`;
    const head = aligned.join(GAP).trimEnd();
    const room = width - GAP.length - (isBelow ? 0 : stringWidth(aligned.join(GAP)));
    const topic = `${cliTruncate(`${mark}${oneLine(design.topic)}`, Math.max(1, room - earlier.length))}${earlier}`;
    return [
      cliTruncate(isBelow ? head : `${aligned.join(GAP)}${GAP}${topic}`, width),
      ...(isBelow ? below(topic) : []),
      ...below(decidedWords(design)),
    ].join('\n');
  });
  return `${lines.join('\n')}\n`;
}

const [STATUS, COST] = [2, 4];

function cellsOf({ id, startedAt, status, setAside, startedBy, costUsd }: Listed): string[] {
  return [
    shortId(id),
    startedAt.slice(0, 10),
    setAside === undefined ? STATUS_WORDS[status] : SET_ASIDE,
    cliTruncate(oneLine(startedBy), WHO_WIDTH),
    money(costUsd),
  ];
}

function decidedWords({ decision, standing }: Listed): string {
  return decision == null ? '' : `→ ${STANDING_IN_LIST[standing ?? 'decided']}${oneLine(decision)}`;
}
