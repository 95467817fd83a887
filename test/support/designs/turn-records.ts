import type { DesignEvent } from '#core/vocabulary/events.ts';
import type { TurnRecord } from '#ports/turn-record.ts';
import { turnRecordOf } from './commits.ts';

/** A record for each turn that ended in this history, as far as its events tell. */
export function turnRecordsOf(history: readonly DesignEvent[]): TurnRecord[] {
  const [first] = history;
  if (first?.type !== 'design_started') return [];
  return history.flatMap((event, index) => {
    if (event.type !== 'turn_finished') return [];
    const { turnId, participant, roundId, outcome, at } = event;
    const started = history.find((each) => each.type === 'turn_started' && each.turnId === turnId);
    if (started?.type !== 'turn_started') return [];
    const { sessionId, at: startedAt } = started;
    const opened = history.find((each) => each.type === 'round_opened' && each.roundId === roundId);
    const kind = opened?.type === 'round_opened' ? opened.kind : '';
    const totalMs = at - startedAt;
    const ended = { totalMs, lastStep: 'asked_again', completedSteps: [] };
    const error = event.error === null ? null : { ...event.error, ...ended };
    const who = {
      turnId,
      participant,
      sessionId,
      roundId,
      kind,
      startedAt,
      totalMs,
      outcome,
      error,
    };
    return [turnRecordOf(first.designId, index, who)];
  });
}
