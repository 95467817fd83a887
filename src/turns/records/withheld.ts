import type { Design } from '../../core/vocabulary/design.ts';
import { assertUnreachable } from '../../foundation/unreachable.ts';
import type { TraceStep, TurnRecord } from '../../ports/turn-record.ts';

const WITHHELD = '[withheld until all proposals are shown]';

/**
 * Records as people may read them: before the reveal without proposals or the thoughts behind them.
 */
export function withholdProposals(
  design: Design,
  records: readonly TurnRecord[],
): readonly TurnRecord[] {
  return areProposalsOpen(design) ? records : records.map(withholdProposal);
}

/** True once all proposals are revealed, or none can follow. */
function areProposalsOpen({ end, settled, proposals }: Design): boolean {
  return end !== null || settled !== null || proposals.some(({ revealed }) => revealed);
}

/** A proposal turn's record without its texts. The fields listed here contain none of its words. */
export function withholdProposal(record: TurnRecord): TurnRecord {
  if (record.kind !== 'proposals') return record;
  const { turnId, designId, participant, sessionId, roundId, kind, startedAt, totalMs } = record;
  const { outcome, error, usage, costUsd, costIsAtLeast, confidence, prompt, trace } = record;
  return {
    turnId,
    designId,
    participant,
    sessionId,
    roundId,
    kind,
    startedAt,
    totalMs,
    outcome,
    error,
    usage,
    costUsd,
    costIsAtLeast,
    confidence,
    prompt,
    trace: trace.map(withoutWords),
  };
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
    case 'repaired':
      return { ...step, fields: [] };
    case 'prompt_assembled':
    case 'request_sent':
    case 'first_token':
    case 'request_failed':
      return step;
    case 'asked_plainer':
      // An endpoint may repeat what it was sent.
      return { ...step, said: WITHHELD };
    default:
      return assertUnreachable(step);
  }
}
