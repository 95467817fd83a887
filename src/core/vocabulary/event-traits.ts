import type { DesignEvent, EventOf } from './events.ts';

/**
 * Uses of an event besides folding. `urgent`: people should see it at once. `secret`: outsiders do
 * not get all of it. `logged`: the operator's log has a line for it. `told`: it is in the
 * transcript, not only in `events.jsonl`. `listed`: it changes lists of designs.
 */
type Trait = 'urgent' | 'secret' | 'logged' | 'told' | 'listed';

const TRAITS = {
  design_started: ['secret', 'logged', 'told', 'listed'],
  thread_opened: [],
  status_changed: ['urgent', 'listed'],
  session_started: ['logged', 'told'],
  session_ready: [],
  session_lost: ['urgent', 'logged', 'told'],
  late_report_recorded: ['secret', 'told'],
  round_opened: [],
  participant_excused: ['told'],
  round_closed: [],
  design_paused: ['urgent', 'logged', 'told'],
  facilitator_passed: ['urgent', 'logged'],
  turn_started: [],
  model_answered: [],
  tool_invoked: [],
  confidence_given: [],
  turn_finished: ['secret', 'told'],
  question_framed: ['logged', 'told'],
  questions_asked: ['told'],
  answering_opened: ['logged', 'told', 'listed'],
  reply_recorded: ['urgent', 'told'],
  answers_matched: ['urgent', 'told'],
  answering_closed: ['told', 'listed'],
  proposal_sealed: ['secret', 'told'],
  proposals_revealed: ['told'],
  divergences_mapped: ['told'],
  position_argued: ['told'],
  divergence_settled: ['urgent', 'told'],
  deliberation_stopped: ['told'],
  composite_submitted: ['told'],
  signature_given: ['told'],
  audit_submitted: ['told'],
  revision_submitted: ['told'],
  revision_confirmed: ['told'],
  gate_opened: ['logged', 'told', 'listed'],
  gate_decided: ['urgent', 'logged', 'told', 'listed'],
  people_reminded: ['urgent'],
  outcome_settled: [],
  files_written: [],
  record_closed: ['told'],
  design_ended: ['urgent', 'logged', 'told', 'listed'],
  decision_judged: ['urgent', 'logged', 'told', 'listed'],
  record_asked: ['told'],
  decision_published: ['logged', 'told'],
} as const satisfies Record<DesignEvent['type'], readonly Trait[]>;

/** Messages after the end are told and have no other use, since no one waits for them. */
const AFTER_THE_END: readonly Trait[] = ['told'];

export type EventWith<Wanted extends Trait> = {
  [Type in DesignEvent['type']]: Wanted extends (typeof TRAITS)[Type][number]
    ? EventOf<Type>
    : never;
}[DesignEvent['type']];

export function hasTrait<Wanted extends Trait>(
  event: DesignEvent,
  wanted: Wanted,
): event is EventWith<Wanted> {
  const isLate = 'after' in event && event.after === 'end';
  const traits: readonly Trait[] = isLate ? AFTER_THE_END : TRAITS[event.type];
  return traits.includes(wanted);
}
