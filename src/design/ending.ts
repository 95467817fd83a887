/** How a design ends: its outcome is settled, then its files are written, then it has ended. */

import { cut } from '#support/text.ts';
import { caveatsOf } from './caveats.ts';
import type { Change } from './change.ts';
import type { CommandOf } from './commands.ts';
import type { FinalStatus, Person, RoundKind, StopReason } from './events.ts';
import { ranOutOfMoney } from './money.ts';
import { reveal } from './refinement.ts';
import { lastRound } from './rounds.ts';
import { endUnfinished } from './sessions.ts';

const MAX_CAVEATS = 200;

export function settle(
  change: Change,
  status: FinalStatus,
  reason: StopReason,
  detail = '',
  by: Person | null = null,
): void {
  for (const turn of change.design.turns) {
    if (turn.outcome !== 'open') continue;
    const message = 'The design has come to its end.';
    endUnfinished(change, turn, 'cancelled', { class: 'cancelled', message, retryable: false });
  }
  // Proposals that are still sealed belong to the result too.
  reveal(change);
  change.record({
    type: 'outcome_settled',
    status,
    reason,
    detail: cut(detail, 2_000),
    caveats: caveatsOf(change.design).slice(0, MAX_CAVEATS),
    by,
  });
}

/** A design with at least one proposal needs review; one without has failed (C21). */
export function settleWithWhatThereIs(change: Change, reason: StopReason, detail: string): void {
  settle(change, change.design.proposals.length > 0 ? 'needs_review' : 'failed', reason, detail);
}

/** The sentence for a round to which nobody contributed. */
const SUBSTANCE = {
  questions: 'No persona could say what it needs to know.',
  proposals: 'No persona could write a proposal.',
  draft: 'The decision could not be written.',
} as const satisfies Partial<Record<RoundKind, string>>;

/** Ends the design after a round to which nobody contributed (C6). `true`: it ended. */
export function endIfNothingContributed(change: Change, kind: keyof typeof SUBSTANCE): boolean {
  const round = lastRound(change.design, kind);
  if (round === null || round.contributed.length > 0) return false;
  const isOutOfMoney = ranOutOfMoney(change.design, round.id);
  const cause = round.excused.at(-1)?.detail ?? '';
  const reason = isOutOfMoney ? 'money_used_up' : 'nothing_contributed';
  settleWithWhatThereIs(change, reason, `${SUBSTANCE[kind]} ${cause}`.trim());
  return true;
}

export function recordFiles(change: Change, { files }: CommandOf<'report_files'>): void {
  const { settled, end } = change.design;
  if (settled === null || end !== null) return;
  const { status, reason, detail } = settled;
  change.record({ type: 'design_ended', status, reason, detail, files: [...files] });
}

export function endWithoutFiles(change: Change, command: CommandOf<'report_files_failed'>): void {
  const { settled, end, proposals } = change.design;
  if (settled === null || end !== null) return;
  const detail = cut(`The files could not be written: ${command.detail}`, 2_000);
  const isCancelled = settled.status === 'cancelled';
  const status = proposals.length > 0 ? ('needs_review' as const) : ('failed' as const);
  change.record({
    type: 'design_ended',
    status: isCancelled ? 'cancelled' : status,
    reason: isCancelled ? settled.reason : 'write_failed',
    detail,
    files: [],
  });
}
