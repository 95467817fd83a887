import type { Design } from '../../core/design.ts';
import type { EventOf } from '../../core/events.ts';
import { timersOf } from '../../core/timers.ts';
import type { Claim } from '../ports/fleet.ts';
import type { Commit, OutboxEntry, Posted } from '../ports/store.ts';
import type { TurnRecord } from '../turn/record.ts';
import { DesignThread, isThreadEffect, type ThreadParts } from './design-thread.ts';
import { Lane } from './lane.ts';
import type { Mailbox } from './mailbox.ts';
import { Outbox } from './outbox.ts';
import { type EffectParts, ProcessEffects } from './process-effects.ts';
import { RunningTurns } from './running-turns.ts';
import { SessionSupervisor, type SupervisorParts } from './session-supervisor.ts';
import { Timers } from './timers.ts';
import { TurnStarter, type TurnStarterParts } from './turn-starter.ts';

export interface EffectRunnerParts extends ThreadParts, EffectParts, SupervisorParts, TurnStarterParts {}

/**
 * Makes happen what one design's commits promise (P4): processes and files in one lane, posts to the thread in another,
 * so that a platform that is slow holds up nobody's turn; and the design's timers.
 */
export class EffectRunner {
  readonly #thread: DesignThread;
  readonly #supervisor: SessionSupervisor;
  readonly #processes: ProcessEffects;
  readonly #turns = new RunningTurns();
  readonly #timers: Timers;
  readonly #lanes: readonly Lane[];

  /**
   * What cannot be done or recorded is told to `onBroken`; `onIdle` is called when nothing is under way any more;
   * `signal` is aborted when this process has nothing to say about the design any more.
   */
  constructor(
    claim: Claim,
    mailbox: Mailbox,
    parts: EffectRunnerParts,
    {
      onBroken,
      onIdle,
      signal,
    }: {
      readonly onBroken: (error: unknown) => void;
      readonly onIdle: () => void;
      readonly signal: AbortSignal;
    },
  ) {
    const turns = this.#turns;
    const outbox = new Outbox(claim, parts, signal);
    const [work, saying] = [new Lane(onBroken, onIdle), new Lane(onBroken, onIdle)];
    const starter = new TurnStarter(mailbox, turns, parts, onBroken);
    const supervisor = new SessionSupervisor(mailbox, turns, starter, parts, onBroken);
    this.#thread = new DesignThread({ mailbox, outbox, lane: saying }, parts, signal);
    this.#processes = new ProcessEffects({ mailbox, outbox, supervisor, starter, lane: work }, parts, signal);
    this.#supervisor = supervisor;
    this.#timers = new Timers(parts.clock, (timerId) => {
      mailbox.submit({ type: 'pass_deadline', timerId }).catch(onBroken);
    });
    this.#lanes = [work, saying];
  }

  get isIdle(): boolean {
    return this.#lanes.every(({ isIdle }) => isIdle) && this.#thread.isIdle;
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.idle()));
  }

  /** What was to be said by an owner before this one comes before whatever there is to say from now on. */
  async adoptThread(left: readonly OutboxEntry[], posted: readonly Posted[]): Promise<void> {
    await this.#thread.adopt(posted);
    this.#thread.say(left);
  }

  /** Ends processes that an owner before this one has left. */
  endLeftovers(design: Design): void {
    this.#supervisor.endLeftovers(design);
  }

  /** What an owner before this one left undone; the rest of it is marked as dropped. */
  async adopt(left: readonly OutboxEntry[], design: Design): Promise<OutboxEntry[]> {
    return this.#processes.adopt(
      left.filter(({ effect }) => !isThreadEffect(effect)),
      design,
    );
  }

  /** Begins what an owner before this one left undone. */
  resume(open: readonly OutboxEntry[], design: Design): void {
    this.#processes.run(open, design);
  }

  /** The one record of a turn that has just finished (T1). */
  recordOf(finished: EventOf<'turn_finished'>, design: Design): TurnRecord {
    return this.#turns.recordOf(finished, design);
  }

  /** Drops what finished turns still have under way. */
  finishTurns({ events }: Commit): void {
    for (const { event } of events) if (event.type === 'turn_finished') this.#turns.finished(event);
  }

  arm(design: Design): void {
    this.#timers.set(timersOf(design));
  }

  disarm(): void {
    this.#timers.set([]);
  }

  /** Begins what a commit has promised. `design` is what it left. */
  committed({ effects, events, timers }: Commit, design: Design): void {
    this.#timers.set(timers);
    this.#thread.changed(events.map(({ event }) => event));
    this.#thread.say(effects.map((promised) => ({ ...promised, state: 'pending' })));
    this.#processes.run(
      effects.filter(({ effect }) => !isThreadEffect(effect)),
      design,
    );
  }

  /** No clock of the design is left running, and every turn is abandoned. */
  close(): void {
    this.disarm();
    this.#thread.close();
    this.#turns.close();
  }

  /** Ends every process that the design has here; resolves when they are gone. */
  async endProcesses(): Promise<void> {
    await this.#supervisor.stopAll();
  }
}
