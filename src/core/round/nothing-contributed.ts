import type { Gate } from '../design.ts';
import type { Draft } from '../draft.ts';
import type { GateChoice } from '../events.ts';
import { openGateFor } from '../gate.ts';
import { enterStep, settleOutcome } from '../outcome/ending.ts';
import { livingPersonas, roleHolder } from '../participants.ts';
import { shortageNow } from '../policy/dropping.ts';
import { openRoundFor } from './advance.ts';
import { facilitatorOf, isEmptyHanded, ROUNDS, type Round, type RoundKind } from './round.ts';

/**
 * What a round that brought nothing means. Substance is what everything after it rests on; all else has a meaning when it
 * is absent, and the design goes on, marked (C6).
 */
const IS_SUBSTANCE: Record<RoundKind, boolean> = {
  questions: true,
  matching: false,
  proposals: true,
  mapping: false,
  argument: false,
  composite: true,
  audit: false,
  revision: false,
  signing: false,
};

/**
 * Asks a person what becomes of a design whose last round was substance and brought nothing though somebody is alive: it
 * goes on with what there is, opens the same round again, once, or stops (C6). `went_on`: something was recorded;
 * `waiting`: for that person; `null`: it goes on. Where money or time is short a person could not have it any better.
 */
export function settleNothingContributed(draft: Draft): 'went_on' | 'waiting' | null {
  const round = emptySubstance(draft);
  if (round === null || shortageNow(draft, round.kind) !== null) return null;
  const detail = `Nobody contributed to the round of ${round.kind}, though somebody is still alive.`;
  const gate = draft.design.gates.findLast(({ roundId }) => roundId === round.id);
  if (gate === undefined && draft.design.settings.gates === 'none') {
    settleOutcome(draft, 'needs_review', 'nothing_contributed', [], detail);
    return 'went_on';
  }
  if (gate === undefined) {
    openGateFor(draft, ['nothing_contributed'], choicesFor(draft, round), round.id);
    enterStep(draft, draft.design.step);
    return 'went_on';
  }
  return act(draft, round, gate);
}

function act(draft: Draft, round: Round, { decision, reasons }: Gate): 'went_on' | 'waiting' | null {
  switch (decision?.choice) {
    case undefined:
      return 'waiting';
    case 'again': {
      const facilitator = facilitatorOf(round.kind);
      const alive = livingPersonas(draft.design).map(({ id }) => id);
      const asked =
        facilitator === null
          ? round.asked.filter((id) => alive.includes(id))
          : [roleHolder(draft.design, facilitator)];
      enterStep(draft, draft.design.step);
      openRoundFor(draft, round.kind, asked);
      return 'went_on';
    }
    case 'stop':
      settleOutcome(draft, 'needs_review', 'decided_by_person', reasons, decision?.note ?? '');
      return 'went_on';
    case 'unanswered':
      settleOutcome(draft, 'needs_review', 'gate_unanswered', reasons, 'Nobody decided at the gate in time.');
      return 'went_on';
    case 'accept':
    case 'settle':
    case 'send_back':
      return null;
  }
}

/** The last round, if it is over, belongs to the present step, and left that with nothing to go on from. */
function emptySubstance({ design }: Draft): Round | null {
  const round = design.rounds.at(-1);
  if (round === undefined || !round.closed || !isEmptyHanded(round)) return null;
  return IS_SUBSTANCE[round.kind] && ROUNDS[round.kind].step === design.step ? round : null;
}

function choicesFor({ design }: Draft, { kind }: Round): GateChoice[] {
  const canGoOn = kind !== 'proposals' || design.proposals.length > 0;
  const wasRepeated = design.gates.some(
    ({ roundId, decision }) =>
      decision?.choice === 'again' && design.rounds.some(({ id, kind: of }) => id === roundId && of === kind),
  );
  return [...(canGoOn ? ['accept' as const] : []), ...(wasRepeated ? [] : ['again' as const]), 'stop'];
}
