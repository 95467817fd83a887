import type { Design } from '../../core/design.ts';
import type { TraceStep, TurnRecord } from './record.ts';

const WITHHELD = '[withheld until all proposals are shown]';

/** Records as they may be read now: before the reveal a proposal is nobody's (J1), nor is what was thought on the way to it. */
export function readableTurns(design: Design, records: readonly TurnRecord[]): readonly TurnRecord[] {
  const isOpen = design.end !== null || design.settled !== null;
  return isOpen || design.proposals.some(({ revealed }) => revealed) ? records : records.map(withoutProposal);
}

/** The record of a turn without what was written in it, if that was a proposal. */
export function withoutProposal(record: TurnRecord): TurnRecord {
  return record.kind === 'proposals' ? { ...record, trace: record.trace.map(withoutWords) } : record;
}

function withoutWords(step: TraceStep): TraceStep {
  switch (step.kind) {
    case 'answer_received':
      return { ...step, text: WITHHELD };
    case 'tool_called':
      return { ...step, input: WITHHELD };
    case 'submission_checked':
    case 'asked_again':
      return { ...step, reason: WITHHELD };
    default:
      return step;
  }
}
