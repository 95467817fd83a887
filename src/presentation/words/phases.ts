import type { DecisionStatus } from '../../core/follow-up/decision-status.ts';
import type { Depth, Phase, Status, Step } from '../../core/vocabulary/event-parts.ts';

export const PHASE_WORDS: Record<Phase, string> = {
  spawning: 'Reading up',
  questioning: 'Questions',
  independent: 'Proposals',
  refinement: 'Where they differ',
  synthesis: 'Decision',
};

/** `heading`: in the transcript. `line`: said when it begins; empty if the next event says it. */
export const STEP_WORDS: Record<Step, { readonly heading: string; readonly line: string }> = {
  spawning: { heading: 'Reading up', line: 'The personas are reading up.' },
  framing: { heading: 'Frame', line: '' },
  asking: { heading: 'Questions', line: 'Each persona says what it needs to know.' },
  answering: { heading: 'Answers', line: '' },
  proposing: {
    heading: 'Proposals',
    line: 'Each persona writes a proposal, unseen by the others.',
  },
  mapping: { heading: 'Where they differ', line: 'The synthesizer compares the proposals.' },
  arguing: { heading: 'Arguing', line: 'The personas argue where they differ.' },
  composing: { heading: 'Draft', line: 'The synthesizer writes one draft.' },
  auditing: { heading: 'Audit', line: 'The auditor attacks the draft.' },
  revising: { heading: 'Revision', line: 'The synthesizer revises the decision.' },
  confirming: {
    heading: 'Confirmation',
    line: 'The auditor checks what has changed since the draft.',
  },
  signing: { heading: 'Signatures', line: 'Each persona signs or dissents.' },
  deciding: { heading: "A person's decision", line: '' },
  writing: { heading: 'Writing', line: 'Writing the files.' },
};

/** In lists, in place of the status of a design set aside. */
export const SET_ASIDE = 'set aside';

const STANDING_IN_LIST: Record<DecisionStatus, string> = {
  decided: '',
  accepted: 'accepted: ',
  declined: 'declined: ',
  superseded: 'superseded: ',
};

/** In front of a decision; nothing is accepted in a rehearsal. */
export function sayStandingInList({
  standing,
  rehearsal,
}: {
  readonly standing?: DecisionStatus | null | undefined;
  readonly rehearsal: boolean;
}): string {
  return STANDING_IN_LIST[rehearsal ? 'decided' : (standing ?? 'decided')];
}

export const STATUS_WORDS: Record<Status, string> = {
  running: 'running',
  awaiting_input: 'waiting for a person',
  completed: 'completed',
  needs_review: 'needs review',
  cancelled: 'cancelled',
  failed: 'failed',
};

export const DEPTH_TAKES: Record<Depth, string> = {
  quick: 'three personas, without arguing',
  standard: 'all personas, who argue their differences',
};

export function sayKept(hasKept: boolean): string {
  return hasKept
    ? 'What was answered and proposed is kept for another run'
    : 'Nothing is kept for another run';
}
