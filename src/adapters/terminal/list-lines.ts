import cliTruncate from 'cli-truncate';
import type { Standing } from '../../core/afterwards/standing.ts';
import { SET_ASIDE, STANDING_IN_LIST, STATUS_WORDS } from '../../core/telling/facts/course.ts';
import type { Status } from '../../core/vocabulary/events.ts';
import { shortId } from '../../core/vocabulary/figures.ts';
import { REHEARSAL_IN_LIST } from '../../core/vocabulary/rehearsal.ts';
import { type Look, minute, type Paint } from './format.ts';
import { oneLine } from './safe.ts';

const STATUS_LOOKS: Record<Status, Parameters<Paint>[0]> = {
  running: 'cyan',
  awaiting_input: 'yellow',
  completed: 'green',
  needs_review: 'yellow',
  cancelled: 'dim',
  failed: 'red',
};
const STATUS_WIDTH = Math.max(...Object.values(STATUS_WORDS).map((word) => word.length));
/** Columns below which a topic gets a line of its own: beside the rest too little of it would be left. */
const TOPIC_BELOW = 80;

interface Listed {
  readonly id: string;
  readonly topic: string;
  readonly status: Status;
  readonly startedAt: string;
  readonly rehearsal?: boolean | undefined;
  readonly decision?: string | null | undefined;
  readonly standing?: Standing | null | undefined;
  readonly followUpOf?: string | null | undefined;
  /** Why it is set aside, where it is. */
  readonly setAside?: string | undefined;
}

/**
 * Each design: its id, how it stands, when it began, its topic; and its decision, if there is one. As wide as the terminal,
 * with ids as short as they can be typed; for a file or a pipe one whole line for each.
 */
export function listLines(designs: readonly Listed[], { columns, paint }: Look): string {
  const lines = designs.map(
    ({ id, topic, status, startedAt, rehearsal, decision, standing, followUpOf, setAside }) => {
      const mark = rehearsal === true ? paint('yellow', REHEARSAL_IN_LIST) : '';
      const words = `${mark}${oneLine(topic)}${followUpOf == null ? '' : ` (follows up on ${shortId(followUpOf)})`}`;
      const decided =
        decision == null ? '' : `→ ${STANDING_IN_LIST[standing ?? 'decided']}${oneLine(decision)}`;
      const looks = (text: string) => paint(setAside === undefined ? STATUS_LOOKS[status] : 'red', text);
      const stands = setAside === undefined ? STATUS_WORDS[status] : SET_ASIDE;
      const state = looks(stands.padEnd(STATUS_WIDTH));
      if (columns === null)
        return `${minute(startedAt)}  ${state}  ${oneLine(id)}  ${words} ${decided}`.trimEnd();
      const below = (text: string) => (text === '' ? [] : [cliTruncate(`  ${text}`, columns)]);
      if (columns < TOPIC_BELOW)
        return [
          cliTruncate(`${shortId(id)}  ${looks(stands)}`, columns),
          ...below(words),
          ...below(decided),
        ].join('\n');
      return [
        cliTruncate(`${shortId(id)}  ${state}  ${minute(startedAt)}  ${words}`, columns),
        ...below(decided),
      ].join('\n');
    },
  );
  return `${lines.join('\n')}\n`;
}
