/**
 * The engine runs the designs that this daemon owns, and passes on what concerns others. What acts
 * and surfaces do to a design, they do by it.
 *
 * @example
 * const started = await engine.start(request).answered; // or a `No` with its reason
 * for await (const { seq, event } of engine.follow(id, 0, signal)) show(seq, event);
 */

import {
  type OutsideCommand,
  type Refusal,
  refuse,
  type StartDesign,
} from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Estimate } from '../core/vocabulary/estimate.ts';
import type { Settings } from '../core/vocabulary/event-parts.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Via } from '../core/vocabulary/via.ts';
import { dayStartOf } from '../foundation/day.ts';
import { BusyError, isStoreUnavailable } from '../foundation/fault.ts';
import { No } from '../foundation/no.ts';
import { awaitWithTimeout } from '../foundation/timeout.ts';
import type { DesignSummary, Forgotten, InboxAnswer, StoredEvent } from '../ports/store.ts';
import { IS_SET_ASIDE } from '../presentation/words/set-aside.ts';
import { dropBroken } from '../record/loading.ts';
import type { Asked, RecordQuestion, RecordQuestions } from './asking/record-questions.ts';
import { Changes, type Observer } from './commit/changes.ts';
import { UnavailableModels } from './effects/unavailable-models.ts';
import { Admissions } from './limits/admissions.ts';
import { Ceilings } from './limits/ceilings.ts';
import type { Counted } from './limits/counted.ts';
import { Estimates } from './limits/estimate.ts';
import {
  Inbox,
  type StoredCommand,
  type Storing,
  type Submitted,
  submit,
} from './ownership/inbox.ts';
import { assertRunnableHere, OwnedDesigns } from './ownership/owned-designs.ts';
import { SetAside, type SetAsideListener } from './ownership/set-aside.ts';
import type { Parts, SharedParts } from './parts/parts.ts';
import type { StartRequest } from './parts/start-request.ts';
import { type FailedWrite, type Waiting, Waits } from './parts/waits.ts';
import { findEarlierDecisions } from './starting/earlier-decisions.ts';
import { type NotAgain, previewRetry } from './starting/retrying.ts';
import {
  findPersonaProblem,
  lookUp,
  makeStartCommand,
  makeSuccessorCommand,
  refuseStart,
  termsOf,
} from './starting/starting.ts';

/** `fresh`: false if an earlier, equivalent request started the design. */
type Started = { readonly design: Design; readonly fresh: boolean } | No<Refusal>;
type Retried = Started | No<Refusal | NotAgain>;

/** More events than can ever follow an end. */
const LAST_EVENTS = 1_000;
/**
 * Milliseconds that `stop` waits for the store to release this process, and again for its
 * connections to close.
 */
const LEAVE_MS = 2_000;

/** All designs, for this process: the interface for gateways, the HTTP API and the command line. */
export class Engine {
  readonly parts: SharedParts;
  readonly #parts: Parts;
  readonly #estimates: Estimates;
  readonly #admissions: Admissions;
  readonly #owned: OwnedDesigns;
  readonly #inbox: Inbox;
  readonly #ceilings: Ceilings;
  #questions: Promise<RecordQuestions> | null = null;
  readonly #changes: Changes;
  readonly #waits: Waits;
  readonly #setAside: SetAside;
  readonly #unavailableModels: UnavailableModels;
  #stopped: Promise<void> | null = null;

  constructor(givenParts: Parts) {
    this.#setAside = new SetAside(givenParts);
    this.#unavailableModels = new UnavailableModels(givenParts.log, givenParts.clock);
    const parts = {
      ...givenParts,
      store: this.#setAside.watch(givenParts.store),
      callModel: this.#unavailableModels.watch(givenParts.callModel),
    };
    this.parts = parts;
    this.#parts = parts;
    this.#waits = new Waits(parts);
    this.#estimates = new Estimates(parts);
    this.#admissions = new Admissions(parts, this.#estimates);
    this.#changes = new Changes({ ...parts, waits: this.#waits });
    this.#ceilings = new Ceilings({ ...parts, waits: this.#waits });
    this.#owned = new OwnedDesigns({
      ...parts,
      waits: this.#waits,
      changes: this.#changes,
      ceilings: this.#ceilings,
    });
    this.#setAside.listen((id) => this.#owned.abandon(id));
    this.#inbox = new Inbox(parts, this.#owned, this.#changes);
  }

  get isStopping(): boolean {
    return this.#stopped !== null;
  }

  get openDesigns(): number {
    return this.#owned.open;
  }

  /** How many designs this process gave up because they hung. */
  get hungDesigns(): number {
    return this.#owned.hung;
  }

  /** Aborted when even a design's failure could not be recorded, with that error as the reason. */
  get recordingFailure(): AbortSignal {
    return this.#owned.recordingFailure;
  }

  get models(): Pick<UnavailableModels, 'permanent' | 'temporary'> {
    return this.#unavailableModels;
  }

  observe(observer: Observer): void {
    this.#changes.observe(observer);
  }

  /**
   * Calls back for each change of any design that this process learns of. The listener must not
   * throw.
   */
  onChange(listener: (id: DesignId) => void): Disposable {
    return this.#changes.listen(listener);
  }

  /** Calls back for each design that this process has set aside. The listener must not throw. */
  onSetAside(listener: SetAsideListener): void {
    this.#setAside.listen(listener);
  }

  /** Calls back after each failed attempt at the store or at files. The listener must not throw. */
  onFailedWrite(listener: (what: FailedWrite) => void): void {
    this.#waits.onFailedWrite(listener);
  }

  /**
   * Calls back when something about this design waits, then every ten seconds while a write fails.
   * The listener must not throw.
   */
  onWaiting(id: DesignId, listener: (waiting: Waiting) => void): Disposable {
    return this.#waits.listen(id, listener);
  }

  /**
   * Starts a design whole or not at all. Refuses an invalid request in words for the requester. A
   * `key` used before returns the design started with it.
   */
  start(request: StartRequest, key: string = this.parts.identifiers.uuid()): Submitted<Started> {
    return submit<Started, Refusal>(
      this.#storeStart(request, key),
      (inboxEntry) => this.#awaitStart(inboxEntry),
      (no) => no,
    );
  }

  /**
   * Refuses beforehand what `start` refuses at any time; `null` if a design can begin with this
   * request as it is. The limits of the day, which others use up meanwhile, hold only in `start`.
   */
  refuse(request: StartRequest): Refusal | null {
    const parts = this.#parts;
    return this.#refusePersonas(request) ?? refuseStart(makeStartCommand(request, parts), parts);
  }

  /** Estimates cost and time of a design that would be started like this; `null` in a rehearsal. */
  estimate(request: StartRequest): Promise<Estimate | null> {
    return this.#estimates.of(termsOf(request, this.#parts));
  }

  /** Ceiling in USD of a design that would be started like this; `null` for none. */
  budgetUsd(request: StartRequest): number | null {
    return termsOf(request, this.#parts).settings.budgetUsd;
  }

  /** USD spent by designs started today (UTC), and the day's ceiling; `null` for none. */
  async readSpendingToday(): Promise<{
    readonly spentUsd: number;
    readonly budgetUsd: number | null;
  }> {
    const { store, clock, budgetUsdPerDay: budgetUsd } = this.#parts;
    const { spentUsd } = await store.sumSpentSince(dayStartOf(clock.now()));
    return { spentUsd, budgetUsd };
  }

  /** Refusal for starting more designs today, in words for the person; `null` if they may. */
  refusalForMoreToday(who: Counted): Promise<string | null> {
    return this.#admissions.refusalForMore(who);
  }

  design(id: DesignId): Promise<Design | null> {
    return this.#owned.design(id);
  }

  /** Design of a listed row; `null` if it is set aside, or has to be. */
  async loadListed({
    id,
    setAside,
  }: Pick<DesignSummary, 'id' | 'setAside'>): Promise<Design | null> {
    return setAside === undefined ? dropBroken(this.design(id)) : null;
  }

  /** Remains of a forgotten design; `null` for any other. */
  findForgotten(id: DesignId): Promise<Forgotten | null> {
    return this.#parts.store.findForgotten(id);
  }

  /**
   * Stores a command, and resolves when its design, at this daemon or another, has accepted or
   * refused it. Ended designs answer too. `key`: the sender's own id; sent again, it gets the same
   * answer and is not carried out twice.
   */
  command(
    designId: DesignId,
    command: Exclude<OutsideCommand, StartDesign>,
    key: string = this.parts.identifiers.uuid(),
  ): Submitted<InboxAnswer> {
    return submit<InboxAnswer, Refusal>(
      this.#storeCommand(designId, command, key),
      (inboxEntry) => this.#inbox.answer(inboxEntry),
      ({ why: refusal }) => ({ accepted: false, refusal }),
    );
  }

  /**
   * Answers a question about a design at a gate or after its end, and records both. `key`: as for a
   * command.
   */
  async ask(
    id: DesignId,
    question: RecordQuestion,
    key = this.parts.identifiers.uuid(),
  ): Promise<Asked> {
    this.#inbox.assertOpen();
    return (await this.#asking()).ask(id, question, key);
  }

  /** USD that a question about a design costs at most; `null` if it costs nothing or is unknown. */
  async questionPrice(design: Design): Promise<number | null> {
    return (await this.#asking()).mostUsd(design);
  }

  /** Loaded with the first question. */
  #asking(): Promise<RecordQuestions> {
    this.#questions ??= import('./asking/record-questions.ts').then(
      ({ RecordQuestions: Questions }) => new Questions(this.#parts, this, this.#ceilings),
    );
    return this.#questions;
  }

  /** Previews a retry, by the same function that `retry` uses. */
  previewRetry(design: Design): ReturnType<typeof previewRetry> {
    return previewRetry(design, this.#parts);
  }

  /**
   * Runs a design again. Of concurrent retries, at any daemon, one runs and answers all.
   * `settings`: differences from the earlier design, for example because people are there to answer
   * now. `starter`: the platform's id of the person who asks. `isOperators`: as in a start.
   */
  retry(
    design: Design,
    startedBy: string,
    settings: Partial<Settings> = {},
    starter = '',
    {
      via,
      isOperators = false,
    }: { readonly via?: Via | undefined; readonly isOperators?: boolean } = {},
  ): Submitted<Retried> {
    const storing = this.#storeRetry(design, { startedBy, via, starter, settings }, isOperators);
    const answer = async (inboxEntry: StoredCommand): Promise<Retried> => {
      if (!inboxEntry.fresh) this.#parts.log.warn('retry_refused_busy', { designId: design.id });
      return this.#awaitStart(inboxEntry);
    };
    return submit(storing, answer, (no) => no);
  }

  /**
   * Yields every event after `since`, in order, without gaps or repeats, then live ones, until
   * aborted or until the store has gone back to before a yielded event. `design` is never behind a
   * yielded event.
   */
  async *follow(id: DesignId, since: number, signal: AbortSignal): AsyncGenerator<StoredEvent> {
    for await (const storedEvent of this.#changes.follow(id, since, signal)) {
      await this.#owned.waitUntilReached(id, storedEvent.seq, signal);
      if (signal.aborted) return;
      yield storedEvent;
    }
  }

  /**
   * Yields events until the design can produce no more: it has ended, and late results, like a
   * cancelled design's files, are recorded.
   */
  async *course(id: DesignId, since: number, signal: AbortSignal): AsyncGenerator<StoredEvent> {
    let last = since;
    let hasEnded = false;
    for await (const storedEvent of this.follow(id, since, signal)) {
      last = storedEvent.seq;
      yield storedEvent;
      hasEnded = storedEvent.event.type === 'design_ended';
      if (hasEnded) break;
    }
    if (signal.aborted || !hasEnded) return;
    await this.waitUntilSettled(id);
    const rest = () => this.#parts.store.events(id, last, LAST_EVENTS);
    yield* await this.#waits.retryWhileUnavailable(rest, id, signal);
  }

  /** Adopts every due design from now on, beginning with those left by an earlier process. */
  adoptDueDesigns(): Promise<void> {
    return this.#owned.adoptDueDesigns();
  }

  /**
   * Resolves when this process has nothing left to do for the design: it has ended and its files
   * are written.
   */
  waitUntilSettled(id: DesignId): Promise<void> {
    return this.#owned.waitUntilSettled(id);
  }

  /** Throws `Fault` for a design that this process must not adopt. */
  assertRunnable(design: Design | null): void {
    assertRunnableHere(design, this.#parts);
  }

  /** Resolves when this process has nothing left to do for any ended design. */
  waitUntilEndedSettled(): Promise<void> {
    return this.#owned.waitUntilEndedSettled();
  }

  /**
   * Stops: takes no new work, releases running designs, and resolves when every child process has
   * ended.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { sessions, fleet, store } = this.#parts;
    this.#inbox.close();
    this.#setAside.close();
    const stopping = this.#owned.stop();
    await sessions.close();
    await stopping;
    this.#changes.close();
    await this.#awaitAtMost(fleet.leave(), 'fleet_not_left');
    await this.#awaitAtMost(store.close(), 'store_not_closed');
  }

  /** Waits for the work at most `LEAVE_MS`; it may continue after that. Logs a failure. */
  async #awaitAtMost(work: Promise<void>, event: string): Promise<void> {
    const { clock, log } = this.#parts;
    // An unavailable store loses nothing by that: it notices by itself that this process is gone.
    const leaving = work.catch((error) =>
      log[isStoreUnavailable(error) ? 'debug' : 'warn'](event, { error }),
    );
    await awaitWithTimeout(leaving, LEAVE_MS, () => undefined, clock);
  }

  #refusePersonas({ personas }: StartRequest): Refusal | null {
    const problem = findPersonaProblem(this.#parts.personas, personas);
    return problem === null ? null : refuse('unknown_reference', problem, 'personas');
  }

  async #storeStart(request: StartRequest, key: string): Storing {
    const refusal = this.#refusePersonas(request);
    if (refusal !== null) return new No(refusal);
    const lookups = await lookUp(request, this.#parts);
    return this.#storeDesign(
      makeStartCommand(request, this.#parts, lookups),
      key,
      request.isOperators === true,
    );
  }

  async #storeRetry(
    design: Design,
    by: Parameters<typeof makeSuccessorCommand>[1],
    isOperators: boolean,
  ): Storing<Refusal | NotAgain> {
    const preview = await this.previewRetry(design);
    if (preview instanceof No) return preview;
    const earlier = await findEarlierDecisions(design, design.id, this.#parts);
    const command = makeSuccessorCommand(design, { ...by, earlier }, this.#parts);
    return this.#storeDesign(command, `retry ${design.id}`, isOperators);
  }

  async #storeDesign(startCommand: StartDesign, key: string, isOperators: boolean): Storing {
    this.#inbox.assertOpen();
    const refusal = refuseStart(startCommand, this.#parts);
    if (refusal !== null) return new No(refusal);
    const expected = startCommand.rehearsal
      ? {}
      : { expected: await this.#estimates.turns(startCommand) };
    const command = { ...startCommand, ...expected };
    const store = (starts: number) => this.#inbox.store(command.designId, command, key, starts);
    return this.#admissions.admit(command, key, isOperators, store);
  }

  async #storeCommand(
    designId: DesignId,
    command: Exclude<OutsideCommand, StartDesign>,
    key: string,
  ): Storing {
    this.#inbox.assertOpen();
    const summary = await this.#parts.store.summary(designId);
    if (summary?.setAside !== undefined) return new No(refuse('not_open', IS_SET_ASIDE));
    if (summary === null) return new No(refuse('not_started', 'There is no such design.'));
    return this.#inbox.store(designId, command, key);
  }

  async #awaitStart(inboxEntry: StoredCommand): Promise<Started> {
    const { designId, fresh } = inboxEntry;
    const answer = await this.#inbox.answer(inboxEntry);
    if (!answer.accepted) return new No(answer.refusal);
    const design = await this.design(designId);
    // The store went back meanwhile; the same request starts it again.
    if (design === null) throw new BusyError(designId);
    return { design, fresh };
  }
}
