import { decisionInForce, outcomeOf } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Lesson } from '../../vocabulary/events.ts';
import { given, type Line, line, prose } from '../document.ts';

/** Designs before this one: which it follows up on, which it runs again, and which were like it. */
const [TOPIC_CHARACTERS, DECISION_CHARACTERS] = [300, 600];

/** Says of the design which decision it follows up on, or replaces. */
export function followsUpWords(design: Design): string {
  return `${followingWords(design)}: “${design.followUpDecision ?? ''}”`;
}

/** *Follows up on*, or what has become of replacing it by now (J14). */
export function followingWords(design: Design): string {
  if (design.supersedes !== true || outcomeOf(design).status === 'unfinished') return meantWords(design);
  return decisionInForce(design) === null ? 'Was to replace' : 'Replaces';
}

function meantWords({ supersedes }: Pick<Design, 'supersedes'>): string {
  return supersedes === true ? 'Is to replace' : 'Follows up on';
}

export function earlierWords({
  topic,
  status,
  decision,
  declined,
}: Pick<Lesson, 'topic' | 'status' | 'decision' | 'declined'>): string {
  if (decision === null) return `Discussed here before, without a decision: “${topic}”`;
  if (declined === true) return `Decided here before, and declined since: “${decision}”`;
  return status === 'completed'
    ? `Decided here before: “${decision}”`
    : `Discussed here before, and left for review: “${decision}”`;
}

/** The same where an id can be typed. */
export function startedFromLines(
  started: Pick<Design, 'followUpOf' | 'followUpDecision' | 'supersedes' | 'successorOf' | 'lessons'>,
): Line[] {
  const { followUpOf, followUpDecision = '', successorOf, lessons = [] } = started;
  return [
    ...(followUpOf === undefined
      ? []
      : [line`${meantWords(started)} ${followUpOf}: ${prose(followUpDecision, DECISION_CHARACTERS)}`]),
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
