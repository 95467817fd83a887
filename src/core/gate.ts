import { type CommandOf, type Refusal, refuse } from './commands.ts';
import type { Gate } from './design.ts';
import type { Draft } from './draft.ts';
import { BOUNDS, type GateChoice, type GateReason } from './events.ts';
import type { RoundId } from './ids.ts';
import { settleOutcome } from './outcome/ending.ts';
import { gateClosedWords, isBeforeResult, openGate } from './status.ts';
import { cutText } from './text.ts';

/** A gate is on record before anybody is asked (A7). */
export function openGateFor(
  draft: Draft,
  reasons: readonly GateReason[],
  choices: GateChoice[],
  roundId?: RoundId,
): void {
  const { gates, settings } = draft.design;
  const gateId = `gate-${gates.length + 1}` as const;
  const deadlineAt = draft.at + settings.gateMs;
  const about = roundId === undefined ? {} : { roundId };
  draft.record({ type: 'gate_opened', gateId, reasons: [...reasons], choices, ...about, deadlineAt });
}

/** A person's decision, by name (J8). `flow.ts` decides what follows. */
export function decideGate(
  draft: Draft,
  { gateId, choice, note, by }: CommandOf<'decide_gate'>,
): Refusal | null {
  const { gates, settled, end } = draft.design;
  const gate = gates.find((each) => each.id === gateId);
  if (gate === undefined) {
    const known = gates.map(({ id }) => id).join(', ') || 'none';
    return refuse('unknown_reference', `There is no gate ${gateId}; there is ${known}.`);
  }
  if (gate.decision !== null) {
    const late = gate.decision.choice === 'unanswered' ? 'It is too late' : 'This was decided already';
    return refuse('not_open', `${late}. ${gateClosedWords(draft.design, gate, gate.decision.by)}`);
  }
  if (end !== null) return refuse('ended', 'This design has ended.');
  if (settled !== null) return refuse('not_open', 'This design has come to its end by itself.');
  if (!gate.choices.includes(choice)) {
    const message = `${choice} is no choice here; the choices are ${gate.choices.join(', ')}.`;
    return refuse('invalid', message, 'choice');
  }
  draft.record({
    type: 'gate_decided',
    gateId,
    choice,
    note: cutText(note, 4_000),
    by: cutText(by, BOUNDS.personCharacters),
  });
  return null;
}

/** A person at a gate over a result has settled or corrected something, and so decided that the text is revised. */
export function settleAtGate(draft: Draft, note: string, by: string): void {
  const gate = openGate(draft.design);
  if (gate === null || isBeforeResult(gate)) return;
  draft.record({ type: 'gate_decided', gateId: gate.id, choice: 'settle', note, by });
}

/** A gate at which a person has stopped it, or nobody has decided in time, is the end. */
export function settleIfStopped(draft: Draft, { decision, reasons }: Gate): boolean {
  if (decision?.choice === 'unanswered')
    settleOutcome(draft, 'needs_review', 'gate_unanswered', reasons, 'Nobody decided at the gate in time.');
  else if (decision?.choice === 'stop')
    settleOutcome(draft, 'needs_review', 'decided_by_person', reasons, decision.note);
  else return false;
  return true;
}
