import type { DesignEvent, EventOf } from './events.ts';

/**
 * Uses of an event besides folding. `urgent`: people should see it at once. `secret`: outsiders do
 * not get all of it. `logged`: the operator's log has a line for it. `listed`: it changes lists of
 * designs.
 */
type Trait = 'urgent' | 'secret' | 'logged' | 'listed';

const TRAITS = {
  design_started: ['secret', 'logged', 'listed'],
  thread_opened: [],
  status_changed: ['urgent', 'listed'],
  session_started: ['logged'],
  session_ready: [],
  session_lost: ['urgent', 'logged'],
  late_report_recorded: ['secret'],
  round_opened: [],
  participant_excused: [],
  round_closed: [],
  design_paused: ['urgent', 'logged'],
  facilitator_passed: ['urgent', 'logged'],
  turn_started: [],
  model_answered: [],
  tool_invoked: [],
  confidence_given: [],
  turn_finished: ['secret'],
  question_framed: ['logged'],
  questions_asked: [],
  answering_opened: ['logged', 'listed'],
  reply_recorded: ['urgent'],
  answers_matched: ['urgent'],
  answering_closed: ['listed'],
  proposal_sealed: ['secret'],
  proposals_revealed: [],
  divergences_mapped: [],
  position_argued: [],
  divergence_settled: ['urgent'],
  deliberation_stopped: [],
  composite_submitted: [],
  signature_given: [],
  audit_submitted: [],
  revision_submitted: [],
  revision_confirmed: [],
  gate_opened: ['logged', 'listed'],
  gate_decided: ['urgent', 'logged', 'listed'],
  people_reminded: ['urgent'],
  outcome_settled: [],
  files_written: [],
  record_closed: [],
  design_ended: ['urgent', 'logged', 'listed'],
  decision_judged: ['urgent', 'logged', 'listed'],
  record_asked: [],
  decision_published: ['logged'],
} as const satisfies Record<DesignEvent['type'], readonly Trait[]>;

export type EventWith<Wanted extends Trait> = {
  [Type in DesignEvent['type']]: Wanted extends (typeof TRAITS)[Type][number]
    ? EventOf<Type>
    : never;
}[DesignEvent['type']];

export function hasTrait<Wanted extends Trait>(
  event: DesignEvent,
  wanted: Wanted,
): event is EventWith<Wanted> {
  // Messages after the end have no such use: no one waits for them.
  const isLate = 'after' in event && event.after === 'end';
  const traits: readonly Trait[] = TRAITS[event.type];
  return !isLate && traits.includes(wanted);
}
