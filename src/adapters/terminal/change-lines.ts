import type { Design, Divergence } from '../../core/design.ts';
import type { DesignEvent, EventOf } from '../../core/events.ts';
import { confidence, counted } from '../../core/figures.ts';
import type { ParticipantId } from '../../core/ids.ts';
import { participant } from '../../core/participants.ts';
import { IS_EXCUSE_SHOWN } from '../../core/round/round.ts';
import { originAfter } from '../../core/session/replacement.ts';
import { standsInForLost } from '../../core/session/session.ts';
import { EXCUSE_WORDS, REASON_WORDS, STATUS_WORDS, STEP_WORDS, STOP_WORDS } from '../../core/words.ts';
import { TEXTS as GATE_TEXTS, named } from '../../runtime/message/texts.ts';
import { shortHash } from './format.ts';
import { oneLine } from './safe.ts';
import { REHEARSAL_NOW } from './texts.ts';

/**
 * One event for people who follow line by line: for logs and for screen readers. Nothing for events that only operators
 * care about. `design` is the design as the event left it.
 */
export function changeLines(event: DesignEvent, design: Design): string[] {
  // The event and its line stand under the same type, which the compiler cannot follow.
  const words = WORDS[event.type] as (event: DesignEvent, design: Design) => string[];
  return words(event, design).map(oneLine);
}

/** What a reader comes back to: questions, answers, proposals, differences, losses, what a person decided. */
const IS_LASTING: Record<DesignEvent['type'], boolean> = {
  design_started: false,
  thread_opened: false,
  status_changed: false,
  session_started: true,
  session_ready: false,
  session_parked: false,
  session_lost: true,
  late_report_recorded: false,
  round_opened: false,
  participant_excused: true,
  round_closed: false,
  facilitator_passed: true,
  turn_started: false,
  model_answered: false,
  tool_invoked: false,
  confidence_given: false,
  turn_finished: false,
  late_submission_recorded: true,
  questions_asked: true,
  participant_passed: false,
  answering_opened: false,
  reply_recorded: true,
  reply_revised: false,
  reply_withdrawn: false,
  answering_closed: true,
  proposal_sealed: true,
  proposals_revealed: true,
  divergences_mapped: true,
  position_argued: false,
  divergence_settled: true,
  deliberation_stopped: true,
  composite_submitted: false,
  signature_given: false,
  audit_submitted: false,
  brief_submitted: false,
  gate_opened: false,
  gate_decided: true,
  outcome_settled: false,
  files_written: false,
  files_failed: false,
  design_ended: false,
};

/** The lines that stay above the live picture, which shows only what is the case now. `design`: as the event left it. */
export function lastingLines(event: DesignEvent, design: Design): string[] {
  // Of the start the picture tells everything but which design is run again.
  if (event.type === 'design_started' && event.successorOf !== null)
    return changeLines(event, design).slice(-1);
  return IS_LASTING[event.type] ? changeLines(event, design) : [];
}

type Words = {
  readonly [Type in DesignEvent['type']]: (event: EventOf<Type>, design: Design) => string[];
};

const nothing = () => [];

const WORDS: Words = {
  design_started: ({ rehearsal, topic, designId, successorOf }) => [
    ...(rehearsal ? [REHEARSAL_NOW] : []),
    `${topic} (${designId})`,
    ...(successorOf === null ? [] : [`This runs ${successorOf} again.`]),
  ],
  status_changed: ({ step }) => [STEP_WORDS[step].line],
  round_opened: ({ kind, divergenceId, asked }, design) => {
    const divergence = design.divergences.find(({ id }) => id === divergenceId);
    if (kind !== 'argument' || divergence === undefined) return [];
    return [`${namesOf(design, asked)} argue ${divergenceName(divergence)}`];
  },

  session_started: (event, design) =>
    standsInForLost(event) ? [`A replacement for ${nameOf(design, event.participant)} is starting.`] : [],
  session_ready: (event, design) => [`${nameOf(design, event.participant)} is ready.`],
  session_lost: lossWords,
  participant_excused: ({ participant: id, reason, detail }, design) =>
    IS_EXCUSE_SHOWN[reason]
      ? [`${nameOf(design, id)} is not waited for: ${EXCUSE_WORDS[reason]}. ${detail}`]
      : [],
  facilitator_passed: ({ from, to, role }, design) => [
    `${nameOf(design, to)} stands in as ${role} for ${nameOf(design, from)}.`,
  ],

  questions_asked: ({ participant: id, questions }, design) =>
    questions.map(
      (question) => `${nameOf(design, id)} asks ${question.id}: ${question.text} (${question.why})`,
    ),
  participant_passed: (event, design) => [`${nameOf(design, event.participant)} has nothing to ask or add.`],
  answering_opened: (_, { questions }) => {
    const open = questions.filter(({ status }) => status === 'open').length;
    return [`${counted(open, 'question')} open for answers.`];
  },
  reply_recorded: ({ author, answers }) => {
    const answered = named(answers.map(({ questionId }) => questionId));
    return [`${author} ${answered === '' ? 'wrote to the thread' : `answered ${answered}`}.`];
  },
  answering_closed: ({ assumed }, { questions }) =>
    assumed.length === 0
      ? ['Every question is answered.']
      : questions
          .filter(({ id }) => assumed.includes(id))
          .map(({ id, assumption }) => `Nobody answered ${id}, so it is assumed: ${assumption}`),

  // A seal is shown as it lands, what it seals only when all are revealed (J1).
  proposal_sealed: (event, design) => {
    const asked = design.rounds.findLast(({ kind }) => kind === 'proposals')?.asked.length ?? 0;
    const count = `${design.proposals.length} of ${Math.max(asked, design.proposals.length)}`;
    const name = nameOf(design, event.participant);
    return [`${name} has sealed a proposal: sha256 ${shortHash(event.sha256)} (${count}).`];
  },
  proposals_revealed: (_, design) =>
    design.proposals
      .filter(({ revealed }) => revealed)
      .map(({ participant: id, proposal }) => `${nameOf(design, id)} proposes: ${proposal.headline}`),
  late_submission_recorded: (event, design) => [
    `${nameOf(design, event.participant)} was late: what it sent is recorded and changes nothing.`,
  ],

  divergences_mapped: ({ divergences }) =>
    divergences.length === 0
      ? ['They differ in nothing that matters.']
      : divergences.map((each) => `They differ on ${divergenceName(each)}`),
  position_argued: ({ participant: id, before, after, divergenceId, changedBecause }, design) => {
    const moved = `moves from ${before.position} to ${after.position}`;
    const stance = before.position === after.position ? `stays with ${after.position}` : moved;
    const figures = `confidence ${confidence(before.confidence)} to ${confidence(after.confidence)}`;
    return [`${nameOf(design, id)} on ${divergenceId}: ${stance}, ${figures}. ${changedBecause}`];
  },
  divergence_settled: settlementWords,
  deliberation_stopped: ({ reason }) => [`The discussion is cut short: ${STOP_WORDS[reason]}.`],

  composite_submitted: (event, design) => [
    `${nameOf(design, event.participant)} has made one proposal of all: ${event.composite.headline}`,
  ],
  signature_given: (event, design) => [
    `${nameOf(design, event.participant)} ${event.verdict} (confidence ${confidence(event.confidence)}). ${event.dissent}`,
  ],
  audit_submitted: (event, design) => [
    `${nameOf(design, event.participant)} found ${counted(event.audit.findings.length, 'thing')} to object to.`,
  ],
  brief_submitted: ({ brief }) => [`The brief is written: ${brief.decision}`],

  gate_opened: ({ reasons }) => [
    `A person has to decide: ${named(reasons.map((reason) => REASON_WORDS[reason]))}.`,
  ],
  gate_decided: ({ choice, by, note }) => [[GATE_TEXTS.gateClosed[choice](by), note].join(' ').trimEnd()],
  files_written: ({ files }) => [`${counted(files.length, 'file')} written and read back.`],
  files_failed: ({ detail }) => [`The files could not be written: ${detail}`],
  design_ended: ({ status, stoppedBecause }) => [
    `Ended: ${STATUS_WORDS[status]}, because ${STOP_WORDS[stoppedBecause]}.`,
  ],

  thread_opened: nothing,
  session_parked: nothing,
  late_report_recorded: nothing,
  round_closed: nothing,
  turn_started: nothing,
  model_answered: nothing,
  tool_invoked: nothing,
  confidence_given: nothing,
  turn_finished: nothing,
  reply_revised: nothing,
  reply_withdrawn: nothing,
  outcome_settled: nothing,
};

function nameOf(design: Design, id: ParticipantId): string {
  return participant(design, id).title;
}

function namesOf(design: Design, ids: readonly ParticipantId[]): string {
  return named(ids.map((id) => nameOf(design, id)));
}

/** The one replacement is an event of its own (C2); without one to come this loss was the last. */
function lossWords(
  { participant: id, cause }: EventOf<'session_lost'>,
  { participants, settings }: Design,
): string[] {
  const who = participants.find((each) => each.id === id);
  const isLast = originAfter(cause, who?.sessions ?? [], settings) === null;
  const pointer = cause.diagnostics === '' ? '' : ` [diagnostics: ${cause.diagnostics}]`;
  return [`${who?.title ?? id} was lost${isLast ? ' for good' : ''}: ${cause.detail}.${pointer}`];
}

/** Who gave way, and what holds now, where something does. */
function settlementWords(
  { divergenceId, outcome, position, by, reason }: EventOf<'divergence_settled'>,
  design: Design,
): string[] {
  const { positions = [] } = design.divergences.find(({ id }) => id === divergenceId) ?? {};
  const holds = positions.find(({ id }) => id === position)?.statement ?? '';
  const who = by.length === 0 ? '' : ` by ${namesOf(design, by)}`;
  const parts = [`${divergenceId} is ${outcome}${who}`, holds, reason];
  return [parts.filter((part) => part !== '').join(': ')];
}

function divergenceName({
  id,
  impact,
  description,
}: Pick<Divergence, 'id' | 'impact' | 'description'>): string {
  return `${id} (${impact}): ${description}`;
}
