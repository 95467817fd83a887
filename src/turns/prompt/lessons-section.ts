import { STATUS_WORDS } from '../../core/presentation/run/phases.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Lesson } from '../../core/vocabulary/event-parts.ts';
import { utcDay } from '../../core/vocabulary/figures.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { material } from './material-text.ts';
import { EARLIER_DESIGNS } from './texts.ts';

/** Persona that reads earlier decisions before the reveal: history is its region. */
const READS_BEFORE_REVEAL = 'archaeologist';

/**
 * Lessons of earlier designs; empty for none. Before the reveal only one persona gets them, if it takes part: shown to
 * all, they would anchor the independent proposals (A14).
 */
export function lessonsBeforeReveal(design: Design, id: ParticipantId): string {
  return id === READS_BEFORE_REVEAL ? lessonsSection(design) : '';
}

/** Lessons for everybody's transcript, from the reveal on. */
export function lessonsSection({ lessons = [] }: Pick<Design, 'lessons'>): string {
  if (lessons.length === 0) return '';
  const shown = lessons.map((lesson) => material(`earlier design ${lesson.designId}`, lessonText(lesson)));
  return `${EARLIER_DESIGNS}\n\n${shown.join('\n\n')}`;
}

function lessonText(lesson: Lesson): string {
  const { topic, status, endedAt, decision, decidedBy, failed, confidence, declined } = lesson;
  const stands =
    declined === true ? `${STATUS_WORDS[status]}, declined by people since` : STATUS_WORDS[status];
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${heading}:\n${lines.map((each) => `- ${each}`).join('\n')}`];
  return [
    `Topic: ${topic}`,
    `Ended on ${utcDay(endedAt)}`,
    `${decision === null ? 'No decision' : `Decision: ${decision}`} (${stands})`,
    ...part('What decided it', decidedBy),
    ...part('What was in doubt, or failed', failed),
    ...(confidence === null ? [] : [`Lowest confidence: ${confidence}`]),
  ].join('\n');
}
