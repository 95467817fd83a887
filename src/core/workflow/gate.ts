import { caveatsIn } from '../outcome/caveats/all.ts';
import { settleOutcome } from '../outcome/ending.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Gate } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { GateChoice } from '../vocabulary/event-parts.ts';
import { type RoundId, withId } from '../vocabulary/ids.ts';
import { isBeforeResult, openGate } from '../vocabulary/status.ts';
import { cutText } from '../vocabulary/text.ts';
import { doneBy, type Signed } from '../vocabulary/via.ts';

/** Records a gate, before any person is asked (A7): about a round, or else the decision. */
export function openGateFor(draft: Draft, choices: GateChoice[], roundId?: RoundId): void {
  const { gates, settings } = draft.design;
  const caveats = roundId === undefined ? caveatsIn(draft.design) : [];
  const gateId = `gate-${gates.length + 1}` as const;
  const deadlineAt = draft.at + settings.gateMs;
  const about = roundId === undefined ? {} : { roundId };
  draft.record({ type: 'gate_opened', gateId, caveats, choices, ...about, deadlineAt });
}

/** Records a person's decision, by name (J8). `flow.ts` decides what follows. */
export function decideGate(
  draft: Draft,
  { gateId, choice, note, ...who }: CommandOf<'decide_gate'>,
): Refusal | null {
  const { gates } = draft.design;
  const gate = withId(gates, gateId);
  if (gate === undefined) {
    const known = gates.map(({ id }) => id).join(', ') || 'none';
    return refuse('unknown_reference', `There is no gate ${gateId}: this design has ${known}.`);
  }
  if (!gate.choices.includes(choice)) {
    const message = `${choice} is not a choice here; the choices are ${gate.choices.join(', ')}.`;
    return refuse('invalid', message, 'choice');
  }
  draft.record({
    type: 'gate_decided',
    gateId,
    choice,
    note: cutText(note, 4_000),
    ...doneBy(who),
  });
  return null;
}

/** Closes a result's gate after a person settled something, so that the text is revised. */
export function settleAtGate(draft: Draft, note: string, who: Signed): void {
  const gate = openGate(draft.design);
  if (gate === null || isBeforeResult(gate)) return;
  draft.record({ type: 'gate_decided', gateId: gate.id, choice: 'settle', note, ...doneBy(who) });
}

/** Ends a design if a person stopped it at the gate, or nobody decided there in time. Returns `false` otherwise. */
export function settleIfStopped(
  draft: Draft,
  { decision }: Gate,
  unanswered = 'Nobody decided at the gate in time.',
): boolean {
  if (decision?.choice === 'unanswered') settleOutcome(draft, 'needs_review', 'gate_unanswered', unanswered);
  else if (decision?.choice === 'stop')
    settleOutcome(draft, 'needs_review', 'decided_by_person', decision.note);
  else return false;
  return true;
}
