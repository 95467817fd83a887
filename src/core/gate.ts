import type { CommandOf, Refusal } from './commands.ts';
import type { Draft } from './draft.ts';
import { BOUNDS, type GateChoice, type GateReason } from './events.ts';
import { enterStep } from './outcome/ending.ts';
import { isPause } from './status.ts';
import { cutText } from './text.ts';

/** A gate is on record before anybody is asked (A7). */
export function openGateFor(draft: Draft, reasons: readonly GateReason[], choices: GateChoice[]): void {
  const { gates, settings } = draft.design;
  const gateId = `gate-${gates.length + 1}` as const;
  const deadlineAt = draft.at + settings.gateMs;
  draft.record({ type: 'gate_opened', gateId, reasons: [...reasons], choices, deadlineAt });
}

/** A person's decision, by name (J8). What follows from it is the flow's. */
export function decideGate(
  draft: Draft,
  { gateId, choice, note, by }: CommandOf<'decide_gate'>,
): Refusal | null {
  const { gates, settled, end, step } = draft.design;
  const gate = gates.find((each) => each.id === gateId);
  if (gate === undefined) return { code: 'unknown_reference', message: `There is no gate ${gateId}.` };
  if (gate.decision !== null) {
    const who = gate.decision.by === '' ? 'the deadline' : gate.decision.by;
    return { code: 'not_open', message: `This was decided already: ${gate.decision.choice}, by ${who}.` };
  }
  if (end !== null) return { code: 'ended', message: 'This design has ended.' };
  if (settled !== null) return { code: 'not_open', message: 'This design has come to its end by itself.' };
  if (!gate.choices.includes(choice)) {
    return {
      code: 'invalid',
      message: `${choice} is no choice here; the choices are ${gate.choices.join(', ')}.`,
    };
  }
  draft.record({
    type: 'gate_decided',
    gateId,
    choice,
    note: cutText(note, 4_000),
    by: cutText(by, BOUNDS.personCharacters),
  });
  if (isPause(gate) && choice === 'accept') enterStep(draft, step);
  return null;
}
