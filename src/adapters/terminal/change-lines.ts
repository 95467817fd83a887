import type { Design, Divergence } from '../../core/design.ts';
import type { DesignEvent, EventOf } from '../../core/events.ts';
import { confidence, counted } from '../../core/figures.ts';
import { participant } from '../../core/participants.ts';
import { IS_EXCUSE_TOLD } from '../../core/round/round.ts';
import { originAfter } from '../../core/session/replacement.ts';
import { standsInForLost } from '../../core/session/session.ts';
import { EXCUSE_WORDS, REASON_WORDS, STATUS_WORDS, STEP_WORDS, STOP_WORDS } from '../../core/words.ts';
import { TEXTS as GATE_TEXTS } from '../../runtime/message/texts.ts';
import { listed, shortHash } from './format.ts';
import { oneLine } from './safe.ts';
import { REHEARSAL_NOW } from './texts.ts';

/**
 * What one event means for people who read along line by line: for logs and for screen readers. Nothing for events
 * that only operators care about. `design` is the design as the event left it.
 */
export function changeLines(event: DesignEvent, design: Design): string[] {
  return words(event, design).map(oneLine);
}

function words(event: DesignEvent, design: Design): string[] {
  switch (event.type) {
    case 'design_started':
      return [
        ...(event.rehearsal ? [REHEARSAL_NOW] : []),
        `${event.topic} (${event.designId})`,
        ...(event.successorOf === null ? [] : [`This runs ${event.successorOf} again.`]),
      ];
    case 'status_changed':
      return [STEP_WORDS[event.step].line];
    case 'round_opened':
      return argumentWords(event, design);
    case 'session_started':
    case 'session_ready':
    case 'session_lost':
    case 'participant_excused':
    case 'facilitator_passed':
      return participantWords(event, design);
    case 'questions_asked':
    case 'participant_passed':
    case 'answering_opened':
    case 'reply_recorded':
    case 'answering_closed':
      return questionWords(event, design);
    case 'proposal_sealed':
    case 'proposals_revealed':
    case 'late_submission_recorded':
      return proposalWords(event, design);
    case 'divergences_mapped':
    case 'position_argued':
    case 'divergence_settled':
    case 'deliberation_stopped':
      return divergenceWords(event, design);
    case 'composite_submitted':
    case 'signature_given':
    case 'audit_submitted':
    case 'brief_submitted':
      return synthesisWords(event, design);
    case 'gate_opened':
    case 'gate_decided':
    case 'files_written':
    case 'files_failed':
    case 'design_ended':
      return endWords(event);
    case 'thread_opened':
    case 'session_parked':
    case 'late_report_recorded':
    case 'round_closed':
    case 'turn_started':
    case 'model_answered':
    case 'tool_invoked':
    case 'confidence_given':
    case 'turn_finished':
    case 'reply_revised':
    case 'reply_withdrawn':
    case 'outcome_settled':
      return [];
  }
}

type OfParticipants =
  | 'session_started'
  | 'session_ready'
  | 'session_lost'
  | 'participant_excused'
  | 'facilitator_passed';

function participantWords(event: EventOf<OfParticipants>, design: Design): string[] {
  switch (event.type) {
    case 'session_started': {
      const { title } = participant(design, event.participant);
      return standsInForLost(event) ? [`A replacement for ${title} is starting.`] : [];
    }
    case 'session_ready':
      return [`${participant(design, event.participant).title} is ready.`];
    case 'session_lost':
      return [lossWords(event, design)];
    case 'participant_excused': {
      if (!IS_EXCUSE_TOLD[event.reason]) return [];
      const { title } = participant(design, event.participant);
      return [`${title} is not waited for: ${EXCUSE_WORDS[event.reason]}. ${event.detail}`];
    }
    case 'facilitator_passed': {
      const [from, to] = [participant(design, event.from).title, participant(design, event.to).title];
      return [`${to} stands in as ${event.role} for ${from}.`];
    }
  }
}

type Composing = 'composite_submitted' | 'signature_given' | 'audit_submitted' | 'brief_submitted';

function synthesisWords(event: EventOf<Composing>, design: Design): string[] {
  const { title } = participant(design, event.participant);
  switch (event.type) {
    case 'composite_submitted':
      return [`${title} has made one proposal of all: ${event.composite.headline}`];
    case 'signature_given':
      return [`${title} ${event.verdict} (confidence ${confidence(event.confidence)}). ${event.dissent}`];
    case 'audit_submitted':
      return [`${title} found ${counted(event.audit.findings.length, 'thing')} to object to.`];
    case 'brief_submitted':
      return [`The brief is written: ${event.brief.decision}`];
  }
}

type EndEvent = 'gate_opened' | 'gate_decided' | 'files_written' | 'files_failed' | 'design_ended';

function endWords(event: EventOf<EndEvent>): string[] {
  switch (event.type) {
    case 'gate_opened':
      return [`A person has to decide: ${listed(event.reasons.map((reason) => REASON_WORDS[reason]))}.`];
    case 'gate_decided':
      return [[GATE_TEXTS.gateClosed[event.choice](event.by), event.note].join(' ').trimEnd()];
    case 'files_written':
      return [`${counted(event.files.length, 'file')} written and read back.`];
    case 'files_failed':
      return [`The files could not be written: ${event.detail}`];
    case 'design_ended':
      return [`Ended: ${STATUS_WORDS[event.status]}, because ${STOP_WORDS[event.stoppedBecause]}.`];
  }
}

/** The one replacement is an event of its own (C2); without one to come this loss was the last. */
function lossWords(
  { participant: id, cause }: EventOf<'session_lost'>,
  { participants, settings }: Design,
): string {
  const who = participants.find((each) => each.id === id);
  const isLast = originAfter(cause, who?.sessions ?? [], settings) === null;
  const pointer = cause.diagnostics === '' ? '' : ` [diagnostics: ${cause.diagnostics}]`;
  return `${who?.title ?? id} was lost${isLast ? ' for good' : ''}: ${cause.detail}.${pointer}`;
}

function argumentWords({ kind, divergenceId, asked }: EventOf<'round_opened'>, design: Design): string[] {
  const divergence = design.divergences.find(({ id }) => id === divergenceId);
  if (kind !== 'argument' || divergence === undefined) return [];
  const names = listed(asked.map((id) => participant(design, id).title));
  return [`${names} argue ${divergenceName(divergence)}`];
}

type Asking =
  | 'questions_asked'
  | 'participant_passed'
  | 'answering_opened'
  | 'reply_recorded'
  | 'answering_closed';

function questionWords(event: EventOf<Asking>, design: Design): string[] {
  switch (event.type) {
    case 'questions_asked': {
      const { title } = participant(design, event.participant);
      return event.questions.map(({ id, text, why }) => `${title} asks ${id}: ${text} (${why})`);
    }
    case 'participant_passed':
      return [`${participant(design, event.participant).title} has nothing to ask or add.`];
    case 'answering_opened': {
      const open = design.questions.filter(({ status }) => status === 'open').length;
      return [`${counted(open, 'question')} open for answers.`];
    }
    case 'reply_recorded': {
      const answered = listed(event.answers.map(({ questionId }) => questionId));
      return [`${event.author} ${answered === '' ? 'wrote to the thread' : `answered ${answered}`}.`];
    }
    case 'answering_closed':
      return event.assumed.length === 0
        ? ['Every question is answered.']
        : design.questions
            .filter(({ id }) => event.assumed.includes(id))
            .map(({ id, assumption }) => `Nobody answered ${id}, so it is assumed: ${assumption}`);
  }
}

type Proposing = 'proposal_sealed' | 'proposals_revealed' | 'late_submission_recorded';

/** A seal is shown as it lands, what it seals only when all are revealed (J1). */
function proposalWords(event: EventOf<Proposing>, design: Design): string[] {
  switch (event.type) {
    case 'proposal_sealed': {
      const { title } = participant(design, event.participant);
      const asked = design.rounds.findLast(({ kind }) => kind === 'proposals')?.asked.length ?? 0;
      const count = `${design.proposals.length} of ${Math.max(asked, design.proposals.length)}`;
      return [`${title} has sealed a proposal: sha256 ${shortHash(event.sha256)} (${count}).`];
    }
    case 'proposals_revealed':
      return design.proposals
        .filter(({ revealed }) => revealed)
        .map(
          ({ participant: id, proposal }) =>
            `${participant(design, id).title} proposes: ${proposal.headline}`,
        );
    case 'late_submission_recorded': {
      const { title } = participant(design, event.participant);
      return [`${title} was late: what it sent is recorded and changes nothing.`];
    }
  }
}

type Differing = 'divergences_mapped' | 'position_argued' | 'divergence_settled' | 'deliberation_stopped';

function divergenceWords(event: EventOf<Differing>, design: Design): string[] {
  switch (event.type) {
    case 'divergences_mapped':
      return event.divergences.length === 0
        ? ['They differ in nothing that matters.']
        : event.divergences.map((each) => `They differ on ${divergenceName(each)}`);
    case 'position_argued': {
      const { before, after, divergenceId, changedBecause } = event;
      const moved = `moves from ${before.position} to ${after.position}`;
      const stance = before.position === after.position ? `stays with ${after.position}` : moved;
      const figures = `confidence ${confidence(before.confidence)} to ${confidence(after.confidence)}`;
      return [
        `${participant(design, event.participant).title} on ${divergenceId}: ${stance}, ${figures}. ${changedBecause}`,
      ];
    }
    case 'divergence_settled':
      return [settlementWords(event, design)];
    case 'deliberation_stopped':
      return [`The discussion is cut short: ${STOP_WORDS[event.reason]}.`];
  }
}

/** Who gave way, and what holds now, where something does. */
function settlementWords(
  { divergenceId, outcome, position, by, reason }: EventOf<'divergence_settled'>,
  design: Design,
): string {
  const { positions = [] } = design.divergences.find(({ id }) => id === divergenceId) ?? {};
  const holds = positions.find(({ id }) => id === position)?.statement ?? '';
  const who = by.length === 0 ? '' : ` by ${listed(by.map((id) => participant(design, id).title))}`;
  const parts = [`${divergenceId} is ${outcome}${who}`, holds, reason];
  return parts.filter((part) => part !== '').join(': ');
}

function divergenceName({
  id,
  impact,
  description,
}: Pick<Divergence, 'id' | 'impact' | 'description'>): string {
  return `${id} (${impact}): ${description}`;
}
