import type { GateReason, StopReason } from '../events.ts';
import type { Excuse, RoundKind } from '../round/round.ts';

/** What code calls by a short name, in words for people. Each continues a sentence. */
export const REASON_WORDS: Record<GateReason, string> = {
  unresolved_high_impact: 'a high-impact question is unresolved',
  low_confidence: 'somebody it rests on is not sure of it',
  blocking_finding: 'the audit found something that blocks it',
  degraded_participation: 'too few took part to the end',
  budget: 'the money for discussing it was used up',
  thread_unreachable: 'its thread cannot be written to any more',
};

export const STOP_WORDS: Record<StopReason, string> = {
  finished: 'everything was done',
  decided_by_person: 'a person decided',
  cancelled_by_person: 'a person cancelled it',
  no_persona_left: 'no colleague is left',
  not_resumed: 'nobody could be brought back after Charrette itself had stopped',
  nothing_contributed: 'nobody who was asked contributed',
  time_used_up: 'the time was used up',
  money_used_up: 'the money was used up',
  gate_unanswered: 'nobody decided at the gate in time',
  write_failed: 'the result files could not be written',
  internal_error: 'something in Charrette itself went wrong',
};

/** What a round was about. */
export const ROUND_WORDS: Record<RoundKind, string> = {
  questions: 'questions',
  proposals: 'proposals',
  mapping: 'mapping where the proposals differ',
  argument: 'arguing',
  composite: 'the composite',
  signing: 'signing',
  audit: 'the audit',
  brief: 'the brief',
};

export const EXCUSE_WORDS: Record<Excuse, string> = {
  dead: 'dead',
  timed_out: 'out of time',
  turn_failed: 'its turn failed',
  superseded: 'somebody else took over',
};

/** `1 dissent`, `2 dissents`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** USD with cents; unknown is never shown as zero. */
export function money(costUsd: number | null): string {
  return costUsd === null ? 'cost unknown' : `$${costUsd.toFixed(2)}`;
}

/** Seconds below two minutes, minutes above. */
export function duration(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** At most two decimals, which is more than anybody's confidence means. */
export function confidence(value: number): string {
  return String(Number(value.toFixed(2)));
}
