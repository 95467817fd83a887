import type { Design, Turn } from '../../core/design.ts';
import { type EventOf, IS_RESPONSE } from '../../core/events.ts';
import { atLeastMark } from '../../core/figures.ts';
import type { SessionId, TurnId } from '../../core/ids.ts';
import type { Commit } from '../ports/store.ts';
import { NO_USAGE, storableRecord, type TurnRecord } from '../turn/record.ts';
import type { RunningTurn } from '../turn/running-turn.ts';
import { withoutProposal } from '../turn/withheld.ts';

/** The turns of one design that are under way in this process. */
export class RunningTurns {
  readonly #turns = new Map<string, { readonly sessionId: SessionId; readonly turn: RunningTurn }>();

  add(turnId: TurnId, sessionId: SessionId, turn: RunningTurn): void {
    this.#turns.set(turnId, { sessionId, turn });
  }

  /** The turn with this id, if it is this session's. */
  find(sessionId: SessionId, turnId: string): RunningTurn | undefined {
    const running = this.#turns.get(turnId);
    return running?.sessionId === sessionId ? running.turn : undefined;
  }

  /**
   * What is recorded of a session's last turn if it ends `at` with the session, as text without what it wrote of a proposal;
   * `null` if it has none.
   */
  textOfLast(sessionId: SessionId, at: number): string | null {
    const last = [...this.#turns.values()].findLast((each) => each.sessionId === sessionId)?.turn;
    if (last === undefined) return null;
    const { prompt: _, ...record } = withoutProposal(last.record('process_lost', null, at));
    return JSON.stringify(record, null, 2);
  }

  /** The one record of a turn that has just finished (T1); from the trace if it ever began here. */
  recordOf(finished: EventOf<'turn_finished'>, design: Design): TurnRecord {
    const running = this.#turns.get(finished.turnId);
    if (running !== undefined)
      return storableRecord(running.turn.record(finished.outcome, finished.error, finished.at));
    const turn = design.turns.findLast((each) => each.id === finished.turnId);
    if (turn === undefined)
      throw new Error(`broken invariant: ${finished.turnId} finished but never started`);
    return storableRecord(recordWithoutTrace(design, turn, finished));
  }

  /** What turns that are over for the design still have under way is dropped. */
  committed({ events }: Commit): void {
    for (const { event } of events) if (event.type === 'turn_finished') this.#finished(event);
  }

  /** Abandons every turn; no clock is left running. */
  close(): void {
    for (const { turn } of this.#turns.values()) turn.abandon('ended');
    this.#turns.clear();
  }

  #finished({ turnId, outcome }: EventOf<'turn_finished'>): void {
    const running = this.#turns.get(turnId);
    this.#turns.delete(turnId);
    if (!IS_RESPONSE[outcome]) running?.turn.abandon(outcome === 'process_lost' ? 'process_lost' : 'ended');
  }
}

/** The record of a turn whose process is gone, made of what the design's own events kept (T5). */
function recordWithoutTrace(design: Design, turn: Turn, finished: EventOf<'turn_finished'>): TurnRecord {
  const totalMs = finished.at - turn.startedAt;
  const { error } = finished;
  return {
    turnId: turn.id,
    designId: design.id,
    participant: turn.participant,
    sessionId: turn.sessionId,
    roundId: turn.roundId,
    kind: design.rounds.find((round) => round.id === turn.roundId)?.kind ?? '',
    startedAt: turn.startedAt,
    totalMs,
    outcome: finished.outcome,
    error:
      error === null
        ? null
        : { ...error, lastStep: 'turn_started', completedSteps: ['turn_started'], totalMs },
    usage: NO_USAGE,
    costUsd: turn.costUsd,
    ...atLeastMark([turn]),
    confidence: turn.confidence,
    prompt: '',
    trace: [],
  };
}
