import cliTruncate from 'cli-truncate';
import { shortId } from '../../core/vocabulary/figures.ts';
import type { Look } from './format.ts';
import { oneLine } from './safe.ts';

interface Listed {
  readonly designId: string;
  readonly topic: string;
  readonly endedAt: string;
  readonly decision: string | null;
  readonly declined?: boolean | undefined;
}

/**
 * Each lesson: the id of its design, the day on which that ended, its topic; below, the decision. As wide as the terminal, with
 * ids as short as they can be typed; for a file or a pipe one whole line for each.
 */
export function lessonLines(lessons: readonly Listed[], { columns, paint }: Look): string {
  const lines = lessons.map(({ designId, topic, endedAt, decision, declined }) => {
    const day = endedAt.slice(0, 10);
    const decided =
      decision === null ? 'no decision' : `→ ${declined === true ? 'declined: ' : ''}${oneLine(decision)}`;
    if (columns === null) return `${day}  ${oneLine(designId)}  ${oneLine(topic)} ${decided}`;
    const first = `${shortId(designId)}  ${paint('dim', day)}  ${oneLine(topic)}`;
    return [cliTruncate(first, columns), cliTruncate(`  ${decided}`, columns)].join('\n');
  });
  return `${lines.join('\n')}\n`;
}
