/**
 * The course of a design: what follows, step by step, once a command is recorded. Read this first
 * to learn how a design goes on; docs/architecture.md has the steps as a table.
 */

import { answerBeforehand } from '../answering/answering.ts';
import { isMatchingDue } from '../answering/matching.ts';
import { listRepliesToRead } from '../answering/reading.ts';
import { isConfirmationDue } from '../decision/confirming.ts';
import { decidedOf, isBeforeRevision, isOutdated } from '../decision/decided.ts';
import { needsRevision } from '../decision/findings.ts';
import { leaveUnresolved, listPointsToArgue, settleAgreed } from '../differences/arguing.ts';
import { shouldGate } from '../outcome/should-gate.ts';
import {
  causeWordsOf,
  findCause,
  isMendable,
  isPermanent,
  UNKNOWN_CAUSE,
} from '../policy/cause.ts';
import { findShortage, mayBegin } from '../policy/reserve.ts';
import { openQuestions } from '../questions/replies/questions.ts';
import type { Design, Gate } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { GateChoice, Step } from '../vocabulary/event-parts.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import { hasSettledIn, listLivingPersonas } from '../vocabulary/participants.ts';
import { isEmptyHanded, ROUNDS, type Round } from '../vocabulary/round.ts';
import { isOver, openRound } from '../vocabulary/status.ts';
import { NOBODY } from '../vocabulary/via.ts';
import { advanceRound, beginRound, listAbleToAnswer, openRoundFor } from './advance.ts';
import { openGateFor, settleIfStopped } from './gate.ts';
import { continueAnswering, openReading } from './readings.ts';
import { endDesign } from './rounds/end-design.ts';
import { cancelWithoutPersonas, enterStep, settleOutcome } from './rounds/ending.ts';
import { parkSessions } from './sessions/lifecycle.ts';
import { waitWithoutThread } from './thread.ts';

/**
 * Far more events than any command causes. Without a bound, a bug that records forever would hold
 * up all designs.
 */
const MAX_EVENTS = 10_000;

/**
 * Records all consequences of a design's state until none is left. Nothing else decides how a
 * design continues after a crash, a deadline or a contribution. It uses the state alone, so the
 * order of reports makes no difference.
 */
export function bringToRest(draft: Draft): void {
  let before = -1;
  while (before < draft.events.length && !isOver(draft.design)) {
    before = draft.events.length;
    takeNextStep(draft);
    if (draft.events.length > MAX_EVENTS)
      throw new Error('broken invariant: the design does not come to rest');
  }
}

function takeNextStep(draft: Draft): void {
  const round = openRound(draft.design);
  if (listLivingPersonas(draft.design).length === 0) cancelWithoutPersonas(draft);
  else if (isStoppedWithoutThread(draft)) return;
  else if (round !== null) advanceRound(draft, round);
  else if (waitWithoutThread(draft)) return;
  else if (
    !settleNothingContributed(draft) &&
    !openReading(draft, 'reading', listRepliesToRead(draft))
  )
    AFTER[draft.design.step](draft);
}

/** Ends a design that nobody lets go on without its thread, even during a round. */
function isStoppedWithoutThread(draft: Draft): boolean {
  const gate = draft.design.gates.at(-1);
  return gate?.about === 'thread' && settleIfStopped(draft, gate, gate.unreachable ?? '');
}

const AFTER: Record<Step, (draft: Draft) => void> = {
  spawning: (draft) => {
    if (!draft.design.participants.every(hasSettledIn)) return;
    if (draft.design.frame !== null || !beginRound(draft, 'framing')) enterAsking(draft);
  },
  framing: (draft) => {
    if (draft.design.frame?.isDesignQuestion === false)
      endDesign(draft, 'cancelled', 'no_design_question', NOBODY, draft.design.frame.reason);
    else enterAsking(draft);
  },
  asking: askPeople,
  answering: (draft) => {
    if (!continueAnswering(draft)) enterProposing(draft);
  },
  proposing: reveal,
  mapping: (draft) => enterStep(draft, 'arguing'),
  arguing: (draft) => {
    if (!openArgument(draft)) enterComposing(draft);
  },
  composing: (draft) => {
    if (!draft.design.rounds.some(({ kind }) => kind === 'composite')) enterComposing(draft);
    else if (decidedOf(draft.design) === null) concludeUndecided(draft);
    else enterAuditing(draft);
  },
  auditing: enterConfirming,
  revising: (draft) => {
    if (!reviseIfOutdated(draft)) enterConfirming(draft);
  },
  confirming: (draft) => {
    if (!reviseIfOutdated(draft)) enterConfirming(draft);
  },
  signing: (draft) => {
    if (!reviseIfOutdated(draft)) conclude(draft);
  },
  deciding: actOnDecision,
  writing: () => undefined,
};

/**
 * Opens the one round of arguments if it is due and there is money and time. Returns `false` if
 * nothing is left to argue.
 */
function openArgument(draft: Draft): boolean {
  settleAgreed(draft);
  const points = listPointsToArgue(draft.design);
  const asked = points.map(({ participant }) => participant);
  if (points.length === 0 || !mayBegin(draft, 'argument', { asked: asked.length })) {
    leaveUnresolved(draft);
    return false;
  }
  openRoundFor(draft, 'argument', asked, points);
  return true;
}

/**
 * Enters asking. A continuing run begins no question round if the earlier run had any question or
 * proposal. It asks people again about an open question whose asker has not proposed yet.
 */
function enterAsking(draft: Draft): void {
  const { settings, carried } = draft.design;
  const { questions, proposals } = carried ?? { questions: [], proposals: [] };
  const nothingToAsk = settings.questions === 'none' || questions.length + proposals.length > 0;
  if (hasToAsk(draft)) askPeople(draft);
  else if (nothingToAsk || !beginRound(draft, 'questions')) enterProposing(draft);
}

/**
 * `true` if the asker of an open question has not proposed yet, or carried replies must be read
 * before a proposal.
 */
function hasToAsk(draft: Draft): boolean {
  const { design } = draft;
  // A question counts even if its asker has died.
  const isOpen = openQuestions(design).some(({ participant }) => !hasProposed(design, participant));
  return isOpen || (listOwingProposals(design).length > 0 && isMatchingDue(draft));
}

function listOwingProposals(design: Design): ParticipantId[] {
  return listLivingPersonas(design)
    .map(({ id }) => id)
    .filter((id) => !hasProposed(design, id));
}

function hasProposed({ proposals }: Design, id: ParticipantId): boolean {
  return proposals.some(({ participant }) => participant === id);
}

function askPeople(draft: Draft): void {
  if (!hasToAsk(draft) || findShortage(draft, 'proposals') !== null) {
    enterProposing(draft);
    return;
  }
  draft.record({ type: 'answering_opened', deadlineAt: draft.at + draft.design.settings.answerMs });
  enterStep(draft, 'answering');
  answerBeforehand(draft);
}

/** Enters proposing. A persona whose sealed proposal was carried over is not asked again. */
function enterProposing(draft: Draft): void {
  const owing = listOwingProposals(draft.design);
  enterStep(draft, 'proposing');
  if (owing.length > 0 && mayBegin(draft, 'proposals')) openRoundFor(draft, 'proposals', owing);
}

const BEFORE_PROPOSAL = {
  time_used_up: 'The time ran out before there was a proposal.',
  money_used_up:
    'The money ran out before there was a proposal: start a new design with a larger budget.',
};

/** Reveals the proposals; from then on a brief can be made. */
function reveal(draft: Draft): void {
  const { proposals } = draft.design;
  if (proposals.length === 0) {
    const shortage = findShortage(draft, 'proposals');
    const detail = shortage === null ? 'Nobody wrote a proposal.' : BEFORE_PROPOSAL[shortage];
    settleOutcome(draft, 'needs_review', shortage ?? 'nothing_contributed', detail);
    return;
  }
  const sealed = proposals
    .filter(({ revealed }) => !revealed)
    .map(({ participant }) => participant);
  draft.record({ type: 'proposals_revealed', participants: sealed });
  const made = findStepMade(draft.design);
  if (made !== null) {
    enterStep(draft, made);
    return;
  }
  // A single proposal has nothing to compare.
  if (proposals.length < 2 || !beginRound(draft, 'mapping')) enterComposing(draft);
}

/** The last step that the earlier run finished; `null` if this run goes on from the proposals. */
function findStepMade({ rounds, composites, audit, carried }: Design): Step | null {
  const last = rounds.at(-1);
  if (last === undefined || carried === null || carried.made.length === 0) return null;
  return composites.length > 0 && audit === null ? 'composing' : ROUNDS[last.kind].step;
}

function enterComposing(draft: Draft): void {
  if (!beginRound(draft, 'composite')) concludeUndecided(draft);
}

/** Ends with the proposals side by side: a brief without a decision to accept. */
function concludeUndecided(draft: Draft): void {
  const reason = findShortage(draft, 'composite') ?? 'nothing_contributed';
  const detail = 'Nobody wrote a decision from the proposals.';
  settleOutcome(draft, 'needs_review', reason, detail);
}

function enterAuditing(draft: Draft): void {
  if (!beginRound(draft, 'audit')) enterRevising(draft);
}

/**
 * Enters revising, even without an audit: a person may have settled something since the draft was
 * requested.
 */
function enterRevising(draft: Draft): void {
  const isWanted = needsRevision(draft.design);
  if (!isWanted || !beginRound(draft, 'revision')) enterSigning(draft);
}

/** Revises a text if people have settled something since. */
function reviseIfOutdated(draft: Draft): boolean {
  return isOutdated(draft.design) && beginRound(draft, 'revision');
}

/**
 * Enters confirming: before a revision the auditor judges the sentences that the audit had no room
 * for, after it the newest changes, once.
 */
function enterConfirming(draft: Draft): void {
  const { design } = draft;
  if (isConfirmationDue(design) && beginRound(draft, 'confirmation')) return;
  if (isBeforeRevision(design)) enterRevising(draft);
  else enterSigning(draft);
}

/** Enters signing. A text that no revision changed keeps its signatures. */
function enterSigning(draft: Draft): void {
  const isSigned = draft.design.signatures.length > 0;
  if (isSigned || !beginRound(draft, 'signing')) conclude(draft);
}

/** Concludes with the decision. Code decides whether a person must look at it first. */
function conclude(draft: Draft): void {
  const { design } = draft;
  if (shouldGate(design).length === 0) {
    settleOutcome(draft, 'completed', 'finished', '');
  } else if (design.settings.gates === 'none') {
    settleOutcome(draft, 'needs_review', 'finished', 'Nobody was there to decide at the gate.');
  } else {
    const sentBack = design.gates.some((gate) => gate.decision?.choice === 'send_back');
    const mayBeSentBack = !sentBack && findShortage(draft, 'revision') === null;
    openGateFor(draft, mayBeSentBack ? ['accept', 'send_back', 'stop'] : ['accept', 'stop']);
    enterStep(draft, 'deciding');
  }
}

function actOnDecision(draft: Draft): void {
  const gate = draft.design.gates.at(-1);
  const decision = gate?.decision ?? null;
  // Nobody owes anything until a person has decided.
  if (gate === undefined || decision === null) parkSessions(draft);
  else if (settleIfStopped(draft, gate)) return;
  else if (decision.choice === 'accept')
    settleOutcome(draft, 'completed', 'decided_by_person', decision.note);
  else if (!beginRound(draft, 'revision')) conclude(draft);
}

/**
 * Asks a person how to go on if a round of substance brought nothing although participants are
 * alive: go on without it, open it again, or stop. Returns `false` if the design goes on, or if
 * money or time is short, which a person could not change.
 */
function settleNothingContributed(draft: Draft): boolean {
  const round = emptySubstance(draft);
  if (round === null || findShortage(draft, round.kind) !== null) return false;
  const gate = draft.design.gates.findLast(({ roundId }) => roundId === round.id);
  if (gate !== undefined) return act(draft, round, gate);
  if (draft.design.settings.gates === 'none') {
    const cause = causeWordsOf(
      draft.design,
      round,
      findCause(draft.design, round) ?? UNKNOWN_CAUSE,
    );
    settleOutcome(draft, 'needs_review', 'nothing_contributed', cause);
  } else {
    openGateFor(draft, listChoices(draft, round), { roundId: round.id });
    enterStep(draft, draft.design.step);
  }
  return true;
}

function act(draft: Draft, round: Round, gate: Gate): boolean {
  if (gate.decision === null) return true;
  if (gate.decision.choice !== 'again') return settleIfStopped(draft, gate);
  const able = listAbleToAnswer(draft.design, round.kind).filter((id) => round.asked.includes(id));
  enterStep(draft, draft.design.step);
  openRoundFor(draft, round.kind, able);
  return true;
}

/** The last round, if it belongs to the current step and left the step without substance. */
function emptySubstance({ design }: Draft): Round | null {
  const round = design.rounds.at(-1);
  if (round === undefined || !round.closed || !isEmptyHanded(round)) return null;
  const { isSubstance, step } = ROUNDS[round.kind];
  return isSubstance && step === design.step ? round : null;
}

/**
 * A person may retry an unusable model any number of times, a failure that must repeat never, and
 * any other failure once.
 */
function listChoices({ design }: Draft, round: Round): GateChoice[] {
  const { kind } = round;
  const canGoOn = kind !== 'proposals' || design.proposals.length > 0;
  const wasRepeated = design.gates.some(
    ({ roundId, decision }) =>
      decision?.choice === 'again' &&
      design.rounds.some(({ id, kind: of }) => id === roundId && of === kind),
  );
  const goOn = canGoOn ? ['accept' as const] : [];
  const { cause } = findCause(design, round) ?? UNKNOWN_CAUSE;
  if (isMendable(cause)) return ['again', ...goOn, 'stop'];
  return [...goOn, ...(wasRepeated || isPermanent(cause) ? [] : ['again' as const]), 'stop'];
}
