import { listJudgedChanges } from '../../src/core/decision/changes.ts';
import { gateReasonsIn } from '../../src/core/outcome/should-gate.ts';
import { claimsOf } from '../../src/core/proposals/labels.ts';
import type { Argument, Design, Divergence } from '../../src/core/vocabulary/design.ts';
import type { FacilitatorRole } from '../../src/core/vocabulary/event-parts.ts';
import type { DesignEvent, EventOf } from '../../src/core/vocabulary/events.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import { checkMatches, checkSilence, checkWorthReading } from './answer-invariants.ts';
import { checkRoomForAudit, hasBudget, isBroke } from './reserve-invariants.ts';
import {
  differOn,
  hasSignedAndOwesNothing,
  isDead,
  isLive,
  needsNoSession,
  openMatching,
  participantOf,
  waitingFor,
} from './state-invariants.ts';
import { type Step, Violation } from './step.ts';
import {
  checkConfirmed,
  checkNoteJudged,
  checkPeopleJudged,
  checkSaysSettled,
  checkSentBack,
  checkSignature,
  checkSigned,
} from './text-invariants.ts';

const ROLE_OF: Partial<Record<RoundKind, FacilitatorRole>> = {
  mapping: 'synthesizer',
  composite: 'synthesizer',
  audit: 'auditor',
  revision: 'synthesizer',
};

const AFTER_THE_END: readonly DesignEvent['type'][] = [
  'late_report_recorded',
  'model_answered',
  'tool_invoked',
  'files_written',
  'record_closed',
];

/** Words after the end say so, and those before it do not. */
function checkWhen(design: Design, event: DesignEvent): void {
  const isLate = 'after' in event && event.after === 'end';
  if (design.end === null ? isLate : !isLate && !AFTER_THE_END.includes(event.type))
    throw new Violation(
      'C19',
      `${event.type} ${isLate ? 'says that the design has' : 'after the design has'} ended`,
    );
}

/** What must be true of each event where it happens, and of the events of one step together. */
export function checkEvents(step: Step): void {
  let design = step.before;
  for (const [index, event] of step.events.entries()) {
    checkEvent(step, design, event);
    design = step.stages[index] ?? design;
  }
  checkEmptyRounds(step);
  checkEnding(step);
}

function checkEvent(step: Step, design: Design, event: DesignEvent): void {
  checkWhen(design, event);
  switch (event.type) {
    case 'session_lost': {
      const rests = event.cause.kind === 'charrette_stopped' && needsNoSession(step.before);
      if ((event.parks ?? false) !== (rests || hasSignedAndOwesNothing(design, event.participant)))
        throw new Violation(
          'C23',
          `${event.participant} is lost, and parked: ${event.parks ?? false}`,
        );
      break;
    }
    case 'session_started':
      checkStarted(step, design, event);
      break;
    case 'round_opened':
      checkNoGate(design, event);
      if (event.kind === 'matching') checkWorthReading(design, event);
      if (event.kind === 'argument') checkRoomForAudit(design, event.asked.length);
      break;
    case 'answers_matched':
      checkMatches(design, event);
      break;
    case 'facilitator_passed':
      if (openMatching(design) !== undefined)
        throw new Violation('C17', `${event.to} is to say what people meant`);
      break;
    case 'turn_started':
      checkNoGate(design, event);
      checkAsked(design, event);
      break;
    case 'position_argued':
      checkReasons(design, event);
      break;
    case 'divergence_settled':
      checkDivergenceSettled(step, design, event);
      break;
    case 'composite_submitted':
      if (design.composites.length > 0)
        throw new Violation('J11', 'a composite takes the place of the one that was there');
      break;
    case 'signature_given':
      checkSignature(design, event);
      break;
    case 'participant_excused':
      checkExcuse(step, design, event);
      break;
    case 'round_closed':
      checkClosed(design, event);
      break;
    case 'answering_closed':
      if (!event.isMatching || event.reason === 'all_answered') checkSilence(design, event);
      break;
    case 'outcome_settled':
      checkSettled(design, event);
      break;
    case 'design_ended':
      checkEnded(design, event);
  }
}

/**
 * C2, C13, C18: a session is started for a loss in this step or after a rest, with the origin that
 * this gives it.
 */
function checkStarted(step: Step, design: Design, event: EventOf<'session_started'>): void {
  if (design.settled !== null)
    throw new Violation('C13', `${event.participant} is replaced after the end`);
  const { sessions } = participantOf(design, event.participant);
  const lost = step.command.type === 'resume' ? 'resume' : 'retry';
  const expected = sessions.at(-1)?.state === 'parked' ? 'wake' : lost;
  if (event.origin !== expected)
    throw new Violation(
      'C18',
      `${event.participant} has a ${event.origin} after a ${step.command.type}`,
    );
  if (sessions.some(isLive))
    throw new Violation('C3', `${event.participant} is replaced while it has a live session`);
}

/**
 * A7, J8: while a person is asked whether it goes on, no model is asked anything but to read what
 * people have said.
 */
function checkNoGate(
  { gates, rounds }: Design,
  event: EventOf<'round_opened' | 'turn_started'>,
): void {
  const { type, roundId } = event;
  const round = rounds.find(({ id }) => id === roundId);
  const kind = type === 'round_opened' ? event.kind : round?.kind;
  const gate = gates.find(({ decision }) => decision === null);
  // What was begun before its thread was lost goes on, and answers from elsewhere are read.
  const isOpenBefore = type === 'turn_started' && (round?.since ?? 0) < (gate?.since ?? 0);
  if (gate?.about === 'thread' && (kind === 'matching' || isOpenBefore)) return;
  if (kind !== 'reading' && gate !== undefined)
    throw new Violation('A7', `${type} while a person is asked at a gate`);
}

/** C7, C11: only through a healthy session, for the open round, and if that waits for it. */
function checkAsked(design: Design, event: EventOf<'turn_started'>): void {
  const session = participantOf(design, event.participant).sessions.find(
    ({ id }) => id === event.sessionId,
  );
  if (session?.state !== 'healthy')
    throw new Violation(
      'C11',
      `${event.participant} is asked through a session that is ${session?.state}`,
    );
  const round = design.rounds.find((each) => each.id === event.roundId);
  if (round === undefined || round.closed)
    throw new Violation(
      'C11',
      `${event.participant} is asked for ${event.roundId}, which is not open`,
    );
  if (!waitingFor(round).includes(event.participant))
    throw new Violation(
      'C7',
      `${event.participant} is asked in ${round.id}, which does not wait for it`,
    );
}

/**
 * J2: a change of position counts claims on the position that it comes to as its reasons, no
 * decisions, and nothing else here.
 */
function checkReasons(design: Design, event: EventOf<'position_argued'>): void {
  const positions = design.divergences.find(({ id }) => id === event.divergenceId)?.positions ?? [];
  const theirs = positions.find(({ id }) => id === event.position)?.claims ?? [];
  const decisions = claimsOf(design).filter(({ kind }) => kind === 'decision');
  const other = event.changedBy.find(
    (name) => !theirs.includes(name) || decisions.some(({ id }) => id === name),
  );
  if (other !== undefined)
    throw new Violation('J2', `"${other}" counts as a reason of ${event.participant}`);
}

/**
 * J2, J5, J8: what a person has settled stays so, and only a person's command settles in a person's
 * name; personas settle one where all who are left hold one position, and a move counts by its
 * reason.
 */
function checkDivergenceSettled(
  step: Step,
  design: Design,
  event: EventOf<'divergence_settled'>,
): void {
  const divergence = design.divergences.find(({ id }) => id === event.divergenceId);
  if (divergence === undefined)
    throw new Violation('J8', `${event.divergenceId} is settled and not on the map`);
  if (divergence.settlement?.outcome === 'settled_by_person')
    throw new Violation(
      'J8',
      `${event.divergenceId} was settled by a person and is ${event.outcome} now`,
    );
  const isByPerson = event.outcome === 'settled_by_person';
  if (
    isByPerson !== (step.command.type === 'settle_divergence') ||
    isByPerson !== (event.person !== '')
  )
    throw new Violation('J8', `${event.outcome} by ${event.person} after a ${step.command.type}`);
  if (event.outcome === 'unresolved' || isByPerson) return;
  for (const { id, holders } of divergence.positions) {
    for (const holder of holders.filter((each) => !isDead(participantOf(design, each)))) {
      const own = divergence.arguments.find(({ participant }) => participant === holder);
      const isMoved = own !== undefined && own.position !== id;
      if ((isMoved && givesReason(design, divergence, own) ? own.position : id) !== event.position)
        throw new Violation(
          'J5',
          `${event.divergenceId} is ${event.outcome}, and ${holder} holds another position, or moved without a reason`,
        );
    }
  }
}

/** A claim that it names has a source that stands there, or another names it too. */
function givesReason(design: Design, { arguments: given }: Divergence, own: Argument): boolean {
  const others = given.filter(({ participant }) => participant !== own.participant);
  return own.changedBy.some(
    (claim) =>
      others.some(({ changedBy }) => changedBy.includes(claim)) ||
      claimsOf(design).some(({ id, check }) => id === claim && check?.status === 'checked'),
  );
}

/**
 * C10, C12: nobody is excused but the dead, those whose turn failed, and at a deadline the slow.
 */
function checkExcuse(step: Step, design: Design, event: EventOf<'participant_excused'>): void {
  const { reason, participant: id, roundId } = event;
  if (reason === 'dead' && !isDead(participantOf(design, id)))
    throw new Violation('C12', `${id} is excused from ${roundId} as dead, which it is not`);
  if (reason === 'timed_out' && step.command.type !== 'pass_deadline')
    throw new Violation('C12', `${id} is excused from ${roundId} as slow before the deadline`);
  const round = design.rounds.find((each) => each.id === roundId);
  const points = round?.points.find(({ participant }) => participant === id)?.divergences ?? [];
  const isOpen = points.some(
    (each) => design.divergences.find((one) => one.id === each)?.settlement === null,
  );
  if (reason === 'point_settled' && (points.length === 0 || isOpen))
    throw new Violation(
      'J8',
      `${id} is excused from ${roundId} though nobody has settled all its points`,
    );
  if (reason === 'turn_failed' && step.command.type !== 'fail_turn' && !isBroke(design))
    throw new Violation('C12', `${id} is excused from ${roundId} though its turn did not fail`);
}

/** Participants asked in one round of a facilitator, and turns that may fail in it. */
const MAX_ASKED = 3;
const MAX_FAILED_TURNS = 2;

/**
 * C12, C17: a round closes when nobody is awaited; a facilitator's only when nobody may stand in
 * for it any more.
 */
function checkClosed(design: Design, event: EventOf<'round_closed'>): void {
  const round = design.rounds.find((each) => each.id === event.roundId);
  if (round === undefined)
    throw new Violation('rounds', `${event.roundId} closes, which never opened`);
  const awaited = waitingFor(round);
  if (awaited.length > 0)
    throw new Violation('C12', `${round.id} closes while it waits for ${awaited.join()}`);
  const slow = round.excused.some((excuse) => excuse.reason === 'timed_out');
  if (round.contributed.length > 0 || ROLE_OF[round.kind] === undefined || slow || isBroke(design))
    return;
  const failed = round.excused.filter(({ reason }) => reason === 'turn_failed').length;
  if (failed > MAX_FAILED_TURNS || round.asked.length > MAX_ASKED)
    throw new Violation(
      'C17',
      `${round.id} has asked ${round.asked.length}, and ${failed} of them failed`,
    );
  if (failed === MAX_FAILED_TURNS || round.asked.length === MAX_ASKED || hasBudget(design)) return;
  const able = design.participants.find(
    (each) => each.role === 'persona' && !isDead(each) && !round.asked.includes(each.id),
  );
  if (able !== undefined)
    throw new Violation('C17', `${round.id} closes empty-handed though ${able.id} could stand in`);
}

const SUBSTANCE: readonly RoundKind[] = ['questions', 'proposals', 'composite'];

/**
 * C6: after a round of substance that closed empty-handed a person is asked, or the design stops;
 * it goes on only where money or time is short.
 */
function checkEmptyRounds({ events, after }: Step): void {
  for (const [index, event] of events.entries()) {
    if (event.type !== 'round_closed' || event.contributed.length > 0) continue;
    const round = after.rounds.find(({ id }) => id === event.roundId);
    if (round === undefined || !SUBSTANCE.includes(round.kind)) continue;
    if (after.gates.at(-1)?.about === 'thread' && after.gates.at(-1)?.decision === null) continue;
    if (isBroke(after) || after.dropped.some(({ kind }) => kind === round.kind)) continue;
    if (after.partsOver.includes(round.kind === 'composite' ? 'synthesis' : 'deliberation'))
      continue;
    const next = events.slice(index + 1).find(({ type }) => type !== 'status_changed');
    const stops = next?.type === 'outcome_settled' && next.status === 'needs_review';
    if (!stops && next?.type !== 'gate_opened' && next?.type !== 'design_ended')
      throw new Violation(
        'C6',
        `${round.kind} brought nothing and was followed by ${next?.type ?? 'nothing'}`,
      );
  }
}

/** C21: a design that settles with a proposal has revealed it: there is a brief to make. */
function checkRevealed(design: Design, { stoppedBecause }: EventOf<'outcome_settled'>): void {
  const sealed = design.proposals.find(({ revealed }) => !revealed);
  if (sealed !== undefined)
    throw new Violation(
      'C21',
      `it settles, ${stoppedBecause}, and ${sealed.participant} stays sealed`,
    );
}

/**
 * A5, A6: completed only with a decision, and with no reason to look again or a person who
 * accepted.
 */
function checkSettled(design: Design, event: EventOf<'outcome_settled'>): void {
  if (event.stoppedBecause === 'nothing_contributed' && design.rounds.at(-1)?.kind === 'matching')
    throw new Violation('C6', 'it stops because nobody could read what people said');
  if (design.settled !== null) throw new Violation('C19', 'settled twice');
  checkRevealed(design, event);
  const { status, stoppedBecause, caveats } = event;
  const reasons = gateReasonsIn(caveats);
  const decision = design.gates.at(-1)?.decision;
  const accepted = decision?.choice === 'accept' && decision.by !== '';
  if (status === 'completed') {
    if (design.composites.length === 0) throw new Violation('A5', 'completed without a decision');
    checkSigned(design);
    checkConfirmed(design);
    checkPeopleJudged(design);
    checkNoteJudged(design);
    if (!accepted) checkSaysSettled(design);
    if (!accepted) checkSentBack(design);
    if (reasons.length > 0 && !accepted)
      throw new Violation('A6', `completed in spite of ${reasons.join()}`);
    if (reasonsOf(design).length > 0 && !accepted)
      throw new Violation('A6', `completed in spite of ${reasonsOf(design).join()}`);
  } else if (stoppedBecause === 'finished' && reasons.length === 0) {
    throw new Violation('A6', 'needs review for no reason');
  }
}

function reasonsOf(design: Design): string[] {
  const reasons: string[] = [];
  const open = design.divergences.filter(
    (divergence) => divergence.settlement?.outcome === 'unresolved',
  );
  if (open.some((divergence) => divergence.impact === 'high'))
    reasons.push('an unresolved divergence');
  if (design.signatures.some((signature) => signature.confidence < 0.4))
    reasons.push('low confidence');
  if (design.audit?.audit.findings.some((finding) => finding.severity === 'blocking'))
    reasons.push('a blocking finding');
  if (
    listJudgedChanges(design).some(
      ({ verdict, isTakenOut }) => verdict !== 'answers' && !isTakenOut,
    )
  )
    reasons.push('a change that was not confirmed');
  if (design.questions.some(({ id }) => differOn(design, id)))
    reasons.push('two people who differ');
  if (design.audit === null) reasons.push('no audit');
  if (design.signatures.length === 0) reasons.push('no signature');
  const dissents = design.signatures.filter(({ verdict }) => verdict === 'dissents').length;
  if (dissents > 0 && dissents * 2 >= design.signatures.length) reasons.push('dissent of half');
  const isCompared = design.rounds.some(
    ({ kind, contributed }) => kind === 'mapping' && contributed.length > 0,
  );
  if (design.proposals.length > 1 && !isCompared) reasons.push('no comparison');
  return reasons;
}

/**
 * C9, C10: for want of personas only when each has died, and each is named; otherwise as it was
 * settled.
 */
function checkEnded(design: Design, event: EventOf<'design_ended'>): void {
  const { status, stoppedBecause, detail } = event;
  const personas = design.participants.filter((participant) => participant.role === 'persona');
  if (stoppedBecause === 'no_persona_left') {
    const living = personas.find((persona) => !isDead(persona));
    if (living !== undefined)
      throw new Violation('C10', `cancelled for want of personas while ${living.id} is not dead`);
    const unnamed = personas.find((persona) => !detail.includes(persona.title));
    if (unnamed !== undefined)
      throw new Violation('C9', `the message does not say what ${unnamed.id} died of`);
    if (status !== 'cancelled')
      throw new Violation('C9', `for want of personas the design is ${status}`);
  }
  if (status === 'completed' || status === 'needs_review') {
    if (design.settled?.status !== status)
      throw new Violation(
        'A5',
        `ended as ${status} and was settled as ${design.settled?.status ?? 'nothing'}`,
      );
  }
}

/** C8, C9: the step that loses the last persona cancels, once. */
function checkEnding({ before, after, events }: Step): void {
  const ends = events.filter((event) => event.type === 'design_ended').length;
  if (ends > 1) throw new Violation('C8', `the design ended ${ends} times in one step`);
  if (before.end !== null || before.settled !== null) return;
  const allDead = after.participants.every((each) => each.role !== 'persona' || isDead(each));
  if (allDead && after.end?.status !== 'cancelled')
    throw new Violation('C9', 'the last persona died and the design was not cancelled at once');
}
