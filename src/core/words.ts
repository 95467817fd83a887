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

/** `heading`: of its part of the transcript. `line`: what is said when it begins. */
export const STEP_WORDS = {
  spawning: { heading: 'Reading in', line: 'Reading in.' },
  asking: { heading: 'Questions', line: 'Questions: each says what it would need to know.' },
  answering: { heading: 'Answers', line: 'Answers: people are asked.' },
  proposing: { heading: 'Proposals', line: 'Proposals: each writes its own, unseen by the others.' },
  mapping: { heading: 'Where they differ', line: 'Where they differ: the proposals are compared.' },
  arguing: { heading: 'Arguing', line: 'Where they differ: those concerned argue.' },
  composing: { heading: 'Composite', line: 'Decision: one proposal is made of all.' },
  signing: { heading: 'Signatures', line: 'Decision: each signs it or dissents.' },
  auditing: { heading: 'Audit', line: 'Decision: it is audited.' },
  briefing: { heading: 'Brief', line: 'Decision: the brief is written.' },
  deciding: { heading: "A person's decision", line: 'Decision: a person decides.' },
  writing: { heading: 'Writing', line: 'The files are written.' },
};

export const STATUS_WORDS = {
  running: 'running',
  awaiting_input: 'waiting for a person',
  completed: 'completed',
  needs_review: 'needs review',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** How a participant's process stands. API v1 shows one that is parked as released. */
export const STATE_WORDS = {
  starting: 'starting',
  alive: 'ready',
  retrying: 'retrying',
  dead: 'gone',
  released: 'done',
};

/**
 * `about`: what a round was about. A participant at work in it is shown as doing `inThread` in a thread and `inTerminal` at
 * a terminal, which has less room and more lines.
 */
export const ROUND_WORDS = {
  questions: { about: 'questions', inThread: 'asking', inTerminal: 'thinking of questions' },
  proposals: { about: 'proposals', inThread: 'writing', inTerminal: 'writing' },
  mapping: {
    about: 'mapping where the proposals differ',
    inThread: 'comparing the proposals',
    inTerminal: 'comparing the proposals',
  },
  argument: { about: 'arguing', inThread: 'arguing', inTerminal: 'arguing' },
  composite: { about: 'the composite', inThread: 'putting it together', inTerminal: 'composing' },
  signing: { about: 'signing', inThread: 'reading what to sign', inTerminal: 'reading what to sign' },
  audit: { about: 'the audit', inThread: 'auditing', inTerminal: 'auditing' },
  brief: { about: 'the brief', inThread: 'writing the brief', inTerminal: 'writing the brief' },
};

/** Why somebody is not waited for. */
export const EXCUSE_WORDS = {
  dead: 'dead',
  timed_out: 'out of time',
  turn_failed: 'its turn failed',
  superseded: 'somebody else took over',
};

/** Why a person has to look. Each continues a sentence. */
export const REASON_WORDS = {
  unresolved_high_impact: 'a high-impact question is unresolved',
  low_confidence: 'somebody it rests on is not sure of it',
  blocking_finding: 'the audit found something that blocks it',
  degraded_participation: 'too few took part to the end',
  budget: 'the money for discussing it was used up',
  thread_unreachable: 'its thread cannot be written to any more',
};

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
