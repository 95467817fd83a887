/**
 * Carries out what a design's events ask for: processes, turns, files. Whatever comes of it goes back
 * to the design as a report; what cannot be recorded makes this process give the design up.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Report, Spent } from '#design/commands.ts';
import type { Effect } from '#design/effects.ts';
import type { ParticipantId, SessionId, TurnId } from '#design/ids.ts';
import { isWanted, participantOf } from '#design/participants.ts';
import { openRound } from '#design/rounds.ts';
import { hasProcesses } from '#design/sessions.ts';
import type { Design } from '#design/state.ts';
import { type Model, ModelFault } from '#models/model.ts';
import { REHEARSAL_CRASH } from '#models/rehearsal.ts';
import { filesOf } from '#record/files.ts';
import { folderOf, writeFiles } from '#record/write.ts';
import type { Repository } from '#repository/repository.ts';
import type { PersonaSession } from '#sessions/session.ts';
import { isFault, messageOf } from '#support/fault.ts';
import { PrefixGate } from '#turns/prefix-gate.ts';
import { IDLE_MS, runTurn } from '#turns/run-turn.ts';
import type { Lease } from './lease.ts';
import { loadDesign } from './loaded.ts';
import { moneyOf } from './money.ts';
import type { OpenedRepository, Parts } from './parts.ts';
import { recorderOf } from './recorder.ts';

/** Waits before each attempt to write a design's files. */
const FILE_ATTEMPTS_MS = [0, 500, 2_000, 5_000];
const LAST_STEPS_MS = 2_000;

/** The design as its effects see it. */
export interface Running {
  readonly lease: Lease;
  /** Aborted when this process does no more for it. */
  readonly signal: AbortSignal;
  /** As it is now. */
  design(): Design;
  report(report: Report): void;
  /** What the owner itself must be able to do failed: the design is given up, and loaded anew. */
  fail(error: unknown): void;
  /** Repeats while the store is away and the lease holds (P2). */
  whileAway<Value>(work: () => Promise<Value>): Promise<Value>;
  /** The same for what turns write. */
  untilStored<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Begins or ends to wait for a place among the designs with processes. */
  waitForPlace(isWaiting: boolean): void;
}

export class Effects {
  readonly #running: Running;
  readonly #parts: Parts;
  readonly #sessions = new Map<SessionId, PersonaSession>();
  readonly #turns = new Map<TurnId, { controller: AbortController; spent: Promise<Spent> }>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #gate = new PrefixGate();
  #repository: Promise<OpenedRepository | null> | null = null;

  constructor(running: Running, parts: Parts) {
    this.#running = running;
    this.#parts = parts;
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

  /** Ends those of these turns that run here, and returns what each has used (T7). */
  async cutShort(turnIds: readonly TurnId[]): Promise<Map<TurnId, Spent>> {
    const used = new Map<TurnId, Spent>();
    const ends = turnIds.map(async (id) => {
      const turn = this.#turns.get(id);
      turn?.controller.abort();
      if (turn !== undefined) used.set(id, await turn.spent);
    });
    await Promise.race([Promise.all(ends), sleep(LAST_STEPS_MS, undefined, { ref: false })]);
    return used;
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
        return this.#writeFiles();
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
    // A cancellation beats the spawn (C13).
    if (!isWanted(this.#running.design(), sessionId)) return this.settle(this.#running.design());
    const session = spawnSession({
      sessionId,
      participant,
      keepDiagnostics: (name, text) => this.#keepDiagnostics(name, text),
    });
    this.#sessions.set(sessionId, session);
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
    const { store, personas, settings, log, redact, now } = this.#parts;
    const { lease, signal, untilStored } = this.#running;
    const design = this.#running.design();
    const session = this.#sessions.get(sessionId);
    // Lost meanwhile: its loss is reported, and its replacement is asked.
    if (session === undefined) return;
    const controller = new AbortController();
    const { promise: spent, resolve: tellSpent } = Promise.withResolvers<Spent>();
    this.#turns.set(turnId, { controller, spent });
    try {
      const command = await runTurn({
        design,
        turnId,
        personas,
        model: this.#modelOf(participant),
        session,
        repository: await this.#openRepository(),
        recorder: recorderOf(store, untilStored),
        epoch: lease.epoch,
        money: moneyOf(
          lease,
          { designUsd: design.settings.budgetUsd, dayUsd: settings.budgetUsdPerDay },
          store,
          untilStored,
          now,
        ),
        gate: this.#gate,
        limits: { totalMs: settings.turnTotalMs, idleMs: IDLE_MS },
        now,
        signal: AbortSignal.any([signal, controller.signal]),
        log,
        redact,
      });
      tellSpent(command.spent);
      this.#running.report(command);
    } finally {
      this.#turns.delete(turnId);
    }
  }

  /** As its profile names it. One that cannot be called any more fails its turn, which is recorded. */
  #modelOf(participant: ParticipantId): Model {
    const design = this.#running.design();
    const { model: name, family } = participantOf(design, participant);
    try {
      const models = this.#parts.models.forParticipants(design.participants, design.isRehearsal);
      const model = models.get(participant);
      if (model === undefined) throw new Error(`broken invariant: no model for ${participant}`);
      return design.isRehearsal ? withRehearsedCrash(model, design, participant) : model;
    } catch (error) {
      if (!isFault(error, 'bad_setting')) throw error;
      const call = () => Promise.reject(new ModelFault('unknown_model', error.message));
      return { name, family, price: null, call };
    }
  }

  #openRepository(): Promise<Repository | null> {
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

  /** The rows first, so that every daemon serves them; then the folder. */
  async #writeFiles(): Promise<void> {
    const { store, settings, log } = this.#parts;
    const { lease, signal } = this.#running;
    const { designId, epoch } = lease;
    const { design, events } = await this.#running.whileAway(() => loadDesign(store, designId));
    if (design === null) throw new Error('broken invariant: files of a design without events');
    const failures: { name: string; text: string }[] = [];
    for (const { name } of await this.#running.whileAway(() => store.files(designId))) {
      if (!name.startsWith('failures/')) continue;
      const bytes = await this.#running.whileAway(() => store.file(designId, name));
      if (bytes !== null) failures.push({ name, text: new TextDecoder().decode(bytes) });
    }
    const files = filesOf(design, events, store.id, failures);
    for (const { name, text } of files)
      await this.#running.whileAway(() =>
        store.putFile(designId, epoch, name, new TextEncoder().encode(text)),
      );
    let reason: unknown;
    for (const waitMs of FILE_ATTEMPTS_MS) {
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      try {
        const written = await writeFiles(folderOf(settings.dataDir, designId), files);
        return this.#running.report({ type: 'report_files', files: written });
      } catch (error) {
        if (!isFault(error, 'write_failed')) throw error;
        reason = error;
        log.warn('files_not_written', { designId, error });
      }
    }
    this.#running.report({
      type: 'report_files_failed',
      detail: messageOf(reason).slice(0, 2_000),
    });
  }

  /** A row, and a file in the folder, before anything of the session is cleaned up (D1). */
  async #keepDiagnostics(name: string, text: string): Promise<void> {
    const { store, settings } = this.#parts;
    const { designId, epoch } = this.#running.lease;
    const file = `failures/${name}`;
    await store.putFile(designId, epoch, file, new TextEncoder().encode(text));
    await writeFiles(folderOf(settings.dataDir, designId), [{ name: file, text }]);
  }
}

/** The example shows what happens when a process dies: it is killed once, in the middle of its turn. */
function withRehearsedCrash(model: Model, design: Design, id: ParticipantId): Model {
  const kind = openRound(design)?.kind;
  const { sessions } = participantOf(design, id);
  const pid = sessions.at(-1)?.pid;
  const isCrashed = sessions.some(({ origin }) => origin === 'retry');
  if (id !== REHEARSAL_CRASH.participant || kind !== REHEARSAL_CRASH.kind) return model;
  if (isCrashed || pid == null) return model;
  return {
    ...model,
    call: (request, options) => {
      process.kill(pid, 'SIGKILL');
      return model.call(request, options);
    },
  };
}
