import type { DesignEvent } from '#core/vocabulary/events.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import type { Commit, DesignSummary, InboxEntry, StoredEvent } from '#ports/store.ts';
import type { TracePart, TurnRecord } from '#ports/turn-record.ts';
import { chainEvent, GENESIS_HASH } from '#record/chain.ts';
import { participantIdOf, STARTED_AT, sampleEvents, sessionIdOf, turnIdOf } from './events.ts';

/** The events, numbered after `version` and chained to `previousHash`. */
export function chainEvents(
  events: readonly DesignEvent[],
  version = 0,
  previousHash = GENESIS_HASH,
): StoredEvent[] {
  let head = previousHash;
  return events.map((event, index) => {
    const seq = version + 1 + index;
    head = chainEvent(head, seq, event);
    return { seq, event, hash: head };
  });
}

export function summaryOf(
  id: DesignId,
  version: number,
  change: Partial<DesignSummary> = {},
): DesignSummary {
  return {
    id,
    topic: 'Should the job queue move from Redis to Postgres?',
    status: 'running',
    phase: 'spawning',
    step: 'spawning',
    version,
    startedAt: STARTED_AT,
    endedAt: null,
    startedBy: 'terminal',
    successorOf: null,
    thread: null,
    rehearsal: true,
    decision: null,
    standing: null,
    followUpOf: null,
    costUsd: 0,
    ...change,
  };
}

/**
 * A commit under the first ownership, of these events, by default one `design_started` behind as
 * many of its kind as the version says; everything else is empty by default.
 */
export function commitOf(
  designId: DesignId,
  change: Partial<Omit<Commit, 'events' | 'summary' | 'expectedHead'>> & {
    expectedHead?: string | undefined;
    events?: readonly StoredEvent[];
    summary?: Partial<DesignSummary>;
  } = {},
): Commit {
  const { expectedVersion = 0, summary = {}, ...rest } = change;
  const before = chainEvents(Array(expectedVersion).fill(sampleEvents.design_started));
  const expectedHead = change.expectedHead ?? before.at(-1)?.hash ?? GENESIS_HASH;
  const events =
    change.events ?? chainEvents([sampleEvents.design_started], expectedVersion, expectedHead);
  return {
    designId,
    expectedVersion,
    epoch: 1,
    effects: [],
    turns: [],
    traces: [],
    handled: [],
    done: [],
    ...rest,
    expectedHead,
    events,
    summary: summaryOf(designId, expectedVersion + events.length, summary),
  };
}

export function inboxEntryOf(id: string, designId: DesignId): InboxEntry {
  const command = { type: 'cancel', by: 'ada', reason: 'no longer needed' } as const;
  return { id, designId, command, receivedAt: STARTED_AT };
}

const usage = {
  inputTokens: 1_200,
  cacheWriteTokens: 0,
  cacheReadTokens: 9_000,
  outputTokens: 640,
};

/** The record of a turn that failed at the end, with a step of every kind in its trace. */
export function turnRecordOf(
  designId: DesignId,
  n: number,
  change: Partial<TurnRecord> = {},
): TurnRecord {
  return {
    turnId: turnIdOf(n),
    designId,
    participant: participantIdOf('operator'),
    sessionId: sessionIdOf(n),
    roundId: 'r1',
    kind: 'proposals',
    startedAt: STARTED_AT,
    totalMs: 1_204.5,
    outcome: 'model_error',
    error: {
      class: 'overloaded',
      message: 'the model is overloaded',
      retryable: true,
      lastStep: 'asked_again',
      completedSteps: ['prompt_assembled', 'request_sent'],
      totalMs: 1_204.5,
    },
    usage,
    costUsd: null,
    confidence: null,
    prompt: 'House rules.\n\nSubmit with `submit_proposal`.',
    trace: [
      { kind: 'prompt_assembled', atMs: 1, bytes: 46, sha256: 'd'.repeat(64) },
      { kind: 'request_sent', atMs: 2, call: 1, attempt: 1 },
      { kind: 'first_token', atMs: 300, call: 1 },
      {
        kind: 'answer_received',
        atMs: 900,
        call: 1,
        stop: 'tool_use',
        usage,
        costUsd: 0.01,
        text: 'Well.',
      },
      {
        kind: 'tool_called',
        atMs: 905,
        tool: 'read_file',
        input: '{}',
        result: 'ok',
        latencyMs: 5,
      },
      {
        kind: 'submission_checked',
        atMs: 910,
        tool: 'submit_proposal',
        accepted: false,
        reason: 'no claims',
      },
      { kind: 'asked_again', atMs: 911, reason: 'no claims' },
      {
        kind: 'request_failed',
        atMs: 1_204,
        call: 2,
        attempt: 3,
        fault: 'overloaded',
        transient: true,
      },
    ],
    ...change,
  };
}

/**
 * What a turn has come to whose call has cost a quarter of a dollar so far, of three that are
 * reserved.
 */
export function tracePartOf(n: number): TracePart {
  const spent = { model: 'claude-opus-5-5', usage, costUsd: 0.25 };
  return {
    turnId: turnIdOf(n),
    steps: [{ kind: 'request_sent', atMs: 2, call: 1, attempt: 1 }],
    underWay: { call: 1, attempt: 1, spent, reservedUsd: 0.75 },
  };
}
