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
  'confirmation',
  'signing',
] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];

/** Reasons why a participant is no longer waited for in a round. */
export const EXCUSES = ['dead', 'timed_out', 'turn_failed', 'superseded', 'point_settled'] as const;
export type Excuse = (typeof EXCUSES)[number];

/** Reasons for which a model cannot be used until a person has done something: the class of a turn's error. */
export const OUTAGES = ['unauthorized', 'unpaid', 'forbidden', 'unknown_model', 'unreachable'] as const;
export type Outage = (typeof OUTAGES)[number];

/** Reasons for which a call of a model fails that may pass by themselves. */
export const LAPSES = [
  'connect_timeout',
  'first_token_timeout',
  'stall_timeout',
  'total_timeout',
  'connection_lost',
  'rate_limited',
  'overloaded',
  'server_error',
] as const;
export type Lapse = (typeof LAPSES)[number];

/** Subjects of an acceptance at a gate: the decision, or going on without something. */
export type Accepted = 'decision' | 'no_contribution' | 'no_decision';

/**
 * Things that could make the reader of a decision wrong (J11), the gravest first: a headline names them in this order. Those
 * called like a reason for a gate are one, and need a person.
 */
export const RESERVATIONS = [
  'stopped',
  'person_left_out',
  'not_signed',
  'dissent_of_half',
  'blocking_finding',
  'unresolved_high_impact',
  'high_impact_settled_without_reason',
  'citation_failed',
  'low_confidence',
  'not_compared',
  'not_audited',
  'degraded_participation',
  'budget',
  /** A reason that a person was told, and of which the record holds no more. */
  'other_reason',
  'dissent',
  'open_difference',
  'major_finding',
  'disputed_answer',
  'unfounded_change',
  'about_itself',
  'contradicts_itself',
  'one_proposal',
  'unsure_proposals',
  'moved_without_reason',
  'moved_with_the_crowd',
  'no_source',
  'time',
  'lost',
  'not_to_the_end',
  'not_waited_for',
  'stand_in',
] as const;
