import type { Design } from '../../core/design.ts';
import { unreachable } from '../unreachable.ts';
import { type TraceStep, TurnRecord } from './record.ts';

const WITHHELD = '[withheld until all proposals are shown]';

/** Records as they may be read now: before the reveal a proposal is nobody's (J1), nor is what was thought on the way to it. */
export function readableTurns(design: Design, records: readonly TurnRecord[]): readonly TurnRecord[] {
  const isOpen = design.end !== null || design.settled !== null;
  return isOpen || design.proposals.some(({ revealed }) => revealed) ? records : records.map(withoutProposal);
}

/** Fields without a word of what was written in the turn. A new one is in this list, or says below what is withheld of it. */
const WITHOUT_WORDS = {
  turnId: true,
  designId: true,
  participant: true,
  sessionId: true,
  roundId: true,
  kind: true,
  startedAt: true,
  totalMs: true,
  outcome: true,
  error: true,
  usage: true,
  costUsd: true,
  costIsAtLeast: true,
  confidence: true,
  prompt: true,
} as const satisfies Record<Exclude<keyof TurnRecord, 'trace'>, true>;
const ReadableRecord = TurnRecord.pick({ ...WITHOUT_WORDS, trace: true }).strip();

/** The record of a turn without what was written in it, if that was a proposal. */
export function withoutProposal(record: TurnRecord): TurnRecord {
  if (record.kind !== 'proposals') return record;
  return ReadableRecord.parse({ ...record, trace: record.trace.map(withoutWords) });
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
    case 'prompt_assembled':
    case 'request_sent':
    case 'first_token':
    case 'request_failed':
      return step;
    default:
      return unreachable(step);
  }
}
