import { isComparisonDue, isControlDue, mayFail } from '../../outcome/control.ts';
import { shouldGate } from '../../outcome/should-gate.ts';
import { gateDueAt } from '../../policy/people-time.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { EventOf, FinalStatus, StopReason } from '../../vocabulary/events.ts';
import { livingPersonas } from '../../vocabulary/participants.ts';
import { isEmptyHanded } from '../../vocabulary/round.ts';
import { isOver, isPause, openGate, openRound, phaseOf, statusOf } from '../../vocabulary/status.ts';
import { areSame, firstOf, type Rules, unless } from './rules.ts';

/** Steps, differences, gates and the end are code's: they are what the state comes to (A5, A6, A7). */
export const OUTCOME: Rules<
  | 'status_changed'
  | 'proposals_revealed'
  | 'divergence_settled'
  | 'deliberation_stopped'
  | 'gate_opened'
  | 'gate_decided'
  | 'control_sealed'
  | 'control_compared'
  | 'control_failed'
  | 'outcome_settled'
  | 'files_written'
  | 'record_closed'
  | 'files_failed'
  | 'design_ended'
> = {
  status_changed: (design, { status, phase, step }) =>
    firstOf(
      unless(status === statusOf(design) && phase === phaseOf(step), 'the state comes to another status'),
      unless((step === 'writing') === (design.settled !== null), 'files are written once it is settled'),
      unless(step !== 'writing' || design.step !== 'writing', 'its files are being written already'),
    ),
  proposals_revealed: (design, { participants }) => {
    const sealed = design.proposals.filter(({ revealed }) => !revealed);
    const expected = sealed.map(({ participant }) => participant);
    return firstOf(
      unless(areSame(participants, expected), 'other proposals are sealed'),
      unless(openRound(design) === null, 'a round is open'),
    );
  },
  divergence_settled: (design, { divergenceId, outcome, position }) => {
    const divergence = design.divergences.find(({ id }) => id === divergenceId);
    if (divergence === undefined) return 'there is no such difference';
    const before = divergence.settlement;
    const isByPerson = outcome === 'settled_by_person';
    return firstOf(
      unless(before === null || (isByPerson && before.outcome !== outcome), 'it was settled before'),
      unless(
        outcome === 'unresolved' || divergence.positions.some(({ id }) => id === position),
        'there is no such position',
      ),
    );
  },
  deliberation_stopped: (design, { dropped }) =>
    unless(
      dropped.every((kind) => !design.dropped.some((each) => each.kind === kind)),
      'these rounds were left out before',
    ),
  gate_opened: (design, event) =>
    firstOf(
      unless(openGate(design) === null, 'another gate is open'),
      unless(event.gateId === `gate-${design.gates.length + 1}`, 'the gate has another number'),
      unless(event.deadlineAt === gateDueAt(design.settings, event.at), 'the gate has another deadline'),
      whyNotAsked(design, event),
    ),
  gate_decided: (design, { gateId, choice }) => {
    const gate = openGate(design);
    if (gate?.id !== gateId) return 'this gate is not open';
    const isGiven = choice === 'settle' || choice === 'unanswered' || gate.choices.includes(choice);
    return unless(isGiven, 'the gate does not offer this choice');
  },
  control_sealed: (design) => unless(isControlDue(design), 'no control is due'),
  control_compared: (design) => unless(isComparisonDue(design), 'there is nothing to compare'),
  control_failed: (design, { during }) =>
    unless(mayFail(design, during), 'the control is over, or nobody has asked for one'),
  outcome_settled: (design, event) => firstOf(whyTurnsAreOpen(design), whyNotThisOutcome(design, event)),
  files_written: (design) =>
    firstOf(
      unless(isOver(design), 'files are written once the outcome is settled'),
      unless(design.settled === null || design.step === 'writing', 'its files were not to be written yet'),
    ),
  record_closed: ({ files, head }) => unless(files.length > 0 && head === null, 'no files were written'),
  files_failed: () => null,
  design_ended: (design, event) => firstOf(whyTurnsAreOpen(design), whyNotThisEnd(design, event)),
};

function whyNotAsked(design: Design, { reasons, roundId }: EventOf<'gate_opened'>): string | null {
  if (isPause({ reasons })) return unless(areSame(reasons, ['thread_unreachable']), OTHER_REASONS);
  if (roundId === undefined) return unless(areSame(reasons, shouldGate(design)), OTHER_REASONS);
  const round = design.rounds.find(({ id }) => id === roundId);
  const isEmpty = round?.closed === true && isEmptyHanded(round);
  return unless(isEmpty && areSame(reasons, ['nothing_contributed']), OTHER_REASONS);
}

const OTHER_REASONS = 'the state gives other reasons';

function whyTurnsAreOpen({ turns }: Design): string | null {
  return unless(!turns.some(({ outcome }) => outcome === 'open'), 'a turn is still open');
}

function whyNotThisOutcome(
  design: Design,
  { status, stoppedBecause, reasons }: EventOf<'outcome_settled'>,
): string | null {
  const decided = design.gates.at(-1)?.decision?.choice;
  switch (stoppedBecause) {
    case 'finished':
      return firstOf(
        unless(areSame(reasons, shouldGate(design)), OTHER_REASONS),
        unless((status === 'completed') === (reasons.length === 0), 'the reasons come to another status'),
      );
    case 'decided_by_person':
      return unless(decided === (status === 'completed' ? 'accept' : 'stop'), 'no person has decided this');
    case 'gate_unanswered':
      return unless(decided === 'unanswered' && status === 'needs_review', 'no gate was left undecided');
    default:
      return unless(status === 'needs_review', 'the reason comes to another status');
  }
}

/** The status with which a design ends for each reason; absent for those that its outcome has settled. */
const ENDS_AS: { readonly [Reason in StopReason]?: FinalStatus } = {
  cancelled_by_person: 'cancelled',
  no_persona_left: 'cancelled',
  not_resumed: 'cancelled',
  write_failed: 'failed',
  internal_error: 'failed',
};

function whyNotThisEnd(design: Design, { status, stoppedBecause }: EventOf<'design_ended'>): string | null {
  const { settled } = design;
  const expected = ENDS_AS[stoppedBecause];
  if (expected === undefined)
    return unless(
      settled?.status === status && settled.stoppedBecause === stoppedBecause,
      'the outcome that was settled is another one',
    );
  const isForWant = stoppedBecause === 'no_persona_left' || stoppedBecause === 'not_resumed';
  return firstOf(
    unless(status === expected, 'the reason comes to another status'),
    unless(!isForWant || livingPersonas(design).length === 0, 'a persona is alive'),
  );
}
