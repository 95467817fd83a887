import type { DesignEvent } from '../src/core/vocabulary/events.ts';
import type { Commit } from '../src/ports/store.ts';
import type { TurnRecord } from '../src/ports/turn-record.ts';

/** A commit with the moment it was stored (`performance.now()`), and the store's time for it. */
export interface SeenCommit {
  readonly at: number;
  readonly tookMs: number;
  readonly commit: Commit;
}

/** The parts of one design's time. They follow one another; commits lie within them. */
export interface Breakdown {
  readonly wallMs: number;
  readonly modelCalls: number;
  readonly rounds: number;
  /** From the start to the first question: every session started and healthy. */
  readonly spawningMs: number;
  /** Milliseconds of each round from its questions to its first request to the model. */
  readonly askingMs: number;
  /**
   * Milliseconds of each round from its first request to its last answer, the endpoint's time
   * included.
   */
  readonly answeringMs: number;
  /** Milliseconds of each round from its last answer to its end. */
  readonly judgingMs: number;
  /** From the outcome to the end: files written, flushed and read back. */
  readonly writingMs: number;
  readonly commits: number;
  readonly commitsMs: number;
}

/**
 * Returns, for each round in order, its first model call, counted over the whole design, and its
 * longest chain of calls.
 */
export function chainsOf(commits: readonly SeenCommit[]): { firstCall: number; length: number }[] {
  let firstCall = 0;
  return recordsByRound(commits).map((records) => {
    const calls = records.map(
      ({ trace }) => trace.filter(({ kind }) => kind === 'answer_received').length,
    );
    const chain = { firstCall, length: Math.max(...calls) };
    firstCall += total(calls);
    return chain;
  });
}

export function breakdownOf(commits: readonly SeenCommit[]): Breakdown {
  const startedAt = momentOf(commits, 'design_started');
  const endedAt = momentOf(commits, 'design_ended');
  const rounds = recordsByRound(commits).map(partsOf);
  return {
    wallMs: endedAt - startedAt,
    modelCalls: eventsOf(commits).filter(({ type }) => type === 'model_answered').length,
    rounds: rounds.length,
    spawningMs: momentOf(commits, 'round_opened') - startedAt,
    askingMs: total(rounds.map(({ askingMs }) => askingMs)),
    answeringMs: total(rounds.map(({ answeringMs }) => answeringMs)),
    judgingMs: total(rounds.map(({ judgingMs }) => judgingMs)),
    writingMs: endedAt - momentOf(commits, 'outcome_settled'),
    commits: commits.length,
    commitsMs: total(commits.map(({ tookMs }) => tookMs)),
  };
}

function eventsOf(commits: readonly SeenCommit[]): DesignEvent[] {
  return commits.flatMap(({ commit }) => commit.events.map(({ event }) => event));
}

function momentOf(commits: readonly SeenCommit[], type: DesignEvent['type']): number {
  const found = commits.find(({ commit }) =>
    commit.events.some(({ event }) => event.type === type),
  );
  if (found === undefined) throw new Error(`the design ended without ${type}`);
  return found.at;
}

function recordsByRound(commits: readonly SeenCommit[]): TurnRecord[][] {
  const records = commits.flatMap(({ commit }) => commit.turns);
  return [...Map.groupBy(records, ({ roundId }) => roundId).values()];
}

/** The turns of a round start together, so that the times in their traces can be compared. */
function partsOf(records: readonly TurnRecord[]) {
  const steps = records.flatMap(({ trace }) => trace);
  const times = (wanted: string): number[] =>
    steps.filter(({ kind }) => kind === wanted).map(({ atMs }) => atMs);
  const sentMs = Math.min(...times('request_sent'));
  const answeredMs = Math.max(...times('answer_received'));
  const endedMs = Math.max(...records.map(({ totalMs }) => totalMs));
  return { askingMs: sentMs, answeringMs: answeredMs - sentMs, judgingMs: endedMs - answeredMs };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
