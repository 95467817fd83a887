import cliTruncate from 'cli-truncate';
import { shortId } from '../../core/vocabulary/figures.ts';
import { FILE_COLUMNS, type Look } from './format.ts';
import { oneLine } from './safe.ts';

interface Listed {
  readonly designId: string;
  readonly topic: string;
  readonly endedAt: string;
  readonly decision: string | null;
  readonly declined?: boolean | undefined;
}

/** Each lesson's design: short id, day of its end, topic, and below them the decision. */
export function lessonLines(lessons: readonly Listed[], { columns, paint }: Look): string {
  const width = columns ?? FILE_COLUMNS;
  const lines = lessons.map(({ designId, topic, endedAt, decision, declined }) => {
    const day = endedAt.slice(0, 10);
    const decided =
      decision === null ? 'no decision' : `→ ${declined === true ? 'declined: ' : ''}${oneLine(decision)}`;
    const first = `${shortId(designId)}  ${paint('dim', day)}  ${oneLine(topic)}`;
    return [cliTruncate(first, width), cliTruncate(`  ${decided}`, width)].join('\n');
  });
  return `${lines.join('\n')}\n`;
}
