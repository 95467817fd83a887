/** The closed sets that code names, each once. Their words for people are in `core/telling/facts`. */
export function membersOf<Member extends string>(table: Readonly<Record<Member, unknown>>): Member[] {
  return Object.keys(table) as Member[];
}

export const ROUND_KINDS = [
  'questions',
  'matching',
  'proposals',
  'mapping',
  'argument',
  'composite',
  'audit',
  'revision',
  'signing',
] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];

/** Reasons why a participant is no longer waited for in a round. */
export const EXCUSES = ['dead', 'timed_out', 'turn_failed', 'superseded', 'point_settled'] as const;
export type Excuse = (typeof EXCUSES)[number];

/** Subjects of an acceptance at a gate: the decision, or going on without something. */
export type Accepted = 'decision' | 'no_thread' | 'no_contribution' | 'no_decision';

/** Ways in which a decision was never challenged (J11). */
export const UNCHALLENGED = ['one_proposal', 'nothing_disputed', 'no_source', 'nobody_asked'] as const;
export type Unchallenged = (typeof UNCHALLENGED)[number];
