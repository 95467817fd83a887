import { sumSpentUsd } from '../../core/policy/reserve.ts';
import type { CommandOf } from '../../core/vocabulary/commands.ts';
import type { Design, Silence, Turn } from '../../core/vocabulary/design.ts';
import { type AwaitedModel, IS_RESPONSE } from '../../core/vocabulary/event-parts.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { findById, type SessionId, type TurnId } from '../../core/vocabulary/ids.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Commit, Spending } from '../../ports/store.ts';
import { makeRecordStorable, type TracePart, type TurnRecord } from '../../ports/turn-record.ts';
import { GATHER_MS, Trace } from '../../turns/records/trace.ts';
import { withholdProposal } from '../../turns/records/withheld.ts';
import type { RunningTurn } from '../../turns/running-turn.ts';

/** Milliseconds of silence after which a model call is reported. */
const SILENT_MS = 30_000;
/** Milliseconds to gather several silent calls into one report. */
const GATHERED_MS = 1_000;
/**
 * Milliseconds between checks. An endpoint that takes no connection is reported at the next one.
 */
const LOOK_MS = 5_000;
const NOT_SILENT = 'null';

/**
 * One design's turns, from the question to the commit of their end. A turn is in one of these
 * modes:
 *
 * - *running* here: its trace grows, and it may spend. From `add`; to *ending* when its end is
 *   decided.
 * - *left* by an earlier owner: only its stored trace is here. From `adopt`; to *ending* when it is
 *   decided that it is lost.
 * - *ending*: `recordOf` has made its record and stopped its calls, and the commit is under way.
 *   Gone with `noteCommit`. If the commit fails, a later decision makes the record again.
 */
export class RunningTurns {
  readonly #turns = new Map<string, RunningTurn>();
  /** Open turns of an earlier owner. */
  readonly #left = new Map<TurnId, Trace>();
  readonly #clock: Clock;
  #isStopping = false;
  #listening: Disposable | null = null;
  #told = NOT_SILENT;
  onSilence: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(turnId: TurnId, turn: RunningTurn): void {
    this.#turns.set(turnId, turn);
    this.#listen();
  }

  get silence(): Silence | null {
    const tellFrom = this.#clock.now() - SILENT_MS;
    const silent = [...this.#turns.values()].flatMap(({ participant, silence, unavailable }) =>
      silence === null || (silence.since > tellFrom && unavailable?.cause !== 'unreachable')
        ? []
        : [{ participant, ...silence }],
    );
    if (silent.length === 0) return null;
    const again = silent.flatMap(({ againAt }) => againAt ?? []);
    const unavailable = this.#unavailable;
    return {
      ...(unavailable === null ? {} : { unavailable }),
      participants: silent.map(({ participant }) => participant),
      since: Math.min(...silent.map(({ since }) => since)),
      againAt: again.length === 0 ? null : Math.min(...again),
    };
  }

  /**
   * The endpoint's model that all turns wait for; `null` if some do not wait, or wait for another
   * endpoint.
   */
  get #unavailable(): AwaitedModel | null {
    const all = [...this.#turns.values()].map(({ unavailable }) => unavailable);
    const [first = null] = all;
    if (!all.every((each) => each !== null && each.endpoint === first?.endpoint)) return null;
    return first;
  }

  /** Checks again when the next call may have been silent for long enough. */
  #listen(): void {
    if (this.#listening !== null || this.#turns.size === 0) return;
    const now = this.#clock.now();
    const dueAt = [...this.#turns.values()].flatMap(({ silence }) => {
      const at = (silence?.since ?? now) + SILENT_MS;
      return at > now ? [at] : [];
    });
    this.#listening = this.#clock.at(Math.min(now + LOOK_MS, ...dueAt) + GATHERED_MS, () => {
      this.#listening = null;
      this.#tell();
      this.#listen();
    });
  }

  #tell(): void {
    const silence = JSON.stringify(this.silence);
    if (silence === this.#told) return;
    this.#told = silence;
    this.onSilence();
  }

  #deafen(): void {
    this.#listening?.[Symbol.dispose]();
    this.#listening = null;
  }

  /** Returns the turn if it belongs to this session. */
  findTurn(sessionId: SessionId, turnId: string): RunningTurn | undefined {
    const running = this.#turns.get(turnId);
    return running?.sessionId === sessionId ? running : undefined;
  }

  /**
   * Returns the record of the session's last turn as if the turn ended with the session, `at`, and
   * without a proposal's text; `null` for none.
   */
  textOfLast(sessionId: SessionId, at: number): string | null {
    const last = [...this.#turns.values()].findLast((each) => each.sessionId === sessionId);
    if (last === undefined) return null;
    const { prompt: _, ...record } = withholdProposal(last.trace.record('process_lost', null, at));
    return JSON.stringify(record, null, 2);
  }

  /**
   * Returns the record of a turn that has just finished, from its trace if it began here. Ends its
   * model call first, so that no later answer costs money that the record lacks.
   */
  recordOf(
    { turnId, outcome, error, at }: EventOf<'turn_finished'>,
    design: Design | null,
  ): TurnRecord {
    const running = this.#turns.get(turnId);
    if (!IS_RESPONSE[outcome]) running?.abandon();
    const liveTrace = running?.trace ?? this.#left.get(turnId);
    const turn = design?.turns.findLast((each) => each.id === turnId);
    if (design === null || turn === undefined)
      throw new Error(`broken invariant: ${turnId} finished but never started`);
    const trace = liveTrace ?? restoreTrace(design, turn, [], this.#clock);
    return makeRecordStorable(trace.record(outcome, error, at));
  }

  /**
   * Takes over an earlier owner's traces of unfinished turns. Returns the costs of their calls,
   * which no event has yet.
   */
  adopt(design: Design, parts: readonly TracePart[]): CommandOf<'report_model_answer'>[] {
    for (const turn of design.turns.filter(({ outcome }) => outcome === 'open')) {
      const own = parts.filter(({ turnId }) => turnId === turn.id);
      this.#left.set(turn.id, restoreTrace(design, turn, own, this.#clock));
    }
    return [...this.#left].flatMap(([turnId, { underWay }]) => {
      if (underWay === null) return [];
      const { fault: stopReason, spent } = underWay;
      return [
        {
          type: 'report_model_answer',
          turnId,
          stopReason,
          ...spent,
          atLeast: true,
          latencyMs: 0,
        } as const,
      ];
    });
  }

  /** Returns the trace parts to store now, without turns in `endedIds`. */
  parts(endedIds: ReadonlySet<string>): TracePart[] {
    return [...this.#turns].flatMap(([turnId, turn]) => {
      const part = endedIds.has(turnId) ? null : turn.trace.part(this.#isStopping);
      return part === null ? [] : [part];
    });
  }

  noteKept(parts: readonly TracePart[]): void {
    for (const part of parts) this.#turns.get(part.turnId)?.trace.noteKept(part);
  }

  /**
   * Makes all further parts final, without gathering. Returns true while a call costs something.
   */
  stopping(): boolean {
    this.#isStopping = true;
    return this.#isSpending;
  }

  /**
   * Calls back when a running call may have new usage to store; returns `null` if no call costs
   * anything.
   */
  whileSpending(callback: () => void): Disposable | null {
    return this.#isSpending ? this.#clock.at(this.#clock.now() + GATHER_MS, callback) : null;
  }

  /**
   * Returns the USD that the design has spent and the least cost of its running calls, without
   * unknown costs.
   */
  spending(design: Design | null): Spending {
    const traces = [...this.#turns].map(([id, turn]) => ({ id, ...turn.trace.spending }));
    const recordedCosts = new Map<string, number>(
      design?.turns.map((turn) => [turn.id, turn.costUsd ?? 0]),
    );
    // An answer's cost is in the trace at once, and in the design a moment later.
    const early = traces.map(({ id, spent }) => Math.max(0, spent - (recordedCosts.get(id) ?? 0)));
    return {
      spentUsd: early.reduce((sum, usd) => sum + usd, design === null ? 0 : sumSpentUsd(design)),
      underWayUsd: traces.reduce((sum, { underWay }) => sum + underWay, 0),
    };
  }

  noteCommit({ events }: Commit): void {
    for (const { event } of events) if (event.type === 'turn_finished') this.#removeTurn(event);
  }

  close(): void {
    for (const turn of this.#turns.values()) turn.abandon();
    this.#turns.clear();
    this.#deafen();
  }

  get #isSpending(): boolean {
    return [...this.#turns.values()].some(({ trace }) => trace.isSpending);
  }

  #removeTurn({ turnId, outcome }: EventOf<'turn_finished'>): void {
    // A turn that was asked while its end was being recorded does not know about the end.
    if (!IS_RESPONSE[outcome]) this.#turns.get(turnId)?.abandon();
    this.#turns.delete(turnId);
    this.#left.delete(turnId);
    if (this.#turns.size === 0) this.#deafen();
    if (this.#told !== NOT_SILENT) this.#tell();
  }
}

/** Restores a turn's trace from another process's stored parts; empty if there are none. */
function restoreTrace(
  design: Design,
  turn: Turn,
  parts: readonly TracePart[],
  clock: Clock,
): Trace {
  const { id: turnId, participant, sessionId, roundId, startedAt } = turn;
  const kind = findById(design.rounds, roundId)?.kind ?? '';
  const head = { turnId, designId: design.id, participant, sessionId, roundId, kind, startedAt };
  return Trace.restore(head, clock, parts);
}
