import { enterStep, settleOutcome } from '../outcome/ending.ts';
import { shortageNow } from '../outcome/policy/reserve.ts';
import type { Gate } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { GateChoice } from '../vocabulary/events.ts';
import { isEmptyHanded, ROUNDS, type Round } from '../vocabulary/round.ts';
import { ableToAnswer, openRoundFor } from './advance.ts';
import { openGateFor, settleIfStopped } from './gate.ts';
import { causeIn, isMendable, isPermanent, saidOf } from './rounds/outage.ts';

/**
 * Asks a person about a design whose last round was substance and brought nothing, though participants are alive: continue with
 * the rest, open the same round again, once, or stop (C6). `false`: it goes on. When money or time is short, a person could not
 * do better.
 */
export function settleNothingContributed(draft: Draft): boolean {
  const round = emptySubstance(draft);
  if (round === null || shortageNow(draft, round.kind) !== null) return false;
  const gate = draft.design.gates.findLast(({ roundId }) => roundId === round.id);
  if (gate !== undefined) return act(draft, round, gate);
  if (draft.design.settings.gates === 'none') {
    const said = saidOf(draft.design, round, causeIn(draft.design, round) ?? 'unknown');
    settleOutcome(draft, 'needs_review', 'nothing_contributed', [], said);
  } else {
    openGateFor(draft, ['nothing_contributed'], choicesFor(draft, round), round.id);
    enterStep(draft, draft.design.step);
  }
  return true;
}

function act(draft: Draft, round: Round, gate: Gate): boolean {
  if (gate.decision === null) return true;
  if (gate.decision.choice !== 'again') return settleIfStopped(draft, gate);
  const able = ableToAnswer(draft.design, round.kind).filter((id) => round.asked.includes(id));
  enterStep(draft, draft.design.step);
  openRoundFor(draft, round.kind, able);
  return true;
}

/** Returns the last round if it is over, belongs to the present step, and left it nothing to continue from. */
function emptySubstance({ design }: Draft): Round | null {
  const round = design.rounds.at(-1);
  if (round === undefined || !round.closed || !isEmptyHanded(round)) return null;
  const { isSubstance, step } = ROUNDS[round.kind];
  return isSubstance && step === design.step ? round : null;
}

/**
 * Trying again is what helps where the model could not be used, as often as a person says so; what must fail again is not repeated,
 * and anything else is once.
 */
function choicesFor({ design }: Draft, round: Round): GateChoice[] {
  const { kind } = round;
  const canGoOn = kind !== 'proposals' || design.proposals.length > 0;
  const wasRepeated = design.gates.some(
    ({ roundId, decision }) =>
      decision?.choice === 'again' && design.rounds.some(({ id, kind: of }) => id === roundId && of === kind),
  );
  const goOn = canGoOn ? ['accept' as const] : [];
  const cause = causeIn(design, round) ?? 'unknown';
  if (isMendable(cause)) return ['again', ...goOn, 'stop'];
  return [...goOn, ...(wasRepeated || isPermanent(cause) ? [] : ['again' as const]), 'stop'];
}
