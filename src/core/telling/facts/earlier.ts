import type { Design } from '../../vocabulary/design.ts';
import type { Lesson } from '../../vocabulary/events.ts';
import { given, type Line, line, prose } from '../document.ts';

/** Designs before this one: which it follows up on, which it runs again, and which were like it. */
const [TOPIC_CHARACTERS, DECISION_CHARACTERS] = [300, 600];

export function followsUpWords(decision: string): string {
  return `Follows up on: “${decision}”`;
}

export function earlierWords({
  topic,
  status,
  decision,
}: Pick<Lesson, 'topic' | 'status' | 'decision'>): string {
  if (decision === null) return `Discussed here before, without a decision: “${topic}”`;
  return status === 'completed'
    ? `Decided here before: “${decision}”`
    : `Discussed here before, and left for review: “${decision}”`;
}

/** The same where an id can be typed. */
export function startedFromLines({
  followUpOf,
  followUpDecision = '',
  successorOf,
  lessons = [],
}: Pick<Design, 'followUpOf' | 'followUpDecision' | 'successorOf' | 'lessons'>): Line[] {
  return [
    ...(followUpOf === undefined
      ? []
      : [line`Follows up on ${followUpOf}: ${prose(followUpDecision, DECISION_CHARACTERS)}`]),
    ...(successorOf === null ? [] : [line`Runs ${successorOf} again.`]),
    ...lessons.map((lesson) => line`${given(earlierWords(lesson), TOPIC_CHARACTERS)} (${lesson.designId})`),
  ];
}

/** Contributions that a run takes over from the one before it, as a clause: nothing is claimed that is not there. */
export function carriedWords({
  questions,
  replies,
  proposals,
}: {
  readonly questions: readonly { readonly status: 'open' | 'answered' | 'assumed' }[];
  readonly replies: readonly unknown[];
  readonly proposals: readonly unknown[];
}): string {
  const has = (wanted: string) => questions.some(({ status }) => status === wanted);
  const done = [
    ...(replies.length === 0 ? [] : [has('answered') ? 'answered' : 'said']),
    ...(proposals.length === 0 ? [] : ['proposed']),
  ];
  const clauses = [
    ...(done.length === 0 ? [] : [`what was ${done.join(' and ')} before is carried over`]),
    ...(has('open') ? ['the questions that are open are asked again'] : []),
  ];
  return clauses.join(', and ') || 'from the start, as nothing was said or proposed before';
}

export function secondRunWords(carried: NonNullable<Design['carried']>): string {
  return `Second run: ${carriedWords(carried)}.`;
}
