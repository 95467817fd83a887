import { argueOn } from './divergence/arguing.ts';
import type { Draft } from './draft.ts';
import type { GateChoice, Step } from './events.ts';
import { openGateFor, settleIfStoppedInPause } from './gate.ts';
import { cancelForWantOfPersonas, enterStep, settleOutcome } from './outcome/ending.ts';
import { hasSettledIn, livingPersonas } from './participants.ts';
import { mayBegin, shortageNow } from './policy/dropping.ts';
import { shouldGate } from './policy/should-gate.ts';
import { answerBeforehand, continueAnswering } from './question/answering.ts';
import { openQuestions } from './question/questions.ts';
import { advanceRound, closeRound, enterRound, openRoundFor } from './round/advance.ts';
import { settleNothingContributed } from './round/nothing-contributed.ts';
import type { RoundKind } from './round/round.ts';
import { isOver, isPaused, openRound } from './status.ts';
import { decidedIn, isOutdated, needsRevision, wasSignedUnaudited } from './synthesis/decided.ts';

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
  const round = openRound(draft.design);
  if (round === null) return isPaused(draft.design) ? 'waiting' : proceed(draft);
  if (advanceRound(draft, round) === 'waiting') return 'waiting';
  const current = openRound(draft.design);
  if (current !== null) closeRound(draft, current);
  return 'went_on';
}

/** No round is open: what the present step leads to. */
function proceed(draft: Draft): FlowState {
  const asked = settleNothingContributed(draft);
  if (asked !== null) return asked;
  const { design } = draft;
  switch (design.step) {
    case 'spawning':
      return design.participants.every(hasSettledIn) ? enterAsking(draft) : 'waiting';
    case 'asking':
      return askPeople(draft);
    case 'answering':
      return answerOn(draft);
    case 'proposing':
      return reveal(draft);
    case 'mapping':
      return enterStepOf(draft, 'arguing');
    case 'arguing':
      return argueOn(draft) ? 'went_on' : enterComposing(draft);
    case 'composing':
      return decidedIn(design) === null ? concludeUndecided(draft) : enterAuditing(draft);
    case 'auditing':
      return enterRevising(draft);
    case 'revising':
      return reviseIfOutdated(draft) ?? enterSigning(draft);
    case 'signing':
      if (wasSignedUnaudited(design)) return enterAuditing(draft);
      return reviseIfOutdated(draft) ?? conclude(draft);
    case 'deciding':
      return actOnDecision(draft);
    case 'writing':
      return 'waiting';
  }
}

/** Personas are not asked again for the questions that a successor brought along; people are, for what is open of them. */
function enterAsking(draft: Draft): FlowState {
  const { settings, carried } = draft.design;
  if (openQuestions(draft.design).length > 0) return askPeople(draft);
  const nothingToAsk = settings.questions === 'none' || (carried?.questions.length ?? 0) > 0;
  if (nothingToAsk || !mayBegin(draft, 'questions')) return enterProposing(draft);
  return openRoundOf(draft, 'questions');
}

function askPeople(draft: Draft): FlowState {
  return openQuestions(draft.design).length > 0 && shortageNow(draft, 'proposals') === null
    ? enterAnswering(draft)
    : enterProposing(draft);
}

function enterAnswering(draft: Draft): FlowState {
  draft.record({ type: 'answering_opened', deadlineAt: draft.at + draft.design.settings.answerMs });
  const entered = enterStepOf(draft, 'answering');
  answerBeforehand(draft);
  return entered;
}

function answerOn(draft: Draft): FlowState {
  const progress = continueAnswering(draft);
  return progress === 'over' ? enterProposing(draft) : progress;
}

/** A participant whose sealed proposal was carried over is not asked for another. */
function enterProposing(draft: Draft): FlowState {
  const { proposals } = draft.design;
  const owing = livingPersonas(draft.design)
    .map((persona) => persona.id)
    .filter((id) => !proposals.some((sealed) => sealed.participant === id));
  enterStep(draft, 'proposing');
  if (owing.length > 0 && mayBegin(draft, 'proposals')) openRoundFor(draft, 'proposals', owing);
  return 'went_on';
}

const BEFORE = { time_used_up: 'The time was used up', money_used_up: 'The money was used up' };

/** From here on there is something that a brief can be made of (C21). */
function reveal(draft: Draft): FlowState {
  const { proposals } = draft.design;
  if (proposals.length === 0) {
    const reason = shortageNow(draft, 'proposals') ?? 'nothing_contributed';
    const detail =
      reason === 'nothing_contributed'
        ? 'Nobody wrote a proposal.'
        : `${BEFORE[reason]} before there was a proposal.`;
    return settle(draft, 'needs_review', reason, [], detail);
  }
  const sealed = proposals.filter(({ revealed }) => !revealed).map(({ participant }) => participant);
  draft.record({ type: 'proposals_revealed', participants: sealed });
  return enterMapping(draft);
}

/** One proposal has nothing to differ from. */
function enterMapping(draft: Draft): FlowState {
  if (draft.design.proposals.length < 2 || !mayBegin(draft, 'mapping')) return enterComposing(draft);
  return openRoundOf(draft, 'mapping');
}

function enterComposing(draft: Draft): FlowState {
  return mayBegin(draft, 'composite') ? openRoundOf(draft, 'composite') : concludeUndecided(draft);
}

/** The proposals stand side by side: there is a brief, and no decision that a person could accept (C21). */
function concludeUndecided(draft: Draft): FlowState {
  const reason = shortageNow(draft, 'composite') ?? 'nothing_contributed';
  const detail = 'Nothing was made of the proposals, so they stand side by side.';
  return settle(draft, 'needs_review', reason, reason === 'money_used_up' ? ['budget'] : [], detail);
}

function enterAuditing(draft: Draft): FlowState {
  return mayBegin(draft, 'audit') ? openRoundOf(draft, 'audit') : enterRevising(draft);
}

/** Without an audit as well: a person may have settled something since the text was asked for. */
function enterRevising(draft: Draft): FlowState {
  const isWanted = needsRevision(draft.design) && mayBegin(draft, 'revision');
  return isWanted ? openRoundOf(draft, 'revision') : enterSigning(draft);
}

/** A person has settled or corrected something that the newest text does not know of. */
function reviseIfOutdated(draft: Draft): FlowState | null {
  return isOutdated(draft.design) && mayBegin(draft, 'revision') ? openRoundOf(draft, 'revision') : null;
}

/** Where a revision has brought nothing, the text stands as it was signed: nobody is asked for that again. */
function enterSigning(draft: Draft): FlowState {
  const isSigned = draft.design.signatures.length > 0;
  return !isSigned && mayBegin(draft, 'signing') ? openRoundOf(draft, 'signing') : conclude(draft);
}

/** The decision stands, with the names of those who signed it. Code decides whether it may carry full authority, or a person has to look first. */
function conclude(draft: Draft): FlowState {
  const { design } = draft;
  const reasons = shouldGate(design);
  if (reasons.length === 0) return settle(draft, 'completed', 'finished', [], '');
  if (design.settings.gates === 'none') {
    return settle(draft, 'needs_review', 'finished', reasons, 'Nobody was there to decide at the gate.');
  }
  const sentBack = design.gates.some((gate) => gate.decision?.choice === 'send_back');
  const mayBeSentBack = !sentBack && shortageNow(draft, 'revision') === null;
  const choices: GateChoice[] = mayBeSentBack ? ['accept', 'send_back', 'stop'] : ['accept', 'stop'];
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
    case 'settle':
    case 'send_back':
    case 'again':
      return mayBegin(draft, 'revision') ? openRoundOf(draft, 'revision') : conclude(draft);
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

function openRoundOf(draft: Draft, kind: RoundKind): FlowState {
  enterRound(draft, kind);
  return 'went_on';
}

function enterStepOf(draft: Draft, step: Step): FlowState {
  enterStep(draft, step);
  return 'went_on';
}
