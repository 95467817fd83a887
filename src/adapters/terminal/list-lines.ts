import cliTruncate from 'cli-truncate';
import type { Status } from '../../core/events.ts';
import { REHEARSAL_IN_LIST } from '../../core/rehearsal.ts';
import { STATUS_WORDS } from '../../core/words.ts';
import type { Paint } from './frame.ts';
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

/** One line for each design: when, how it stands, its whole id, whether it was a rehearsal, and its topic as far as there is room. */
export function listLines(
  designs: readonly {
    readonly id: string;
    readonly topic: string;
    readonly status: Status;
    readonly startedAt: string;
    readonly rehearsal?: boolean | undefined;
  }[],
  { columns, paint }: { readonly columns: number; readonly paint: Paint },
): string {
  if (designs.length === 0) return 'No designs yet. charrette design "<topic>" starts one.\n';
  const lines = designs.map(({ id, topic, status, startedAt, rehearsal }) => {
    const word = paint(STATUS_LOOKS[status], STATUS_WORDS[status].padEnd(STATUS_WIDTH));
    const mark = rehearsal === true ? paint('yellow', REHEARSAL_IN_LIST) : '';
    return cliTruncate(`${minute(startedAt)}  ${word}  ${oneLine(id)}  ${mark}${oneLine(topic)}`, columns);
  });
  return `${lines.join('\n')}\n`;
}

/** `2026-11-20 08:39`, in UTC like everything that is written to files. */
function minute(at: string): string {
  return oneLine(at).slice(0, 16).replace('T', ' ');
}
