import type { Design, Turn } from '../../core/design.ts';
import type { EventOf } from '../../core/events.ts';
import { type DesignId, type ParticipantId, type SessionId, TurnId } from '../../core/ids.ts';
import { findSession } from '../../core/participants.ts';
import { budgetUsedUp } from '../../core/policy/reserve.ts';
import type { LossCause } from '../../core/session/session.ts';
import { TERMINAL_TOOLS } from '../../core/submission.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import type { LastWords } from '../ports/sessions.ts';
import { redacted } from '../redacted.ts';
import { failureName, failureText } from '../session/diagnostics.ts';
import type { ChildMessage } from '../session/protocol.mjs';
import type { Voice } from '../turn/assignment.ts';
import { beginTurn } from '../turn/begin-turn.ts';
import { checkSubmission } from '../turn/check-submission.ts';
import type { TurnRecord } from '../turn/record.ts';
import { LATE } from '../turn/texts.ts';
import { NO_USAGE } from '../turn/trace.ts';
import type { RunningTurn, TurnReports } from '../turn/turn.ts';
import type { Parts } from './parts.ts';

type ToolCall = Extract<ChildMessage, { type: 'call_tool' }>;

export interface DeskReports extends TurnReports {
  sessionReady(sessionId: SessionId, pid: number, process: string): Promise<void>;
  sessionLost(sessionId: SessionId, cause: LossCause): Promise<void>;
}

/** The sessions of one design and the turns that they are taking, as this process runs them. */
export class SessionDesk {
  readonly #designId: DesignId;
  readonly #parts: Parts;
  readonly #reports: DeskReports;
  readonly #designOf: () => Design | null;
  readonly #onBroken: (error: unknown) => void;
  readonly #started = new Set<SessionId>();
  readonly #turns = new Map<TurnId, { readonly sessionId: SessionId; readonly turn: RunningTurn }>();

  constructor(
    designId: DesignId,
    parts: Parts,
    reports: DeskReports,
    designOf: () => Design | null,
    onBroken: (error: unknown) => void,
  ) {
    this.#designId = designId;
    this.#parts = parts;
    this.#reports = reports;
    this.#designOf = designOf;
    this.#onBroken = onBroken;
  }

  /** C13: nothing is started for a design that is over, or for an id that was given up in between. */
  start(sessionId: SessionId, owner: ParticipantId): void {
    const design = this.#designOf();
    const session = design === null ? undefined : findSession(design, sessionId)?.session;
    if (session?.state !== 'starting') return;
    this.#started.add(sessionId);
    this.#parts.sessions.start(sessionId, owner, {
      ready: (pid, process) => this.#watch(this.#reports.sessionReady(sessionId, pid, process)),
      message: (message) => this.#receive(sessionId, message),
      lost: (cause, lastWords) => this.#watch(this.#lost(sessionId, owner, cause, lastWords)),
    });
  }

  stop(sessionId: SessionId): void {
    this.#watch(this.#parts.sessions.stop(sessionId));
  }

  /**
   * Puts one question to a session, from the design as it stood when it was to be asked. One that was given up in the
   * meantime is not asked any more: nobody would ever end it again.
   */
  ask(design: Design, turnId: TurnId, repository: PinnedRepository | null): void {
    const turn = design.turns.findLast((each) => each.id === turnId);
    const now = this.#designOf()?.turns.findLast((each) => each.id === turnId);
    if (turn === undefined || now?.outcome !== 'open') return;
    const running = beginTurn({
      design,
      turn,
      voiceOf: (id) => this.#voiceOf(id),
      bounds: this.#parts.bounds,
      broker: this.#parts.models,
      repository,
      reports: this.#reports,
      clock: this.#parts.clock,
      log: this.#parts.log,
      redact: this.#parts.redact,
      send: (message) => this.#parts.sessions.send(turn.sessionId, message),
      isMoneyLeft: () => {
        const now = this.#designOf();
        return now === null || !budgetUsedUp(now);
      },
      onBroken: this.#onBroken,
    });
    this.#turns.set(turnId, { sessionId: turn.sessionId, turn: running });
  }

  /** T1: the one record of a turn that has just finished; from the trace if it ever began here. */
  recordOf(finished: EventOf<'turn_finished'>, design: Design): TurnRecord {
    const running = this.#turns.get(finished.turnId);
    if (running !== undefined) {
      return running.turn.record(finished.outcome, finished.error, finished.at);
    }
    const turn = design.turns.findLast((each) => each.id === finished.turnId);
    if (turn === undefined)
      throw new Error(`broken invariant: ${finished.turnId} finished but never started`);
    return recordWithoutTrace(design, turn, finished);
  }

  /** The turn is over for the design; whatever it still has under way is dropped. */
  forget(finished: EventOf<'turn_finished'>): void {
    const running = this.#turns.get(finished.turnId);
    this.#turns.delete(finished.turnId);
    if (finished.outcome === 'spoke' || finished.outcome === 'passed') return;
    running?.turn.abandon(finished.outcome === 'process_lost' ? 'process_lost' : 'ended');
  }

  /** Drops every turn that is under way, as nothing will be done with what comes of it; no clock is left running. */
  close(): void {
    for (const { turn } of this.#turns.values()) turn.abandon('ended');
    this.#turns.clear();
  }

  /** C18: the processes of an owner that is gone have ended by themselves, but for one that was stopped before that. */
  endLeftovers({ participants }: Design): void {
    for (const { sessions } of participants) {
      const last = sessions.at(-1);
      if (last?.state !== 'healthy' || last.pid === null || last.process === '') continue;
      if (!this.#parts.sessions.endLeftover(last.pid, last.process)) continue;
      this.#parts.log.warn('leftover_ended', { designId: this.#designId, sessionId: last.id, pid: last.pid });
    }
  }

  /**
   * Ends every process that this design has here; resolves when they are gone. A session that waits for a place is
   * left alone: what was stopped once is never started, and this very process may get to start it later.
   */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#started].map((id) => this.#parts.sessions.stop(id)));
  }

  /** D1, D4: what the session left behind is written down first, as well as it can be, and then it is lost. */
  async #lost(
    sessionId: SessionId,
    owner: ParticipantId,
    cause: Omit<LossCause, 'diagnostics'>,
    lastWords: LastWords,
  ): Promise<void> {
    const { bundles, clock, redact } = this.#parts;
    const lastTurn = [...this.#turns.values()].findLast((each) => each.sessionId === sessionId)?.turn;
    const about = {
      participant: owner,
      sessionId,
      lostAt: clock.now(),
      lastTurn: lastTurn === undefined ? null : lastTurnText(lastTurn, clock.now()),
    };
    const text = failureText(lastWords, cause, about, redact);
    const diagnostics = await bundles.writeFailure(this.#designId, failureName(owner, sessionId), text);
    await this.#reports.sessionLost(sessionId, {
      ...cause,
      detail: redact(cause.detail).slice(0, 500),
      diagnostics,
    });
  }

  #receive(sessionId: SessionId, message: ChildMessage): void {
    if (!('turnId' in message)) return;
    const running = this.#turnOf(sessionId, message.turnId);
    if (running !== undefined) running.receive(message);
    else if (message.type === 'call_tool') this.#watch(this.#takeLate(sessionId, message));
  }

  /** C16: a submission that crossed the end of its turn is recorded as late, and its author told. */
  async #takeLate(sessionId: SessionId, { turnId, callId, name, input }: ToolCall): Promise<void> {
    const { bounds, redact, sessions } = this.#parts;
    const id = TurnId.safeParse(turnId);
    const tool = TERMINAL_TOOLS.find((each) => each === name);
    if (!id.success || tool === undefined) return;
    const checked = checkSubmission(tool, redacted(input, redact), bounds.submissionBytes);
    if (checked.ok) await this.#reports.submit(id.data, checked.submission, '', 0);
    sessions.send(sessionId, { type: 'tool_answer', turnId, callId, ok: false, text: LATE, ends: true });
  }

  #turnOf(sessionId: SessionId, turnId: string): RunningTurn | undefined {
    for (const [id, running] of this.#turns) {
      if (id === turnId && running.sessionId === sessionId) return running.turn;
    }
    return undefined;
  }

  #voiceOf(id: ParticipantId): Voice {
    const persona = this.#parts.personas.find((each) => each.profile.id === id);
    if (persona === undefined) throw new Error(`broken invariant: no persona file for ${id}`);
    return { body: persona.body, effort: persona.profile.effort ?? this.#parts.defaultEffort };
  }

  #watch(work: Promise<void>): void {
    work.catch(this.#onBroken);
  }
}

function lastTurnText(turn: RunningTurn, at: number): string {
  const { prompt: _, ...record } = turn.record('process_lost', null, at);
  return JSON.stringify(record, null, 2);
}

/** T5: for a turn of a process that is gone, made of what the design's own events kept. */
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
    confidence: turn.confidence,
    prompt: '',
    trace: [],
  };
}
