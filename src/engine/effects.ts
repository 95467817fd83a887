/**
 * Carries out what a design's events ask for: processes, turns, files. Whatever comes of it goes back
 * to the design as a report; what cannot be recorded makes this process give the design up.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Spent } from '#design/commands.ts';
import type { Effect } from '#design/effects.ts';
import type { DesignEvent } from '#design/events.ts';
import type { SessionId, TurnId } from '#design/ids.ts';
import { isWanted } from '#design/participants.ts';
import { hasProcesses } from '#design/sessions.ts';
import type { Design } from '#design/state.ts';
import { folderOf, writeDurably } from '#record/write.ts';
import type { OpenRepository } from '#repository/open.ts';
import type { PersonaSession } from '#sessions/session.ts';
import { isFault } from '#support/fault.ts';
import { PrefixGate } from '#turns/prefix-gate.ts';
import type { Recorder } from '#turns/record.ts';
import { IDLE_MS, runTurn } from '#turns/run-turn.ts';
import { spentOf } from '#turns/spending.ts';
import type { Parts } from './engine-parts.ts';
import { modelOf } from './model-of.ts';
import { moneyOf } from './money.ts';
import { recorderOf } from './recorder.ts';
import { writeResultFiles } from './result-files.ts';
import type { Running } from './running.ts';

const LAST_STEPS_MS = 2_000;
/** Framing needs the synthesizer alone: the others' processes start once it is up, or by then. */
const HEAD_START_MS = 400;
/** And once its request is on its way, as each start blocks this process for milliseconds. */
const REQUEST_MS = 50;

export class Effects {
  readonly #running: Running;
  readonly #parts: Parts;
  readonly #sessions = new Map<SessionId, PersonaSession>();
  readonly #turns = new Map<TurnId, { controller: AbortController; spent: Promise<void> }>();
  readonly #spent = new Map<TurnId, Spent>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #gate = new PrefixGate();
  readonly #recorder: Recorder;
  #repository: Promise<OpenRepository | null> | null = null;
  #areFilesWritten = false;

  constructor(running: Running, parts: Parts) {
    this.#running = running;
    this.#parts = parts;
    this.#recorder = recorderOf(running, parts.store);
  }

  start(effect: Effect): void {
    const work = this.#carryOut(effect)
      .catch((error: unknown) => {
        if (!this.#running.signal.aborted) this.#running.fail(error);
      })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Once a commit stands: ends the turns that it ended, and frees the place if no process is left. */
  settle(design: Design): void {
    for (const { id, endedAt } of design.turns)
      if (endedAt !== null) this.#turns.get(id)?.controller.abort();
    if (!hasProcesses(design)) this.#parts.places.free(design.id);
  }

  /** Ends the turns here that these events would end; `true`: what they have used is known now. */
  async cutShort(events: readonly DesignEvent[]): Promise<boolean> {
    const running = events.flatMap((event) =>
      event.type === 'turn_finished' ? (this.#turns.get(event.turnId) ?? []) : [],
    );
    for (const { controller } of running) controller.abort();
    const ends = Promise.all(running.map(({ spent }) => spent));
    await Promise.race([ends, sleep(LAST_STEPS_MS, undefined, { ref: false })]);
    return running.length > 0;
  }

  /** Of a turn that ended in the middle. */
  spentOf(id: TurnId): Spent | undefined {
    return this.#spent.get(id);
  }

  /** What turns have used that an earlier owner began, by their records (T7). */
  async readSpent({ id: designId, turns }: Design): Promise<void> {
    const { store } = this.#parts;
    for (const { id, outcome } of turns) {
      if (outcome !== 'open') continue;
      const turn = await this.#running.retryUntilAborted(() => store.turn(designId, id));
      this.#spent.set(id, spentOf(turn?.trace ?? []));
    }
  }

  async stopAll(): Promise<void> {
    for (const { controller } of this.#turns.values()) controller.abort();
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()));
    this.#sessions.clear();
    // Turns write their last steps.
    await Promise.race([
      Promise.all(this.#underWay),
      sleep(LAST_STEPS_MS, undefined, { ref: false }),
    ]);
    (await this.#repository)?.close();
    this.#parts.places.free(this.#running.lease.designId);
  }

  #carryOut(effect: Effect): Promise<void> {
    switch (effect.type) {
      case 'spawn_session':
        return this.#spawn(effect);
      case 'stop_session':
        return this.#stop(effect.sessionId);
      case 'run_turn':
        return this.#runTurn(effect);
      case 'write_files':
        this.#areFilesWritten = true;
        return writeResultFiles(this.#running, this.#parts).then(this.#running.report);
    }
  }

  async #spawn({ sessionId, participant }: Effect & { type: 'spawn_session' }): Promise<void> {
    const { places, spawnSession } = this.#parts;
    const { lease, signal } = this.#running;
    if (!places.take(lease.designId)) {
      this.#running.waitForPlace(true);
      await places.wait(lease.designId, signal);
      this.#running.waitForPlace(false);
    }
    const first = this.#sessions.values().next().value;
    const isNeededLater = first !== undefined && this.#running.design().step === 'spawning';
    if (isNeededLater) {
      await Promise.race([first.ready, first.lost, sleep(HEAD_START_MS, undefined, { signal })]);
      await sleep(REQUEST_MS, undefined, { signal });
    }
    // A cancellation beats the spawn (C13).
    if (!isWanted(this.#running.design(), sessionId)) return this.settle(this.#running.design());
    const session = spawnSession({
      sessionId,
      participant,
      keepDiagnostics: (name, text) => this.#keepDiagnostics(name, text),
    });
    this.#sessions.set(sessionId, session);
    modelOf(this.#running.design(), participant, this.#parts.models).load?.();
    void session.ready.then(({ pid }) => {
      if (!isWanted(this.#running.design(), sessionId)) return void this.#stop(sessionId);
      this.#running.report({ type: 'report_ready', sessionId, pid });
    });
    void session.lost.then((cause) => {
      this.#sessions.delete(sessionId);
      this.#running.report({ type: 'report_lost', sessionId, cause });
    });
  }

  async #stop(sessionId: SessionId): Promise<void> {
    const session = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    await session?.stop();
  }

  async #runTurn({ turnId, sessionId, participant }: Effect & { type: 'run_turn' }): Promise<void> {
    const { models, personas, settings, log, redact, now } = this.#parts;
    const { lease, signal } = this.#running;
    const design = this.#running.design();
    const session = this.#sessions.get(sessionId);
    // Lost meanwhile: its loss is reported, and its replacement is asked.
    if (session === undefined) return;
    const controller = new AbortController();
    const { promise: spent, resolve: noteSpent } = Promise.withResolvers<void>();
    this.#turns.set(turnId, { controller, spent });
    try {
      const command = await runTurn({
        design,
        turnId,
        personas,
        model: modelOf(design, participant, models),
        session,
        repository: await this.#openRepository(),
        recorder: this.#recorder,
        epoch: lease.epoch,
        money: moneyOf(this.#running, this.#parts),
        gate: this.#gate,
        limits: { totalMs: settings.turnTotalMs, idleMs: IDLE_MS },
        now,
        signal: AbortSignal.any([signal, controller.signal]),
        log,
        redact,
      });
      this.#spent.set(turnId, command.spent);
      noteSpent();
      this.#running.report(command);
    } finally {
      this.#turns.delete(turnId);
    }
  }

  #openRepository(): Promise<OpenRepository | null> {
    const { repositories, log } = this.#parts;
    const { repository, id } = this.#running.design();
    if (repository === null) return Promise.resolve(null);
    // What cannot be read now is `not_looked_up`, and no reason to end a design.
    this.#repository ??= repositories.open(repository).catch((error: unknown) => {
      log.warn('repository_not_open', { designId: id, repository: repository.name, error });
      return null;
    });
    return this.#repository;
  }

  /** A row and the folder's file, before anything of the session is cleaned up (D1). */
  async #keepDiagnostics(name: string, text: string): Promise<void> {
    const { store, settings, log } = this.#parts;
    const { designId, epoch } = this.#running.lease;
    const file = `failures/${name}`;
    await store.putFile(designId, epoch, file, new TextEncoder().encode(text));
    // The manifest names all that the folder holds.
    if (this.#areFilesWritten) return;
    await writeDurably(folderOf(settings.dataDir, designId), file, text).catch((error: unknown) => {
      if (!isFault(error, 'write_failed')) throw error;
      log.warn('files_not_written', { designId, error });
    });
  }
}
