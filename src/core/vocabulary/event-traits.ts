import type { DesignEvent, EventOf } from './events.ts';

/**
 * What is done with an event beside folding it: people of a thread wait for it, or should see it at once (`urgent`);
 * effects follow from it (`acted_on`); outsiders do not get all of it (`secret`); the operator's log has a line of it
 * (`logged`); the transcript tells it, which for all others `events.jsonl` alone does (`told`).
 */
type Trait = 'urgent' | 'acted_on' | 'secret' | 'logged' | 'told';

const TRAITS = {
  design_started: ['acted_on', 'secret', 'logged', 'told'],
  thread_opened: [],
  status_changed: ['urgent'],
  session_started: ['acted_on', 'logged', 'told'],
  session_ready: [],
  session_parked: ['acted_on'],
  session_lost: ['urgent', 'logged', 'told'],
  late_report_recorded: ['acted_on', 'told'],
  round_opened: ['acted_on', 'told'],
  participant_excused: ['told'],
  round_closed: [],
  facilitator_passed: ['urgent', 'logged', 'told'],
  turn_started: ['acted_on'],
  model_answered: [],
  tool_invoked: [],
  confidence_given: [],
  turn_finished: ['secret', 'told'],
  late_submission_recorded: ['secret', 'told'],
  questions_asked: ['told'],
  participant_passed: ['told'],
  answering_opened: ['acted_on', 'logged', 'told'],
  reply_recorded: ['urgent', 'acted_on', 'told'],
  reply_revised: ['urgent', 'acted_on', 'told'],
  reply_withdrawn: ['urgent', 'told'],
  answers_matched: ['urgent', 'acted_on', 'told'],
  reply_match_corrected: ['urgent', 'acted_on', 'told'],
  answering_ended: [],
  answering_closed: ['told'],
  proposal_sealed: ['secret', 'told'],
  proposals_revealed: ['acted_on', 'told'],
  divergences_mapped: ['told'],
  divergence_added: ['told'],
  position_argued: ['told'],
  divergence_settled: ['urgent', 'told'],
  deliberation_stopped: ['told'],
  composite_submitted: ['told'],
  signature_given: ['told'],
  audit_submitted: ['told'],
  revision_submitted: ['told'],
  gate_opened: ['acted_on', 'logged', 'told'],
  gate_decided: ['urgent', 'logged', 'told'],
  person_named: [],
  people_reminded: ['acted_on'],
  outcome_settled: ['acted_on', 'told'],
  files_written: ['acted_on'],
  record_closed: [],
  files_failed: ['told'],
  design_ended: ['urgent', 'acted_on', 'logged', 'told'],
} as const satisfies Record<DesignEvent['type'], readonly Trait[]>;

/** Words after the end are not acted on: nobody reads them any more, so no mark says that they are heard. */
const AFTER_THE_END: readonly Trait[] = ['told'];

export type EventWith<Wanted extends Trait> = {
  [Type in DesignEvent['type']]: Wanted extends (typeof TRAITS)[Type][number] ? EventOf<Type> : never;
}[DesignEvent['type']];

export function hasTrait<Wanted extends Trait>(
  event: DesignEvent,
  wanted: Wanted,
): event is EventWith<Wanted> {
  const isLate = 'after' in event && event.after === 'end';
  const traits: readonly Trait[] = isLate ? AFTER_THE_END : TRAITS[event.type];
  return traits.includes(wanted);
}
