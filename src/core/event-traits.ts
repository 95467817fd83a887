import type { DesignEvent, EventOf } from './events.ts';

/**
 * What is done with an event beside folding it: people of a thread wait for it, or should see it at once (`urgent`); effects follow
 * from it (`acted_on`); outsiders do not get all of it (`secret`); the operator's log has a line of it (`logged`).
 */
type Trait = 'urgent' | 'acted_on' | 'secret' | 'logged';

/** `late_words_recorded` is not acted on: nobody reads them any more, so that no mark says that they are heard. */
const TRAITS = {
  design_started: ['acted_on', 'secret', 'logged'],
  thread_opened: [],
  status_changed: ['urgent'],
  session_started: ['acted_on', 'logged'],
  session_ready: [],
  session_parked: ['acted_on'],
  session_lost: ['urgent', 'logged'],
  late_report_recorded: ['acted_on'],
  round_opened: ['acted_on'],
  participant_excused: [],
  round_closed: [],
  facilitator_passed: ['urgent', 'logged'],
  turn_started: ['acted_on'],
  model_answered: [],
  tool_invoked: [],
  confidence_given: [],
  turn_finished: ['secret'],
  late_submission_recorded: ['secret'],
  questions_asked: [],
  participant_passed: [],
  answering_opened: ['acted_on', 'logged'],
  reply_recorded: ['urgent', 'acted_on'],
  reply_revised: ['urgent', 'acted_on'],
  reply_withdrawn: ['urgent'],
  answers_matched: ['urgent', 'acted_on'],
  reply_match_corrected: ['urgent', 'acted_on'],
  reading_corrected: ['urgent', 'acted_on'],
  answering_ended: [],
  answering_closed: [],
  proposal_sealed: ['secret'],
  proposals_revealed: ['acted_on'],
  divergences_mapped: [],
  divergence_added: [],
  position_argued: [],
  divergence_settled: ['urgent'],
  deliberation_stopped: [],
  composite_submitted: [],
  signature_given: [],
  audit_submitted: [],
  revision_submitted: [],
  gate_opened: ['acted_on', 'logged'],
  gate_decided: ['urgent', 'logged'],
  person_named: [],
  people_reminded: ['acted_on'],
  outcome_settled: ['acted_on'],
  files_written: ['acted_on'],
  record_closed: [],
  files_failed: [],
  design_ended: ['urgent', 'acted_on', 'logged'],
  late_words_recorded: [],
} as const satisfies Record<DesignEvent['type'], readonly Trait[]>;

export type EventWith<Wanted extends Trait> = {
  [Type in DesignEvent['type']]: Wanted extends (typeof TRAITS)[Type][number] ? EventOf<Type> : never;
}[DesignEvent['type']];

export function hasTrait<Wanted extends Trait>(
  event: DesignEvent,
  wanted: Wanted,
): event is EventWith<Wanted> {
  const traits: readonly Trait[] = TRAITS[event.type];
  return traits.includes(wanted);
}
