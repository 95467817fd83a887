import type { Design } from './design.ts';
import { arguers, leaveOpen, nextToArgue, openDivergences, settleIfDecided } from './divergence/arguing.ts';
import type { Draft } from './draft.ts';
import type { GateChoice, Step } from './events.ts';
import { openGateFor, settleIfStoppedInPause } from './gate.ts';
import { cancelForWantOfPersonas, enterStep, settleOutcome } from './outcome/ending.ts';
import { hasSettledIn, livingPersonas } from './participants.ts';
import { budgetUsedUp, deliberationBudgetUsedUp } from './policy/reserve.ts';
import { shouldGate } from './policy/should-gate.ts';
import { openQuestions } from './question/answering.ts';
import { advanceRound, closeRound, enterRound, openRoundFor } from './round/advance.ts';
import { isEmptyHanded, type RoundKind } from './round/round.ts';
import { canBeCutShort, isOver, isPaused, openRound, timeUsedBy } from './status.ts';

/**
 * Brings a design to rest after a change: as long as something follows from its state, that is recorded. What a crash,
 * a deadline or a contribution means for the rest is decided here and nowhere else, from the state alone, so that the
 * order of the reports makes no difference.
 */
export function bringToRest(draft: Draft): void {
  let progress: FlowState = 'went_on';
  while (progress === 'went_on' && !isOver(draft.design)) progress = takeNextStep(draft);
}

type FlowState = 'went_on' | 'waiting';

function takeNextStep(draft: Draft): FlowState {
  if (livingPersonas(draft.design).length === 0) {
    cancelForWantOfPersonas(draft);
    return 'went_on';
  }
  if (settleIfStoppedInPause(draft)) return 'went_on';
  if (moneyStops(draft.design)) {
    return settle(draft, 'needs_review', 'money_used_up', ['budget'], 'The budget is used up.');
  }
  const round = openRound(draft.design);
  if (round === null) return isPaused(draft.design) ? 'waiting' : proceed(draft);
  if (advanceRound(draft, round) === 'waiting') return 'waiting';
  const current = openRound(draft.design);
  if (current === null) return 'went_on';
  closeRound(draft, current);
  if (isEmptyHanded(current) && !isCutShort(draft.design)) settleNothingContributed(draft, current.kind);
  return 'went_on';
}

/** Turns under way are paid for and may still submit; nothing new is begun, except by a person's decision. */
function moneyStops(design: Design): boolean {
  const underWay = design.turns.some((turn) => turn.outcome === 'open');
  const written = design.step === 'deciding' || (design.step === 'briefing' && design.brief !== null);
  return budgetUsedUp(design) && !underWay && !written;
}

/** Time was called while they were comparing or arguing: the proposals are there, and a brief is made of them. */
function isCutShort({ step, deliberationStopped }: Design): boolean {
  return deliberationStopped !== null && canBeCutShort(step);
}

/** Never forward with nothing (C6). Before synthesis a call of time is no such case, once there are proposals. */
function settleNothingContributed(draft: Draft, kind: RoundKind): void {
  const detail = `Nobody contributed to the round of ${kind}, though somebody is still alive.`;
  const reason = draft.design.deliberationStopped ?? 'nothing_contributed';
  settleOutcome(draft, 'needs_review', reason, [], detail);
}

/** No round is open: what the present step leads to. */
function proceed(draft: Draft): FlowState {
  callTimeIfSpent(draft);
  const { design } = draft;
  switch (design.step) {
    case 'spawning':
      return design.participants.every(hasSettledIn) ? enterAsking(draft) : 'waiting';
    case 'asking':
      return openQuestions(design).length > 0 && design.deliberationStopped === null
        ? enterAnswering(draft)
        : enterProposing(draft);
    case 'answering':
      return design.answering === null ? enterProposing(draft) : 'waiting';
    case 'proposing':
      draft.record({
        type: 'proposals_revealed',
        participants: design.proposals
          .filter((sealed) => !sealed.revealed)
          .map((sealed) => sealed.participant),
      });
      return enterMapping(draft);
    case 'mapping':
      return enterStepOf(draft, 'arguing');
    case 'arguing':
      return argueOn(draft);
    case 'composing':
      return openRoundOf(draft, 'signing');
    case 'signing':
      return openRoundOf(draft, 'audit');
    case 'auditing':
      return openRoundOf(draft, 'brief');
    case 'briefing':
      return conclude(draft);
    case 'deciding':
      return actOnDecision(draft);
    case 'writing':
      return 'waiting';
  }
}

/** A successor that brought its questions' answers along does not ask again. */
function enterAsking(draft: Draft): FlowState {
  const { settings, carried, deliberationStopped } = draft.design;
  const nothingToAsk =
    settings.questions === 'none' || deliberationStopped !== null || (carried?.questions.length ?? 0) > 0;
  return nothingToAsk ? enterProposing(draft) : openRoundOf(draft, 'questions');
}

function enterAnswering(draft: Draft): FlowState {
  draft.record({ type: 'answering_opened', deadlineAt: draft.at + draft.design.settings.answerMs });
  return enterStepOf(draft, 'answering');
}

/** A participant whose sealed proposal was carried over is not asked for another; once time is called, nobody is. */
function enterProposing(draft: Draft): FlowState {
  const { proposals, deliberationStopped } = draft.design;
  if (deliberationStopped !== null && proposals.length === 0) {
    const detail = 'It was used up before there was a proposal.';
    return settle(draft, 'needs_review', deliberationStopped, [], detail);
  }
  const owing = livingPersonas(draft.design)
    .map((persona) => persona.id)
    .filter((id) => !proposals.some((sealed) => sealed.participant === id));
  enterStep(draft, 'proposing');
  if (owing.length > 0 && deliberationStopped === null) openRoundFor(draft, 'proposals', owing, null);
  return 'went_on';
}

/** One proposal has nothing to differ from. */
function enterMapping(draft: Draft): FlowState {
  if (draft.design.proposals.length < 2 || draft.design.deliberationStopped !== null)
    return enterComposing(draft);
  return openRoundOf(draft, 'mapping');
}

function argueOn(draft: Draft): FlowState {
  for (const divergence of openDivergences(draft.design)) settleIfDecided(draft, divergence);
  const stopped = draft.design.deliberationStopped;
  if (stopped !== null) {
    leaveOpen(
      draft,
      stopped === 'time_used_up' ? 'no time was left to argue it' : 'no money was left to argue it',
    );
  }
  const divergence = nextToArgue(draft.design);
  if (divergence === undefined) return enterComposing(draft);
  openRoundFor(draft, 'argument', arguers(draft.design, divergence), divergence.id);
  return 'went_on';
}

function enterComposing(draft: Draft): FlowState {
  return openRoundOf(draft, 'composite');
}

/** The brief is there. Code decides whether it may carry full authority, or a person has to look first. */
function conclude(draft: Draft): FlowState {
  const { design } = draft;
  const reasons = shouldGate(design);
  if (reasons.length === 0) return settle(draft, 'completed', 'finished', [], '');
  if (design.settings.gates === 'none') {
    return settle(draft, 'needs_review', 'finished', reasons, 'Nobody was there to decide at the gate.');
  }
  const sentBack = design.gates.some((gate) => gate.decision?.choice === 'send_back');
  const choices: GateChoice[] = sentBack ? ['accept', 'stop'] : ['accept', 'send_back', 'stop'];
  openGateFor(draft, reasons, choices);
  return enterStepOf(draft, 'deciding');
}

function actOnDecision(draft: Draft): FlowState {
  const gate = draft.design.gates.at(-1);
  const decision = gate?.decision ?? null;
  if (gate === undefined || decision === null) return 'waiting';
  switch (decision.choice) {
    case 'accept':
      return settle(draft, 'completed', 'decided_by_person', gate.reasons, decision.note);
    case 'send_back':
      return enterComposing(draft);
    case 'stop':
      return settle(draft, 'needs_review', 'decided_by_person', gate.reasons, decision.note);
    case 'unanswered': {
      const detail = 'Nobody decided at the gate in time.';
      return settle(draft, 'needs_review', 'gate_unanswered', gate.reasons, detail);
    }
  }
}

function settle(...outcome: Parameters<typeof settleOutcome>): FlowState {
  settleOutcome(...outcome);
  return 'went_on';
}

/** Keeps the share of the money that synthesis needs; time is called by its timer. */
function callTimeIfSpent(draft: Draft): void {
  const { design } = draft;
  const early = timeUsedBy(design.step) === 'deliberation' && design.deliberationStopped === null;
  if (early && deliberationBudgetUsedUp(design)) {
    draft.record({ type: 'deliberation_stopped', reason: 'money_used_up' });
  }
}

function openRoundOf(draft: Draft, kind: RoundKind): FlowState {
  enterRound(draft, kind);
  return 'went_on';
}

function enterStepOf(draft: Draft, step: Step): FlowState {
  enterStep(draft, step);
  return 'went_on';
}
