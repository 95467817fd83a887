/**
 * Words for people for what code calls by a short name: each closed set that more than one place shows is declared
 * here, once.
 */
export function membersOf<Member extends string>(table: Readonly<Record<Member, unknown>>): Member[] {
  return Object.keys(table) as Member[];
}

export const PHASE_WORDS = {
  spawning: 'Reading in',
  questioning: 'Questions',
  independent: 'Proposals',
  refinement: 'Where they differ',
  synthesis: 'Decision',
};

/** `phase`: the one it belongs to. `heading`: of its part of the transcript. `line`: what is said when it begins; empty where the questions say it. */
export const STEP_WORDS = {
  spawning: { phase: 'spawning', heading: 'Reading in', line: 'Reading in.' },
  asking: {
    phase: 'questioning',
    heading: 'Questions',
    line: 'Questions: each says what it would need to know.',
  },
  answering: { phase: 'questioning', heading: 'Answers', line: '' },
  proposing: {
    phase: 'independent',
    heading: 'Proposals',
    line: 'Proposals: each writes its own, unseen by the others.',
  },
  mapping: {
    phase: 'refinement',
    heading: 'Where they differ',
    line: 'Where they differ: the proposals are compared.',
  },
  arguing: { phase: 'refinement', heading: 'Arguing', line: 'Where they differ: those concerned argue.' },
  composing: { phase: 'synthesis', heading: 'Composite', line: 'Decision: one proposal is made of all.' },
  auditing: { phase: 'synthesis', heading: 'Audit', line: 'Decision: it is audited.' },
  revising: { phase: 'synthesis', heading: 'Revision', line: 'Decision: it is revised.' },
  signing: { phase: 'synthesis', heading: 'Signatures', line: 'Decision: each signs it or dissents.' },
  deciding: { phase: 'synthesis', heading: "A person's decision", line: 'Decision: a person decides.' },
  writing: { phase: 'synthesis', heading: 'Writing', line: 'Writing the files.' },
} satisfies Record<string, { phase: keyof typeof PHASE_WORDS; heading: string; line: string }>;

export const STATUS_WORDS = {
  running: 'running',
  awaiting_input: 'waiting for a person',
  completed: 'completed',
  needs_review: 'needs review',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** How much is discussed before the decision. `takes`: what a design of this depth does, for those who choose one. */
export const DEPTH_WORDS = {
  quick: { takes: 'three colleagues, and nothing is argued' },
  standard: { takes: 'everybody, and what they differ on is argued' },
  deep: { takes: 'everybody, differences of medium impact are argued twice, and another model may audit' },
};

/** How a participant's process stands. API v1 shows one that is parked as released. */
export const STATE_WORDS = {
  starting: 'starting',
  alive: 'ready',
  retrying: 'retrying',
  dead: 'gone',
  released: 'done',
};

/** `about`: what a round was about. `task`: follows *nobody could*. `doing`: what a participant does that is at work in it. */
export const ROUND_WORDS = {
  questions: {
    about: 'questions',
    task: 'ask anything',
    doing: 'asking',
  },
  matching: {
    about: 'matching replies to questions',
    task: 'match the replies',
    doing: 'reading the replies',
  },
  proposals: { about: 'proposals', task: 'propose', doing: 'writing' },
  mapping: {
    about: 'mapping where the proposals differ',
    task: 'compare the proposals',
    doing: 'comparing the proposals',
  },
  argument: { about: 'arguing', task: 'argue', doing: 'arguing' },
  composite: {
    about: 'the composite',
    task: 'put one decision together',
    doing: 'putting it together',
  },
  audit: { about: 'the audit', task: 'audit it', doing: 'auditing' },
  revision: {
    about: 'the revision',
    task: 'revise it',
    doing: 'revising',
  },
  signing: {
    about: 'signing',
    task: 'sign it',
    doing: 'reading what to sign',
  },
};

export const ROUND_KINDS = membersOf(ROUND_WORDS);
export type RoundKind = keyof typeof ROUND_WORDS;

/** Why somebody is not waited for. */
export const EXCUSE_WORDS = {
  dead: 'dead',
  timed_out: 'out of time',
  turn_failed: 'could not finish',
  superseded: 'somebody else took over',
  point_settled: 'a person has settled what it was to argue',
};

export const EXCUSES = membersOf(EXCUSE_WORDS);
export type Excuse = keyof typeof EXCUSE_WORDS;

/** A move that names nothing of the other side as its cause (J2): it settles nothing. Continues *moved*, *switches*, *given up*. */
export const WITHOUT_REASON = 'without a reason';

/** How a citation stands. Each follows its place, and counts of them. */
export const CITATION_WORDS = {
  checked: 'checked',
  failed: 'failed the check',
  not_checkable: 'could not be checked',
  not_checked: 'not checked',
};
/** How a decision was never challenged (J11). Each continues a headline. */
export const UNCHALLENGED_WORDS = {
  one_proposal: 'there was really only one proposal',
  nothing_disputed: 'nothing was disputed',
  no_source: 'no claim has a source that was checked',
  nobody_asked: 'nobody was asked',
};

/** What a revision did about a finding of the audit. */
export const FINDING_WORDS = { acted_on: 'Acted on', left_open: 'Left open' };

/** Why a person has to look. Each continues a sentence. */
export const REASON_WORDS = {
  unresolved_high_impact: 'a high-impact question is unresolved',
  low_confidence: 'somebody it rests on is not sure of it',
  high_impact_settled_without_reason:
    `a high-impact question was settled by somebody who moved ${WITHOUT_REASON}`,
  person_left_out: 'what a person has settled or corrected is not in it',
  dissent_of_half: 'half of them or more dissent',
  blocking_finding: 'a blocking finding of the audit is left open',
  citation_failed: 'a source that it rests on failed its check',
  degraded_participation: 'too few took part to the end',
  budget: 'the money for discussing it was used up',
  not_compared: 'the proposals were not compared',
  not_audited: 'it was not audited',
  not_signed: 'nobody signed it',
  nothing_contributed: 'nobody who was asked contributed',
  thread_unreachable: 'its thread cannot be written to any more',
};

/** The same for one design, where more may be known than the reason itself says. */
export function reasonsIn(
  reasons: readonly (keyof typeof REASON_WORDS)[],
  known: {
    readonly allDissent: boolean;
    readonly withoutContribution?: readonly (keyof typeof ROUND_WORDS)[];
  },
): string[] {
  const failed = known.withoutContribution?.at(-1);
  return reasons.map((reason) => {
    if (reason === 'dissent_of_half' && known.allDissent) return 'all of them dissent';
    if (reason === 'nothing_contributed' && failed !== undefined)
      return `nobody could ${ROUND_WORDS[failed].task}`;
    return REASON_WORDS[reason];
  });
}

/** What somebody did who accepted at a gate. Each continues a name. */
export const ACCEPTED_WORDS = {
  decision: 'accepted the decision as it is',
  no_thread: 'let it go on without its thread',
  no_contribution: 'let it go on with what there is',
  no_decision: 'let it end without a decision',
};

/** What became of a gate. `by`: the person's name, as it is shown there. */
export const GATE_CLOSED_WORDS = {
  accept: (by: string, accepts: keyof typeof ACCEPTED_WORDS) => `${by} ${ACCEPTED_WORDS[accepts]}.`,
  send_back: (by: string) => `${by} sent the decision back once.`,
  again: (by: string) => `${by} had them asked once more.`,
  stop: (by: string) => `${by} stopped it here.`,
  settle: (by: string) => `${by} settled or corrected a point, and the decision is revised with it.`,
  unanswered: () => 'Nobody decided in time.',
  overtaken: () => 'It ended before anybody decided.',
};

/** What a person at a gate decides about. Each is followed by the thing itself. */
export const GATE_SUBJECT_WORDS = {
  unresolved: 'Still open',
  conceded: `Given up ${WITHOUT_REASON}`,
  settled: 'A person has settled or corrected, and it does not say',
  finding: 'The audit found',
  citation: 'It rests on a source that failed its check',
  unsure: 'Not sure of it',
};

/** Why a round was left out. Each continues a sentence. */
export const SHORTAGE_WORDS = { time_used_up: 'for want of time', money_used_up: 'for want of money' };

/** `left out for want of money: arguing, the audit`. */
export function leftOutWords(
  kinds: readonly (keyof typeof ROUND_WORDS)[],
  reason: keyof typeof SHORTAGE_WORDS,
): string {
  return `left out ${SHORTAGE_WORDS[reason]}: ${kinds.map((kind) => ROUND_WORDS[kind].about).join(', ')}`;
}

/** Why a design came to its end. Each continues a sentence. */
export const STOP_WORDS = {
  finished: 'everything was done',
  decided_by_person: 'a person decided',
  cancelled_by_person: 'a person cancelled it',
  no_persona_left: 'no colleague is left',
  not_resumed: 'nobody could be brought back after Charrette itself had stopped',
  nothing_contributed: 'nobody who was asked contributed',
  time_used_up: 'the time was used up',
  money_used_up: 'the money was used up',
  gate_unanswered: 'nobody decided at the gate in time',
  write_failed: 'the result files could not be written',
  internal_error: 'something in Charrette itself went wrong',
};

/** What a run takes over from the one before it, as a clause: what is not there is not claimed. */
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
