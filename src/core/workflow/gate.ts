import { cutText } from '../../foundation/cut-text.ts';
import { findCaveats } from '../outcome/caveats/all.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Gate } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { GateChoice } from '../vocabulary/event-parts.ts';
import type { EventOf } from '../vocabulary/events.ts';
import { findById } from '../vocabulary/ids.ts';
import { isBeforeResult, openGate, statusFieldsOf } from '../vocabulary/status.ts';
import { type Signed, signatureOf } from '../vocabulary/via.ts';
import { enterStep, settleUnfinished } from './rounds/ending.ts';

type About = Pick<EventOf<'gate_opened'>, 'roundId' | 'unreachable'>;

/** Records a gate, before any person is asked: about a round, the thread, or else the decision. */
export function openGateFor(draft: Draft, choices: GateChoice[], about: About = {}): void {
  const { gates, settings } = draft.design;
  const isAboutDecision = about.roundId === undefined && about.unreachable === undefined;
  const caveats = isAboutDecision ? findCaveats(draft.design) : [];
  const gateId = `gate-${gates.length + 1}` as const;
  const deadlineAt = draft.at + settings.gateMs;
  draft.record({ type: 'gate_opened', gateId, caveats, choices, ...about, deadlineAt });
}

/**
 * Begins the time of the open gate, or else of the answering. `more`: why its message cannot be
 * posted.
 */
export function beginTime(
  draft: Draft,
  more: Pick<EventOf<'status_changed'>, 'unreachable'> = {},
): void {
  const { design, at } = draft;
  const { gateMs, answerMs } = design.settings;
  const deadlineAt = at + (openGate(design) === null ? answerMs : gateMs);
  draft.record({
    type: 'status_changed',
    ...statusFieldsOf(design, design.step),
    deadlineAt,
    ...more,
  });
}

/** Lets a design go on without its thread, or in its thread again if nobody had to decide that. */
export function closeThreadGate(draft: Draft, who: Signed, note = ''): void {
  const gate = openGate(draft.design);
  if (gate === null) return;
  draft.record({
    type: 'gate_decided',
    gateId: gate.id,
    choice: 'accept',
    note,
    ...signatureOf(who),
  });
  // People's answers were not waited for meanwhile.
  if (draft.design.answering !== null) beginTime(draft);
  else enterStep(draft, draft.design.step);
}

/** Records a person's decision, by name. `flow.ts` decides what follows. */
export function decideGate(
  draft: Draft,
  { gateId, choice, note, ...who }: CommandOf<'decide_gate'>,
): Refusal | null {
  const { gates } = draft.design;
  const gate = findById(gates, gateId);
  if (gate === undefined) {
    const ids = gates.map(({ id }) => id).join(', ') || 'none';
    return refuse('unknown_reference', `There is no gate ${gateId}: this design has ${ids}.`);
  }
  if (!gate.choices.includes(choice)) {
    const message = `${choice} is not a choice here; the choices are ${gate.choices.join(', ')}.`;
    return refuse('invalid', message, 'choice');
  }
  const words = cutText(note, 4_000);
  if (gate.about === 'thread' && choice === 'accept') closeThreadGate(draft, who, words);
  else draft.record({ type: 'gate_decided', gateId, choice, note: words, ...signatureOf(who) });
  return null;
}

/**
 * Closes a result's gate after a person settled something, so that the text is revised and signed
 * again.
 */
export function settleAtGate(
  draft: Draft,
  { note = '', ...who }: Signed & { readonly note?: string },
): null {
  const gate = openGate(draft.design);
  if (gate === null || isBeforeResult(gate)) return null;
  const words = cutText(note, BOUNDS.noteCharacters);
  draft.record({
    type: 'gate_decided',
    gateId: gate.id,
    choice: 'settle',
    note: words,
    ...signatureOf(who),
  });
  return null;
}

/**
 * Ends a design if a person stopped it at the gate, or nobody decided there in time. Returns
 * `false` otherwise.
 */
export function settleIfStopped(
  draft: Draft,
  { decision }: Gate,
  unanswered = 'No one decided in time.',
): boolean {
  if (decision?.choice === 'unanswered') settleUnfinished(draft, 'gate_unanswered', unanswered);
  else if (decision?.choice === 'stop') settleUnfinished(draft, 'decided_by_person', decision.note);
  else return false;
  return true;
}
