import type { QuestionPrice } from '../acts/asking/price.ts';
import { type Asked, type RecordQuestion, RecordQuestions } from '../acts/asking/record-questions.ts';
import { IS_SET_ASIDE } from '../core/presentation/run/set-aside.ts';
import { refusalForBotsName } from '../core/questions/own-name.ts';
import { type OutsideCommand, type Refusal, refuse, type StartDesign } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Settings } from '../core/vocabulary/events.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Via } from '../core/vocabulary/via.ts';
import { dayBeganAt } from '../foundation/day.ts';
import { withTimeout } from '../foundation/timeout.ts';
import { Changes, type Observer } from './commit/changes.ts';
import { type RetryPreview, retryPreview } from './commit/retrying.ts';
import type { Parts, SharedParts } from './design/parts.ts';
import { type FailedWrite, type Waiting, Waits } from './design/waits.ts';
import { ModelOutages } from './effects/model-outages.ts';
import { Admissions } from './limits/admissions.ts';
import { Ceilings } from './limits/ceilings.ts';
import type { Counted } from './limits/counted.ts';
import { type Estimate, Estimates } from './limits/estimate.ts';
import { Inbox, type Stored, type Storing, type Submitted, submitted } from './ownership/inbox.ts';
import { assertRunnableHere, OwnedDesigns } from './ownership/owned-designs.ts';
import { SetAside, type SetAsideListener } from './ownership/set-aside.ts';
import type { Forgotten } from './ports/removals.ts';
import type { InboxAnswer, StoredEvent } from './ports/store.ts';
import { carriedFrom } from './starting/carried.ts';
import { lessonsAgain } from './starting/lessons.ts';
import type { StartRequest } from './starting/start-request.ts';
import {
  choosable,
  lookUp,
  refusalForStart,
  startCommand,
  successorCommand,
  termsAsked,
  unknownPersonas,
} from './starting/starting.ts';
import { type ChatFailures, ChatRefusals } from './thread/chat-refusals.ts';

/**
 * The result of a start. `fresh` is false if an earlier request has started it: the same one again, or another for the same.
 */
type Started = { readonly ok: true; readonly design: Design; readonly fresh: boolean } | NotStarted;
type NotStarted = { readonly ok: false; readonly refusal: Refusal };
export type Retried = Started | ({ readonly ok: false } & Omit<RetryPreview, 'retry'>);

/** Far more events than can follow an end. */
const LAST_EVENTS = 1_000;
/** Milliseconds that `stop` waits for the store to let this process leave, and again for its connections to close. */
const LEAVE_MS = 2_000;

/** All designs, for this process: gateways, the HTTP API and the command line work with this. */
export class Engine {
  readonly parts: SharedParts;
  readonly #parts: Parts;
  readonly #estimates: Estimates;
  readonly #admissions: Admissions;
  readonly #owned: OwnedDesigns;
  readonly #inbox: Inbox;
  readonly #questions: RecordQuestions;
  readonly #changes: Changes;
  readonly #waits: Waits;
  readonly #setAside: SetAside;
  readonly #modelOutages: ModelOutages;
  readonly #chatRefusals: ChatRefusals;
  #stopped: Promise<void> | null = null;

  constructor(given: Parts) {
    this.#setAside = new SetAside(given);
    this.#modelOutages = new ModelOutages(given.log, given.clock);
    this.#chatRefusals = new ChatRefusals(() => given.clock.now());
    const parts = {
      ...given,
      chats: given.chats.map((chat) => this.#chatRefusals.watched(chat)),
      store: this.#setAside.watched(given.store, (id) => this.design(id)),
      callModel: this.#modelOutages.watched(given.callModel),
    };
    this.parts = parts;
    this.#parts = parts;
    this.#waits = new Waits(parts);
    this.#estimates = new Estimates(parts);
    this.#admissions = new Admissions(parts, this.#estimates);
    this.#changes = new Changes({ ...parts, waits: this.#waits });
    const ceilings = new Ceilings({ ...parts, waits: this.#waits });
    this.#owned = new OwnedDesigns({ ...parts, waits: this.#waits, changes: this.#changes, ceilings });
    this.#setAside.listen((id) => this.#owned.abandon(id));
    this.#inbox = new Inbox(parts, this.#owned, this.#changes);
    this.#questions = new RecordQuestions(parts, this, ceilings);
  }

  get isStopping(): boolean {
    return this.#stopped !== null;
  }

  /** Designs that this process owns and that have not ended. */
  get openDesigns(): number {
    return this.#owned.open;
  }

  /** Aborted, with the error, when nothing more will come of a design here: not even its failure could be recorded. */
  get unrecorded(): AbortSignal {
    return this.#owned.unrecorded;
  }

  /** How the models do that this process has called. */
  get models(): Pick<ModelOutages, 'current' | 'failing' | 'isCalled'> {
    return this.#modelOutages;
  }

  /** Platforms that this process posts to. */
  get chatPlatforms(): string[] {
    return this.#parts.chats.map(({ platform }) => platform);
  }

  /** Returns how often calls of a platform have failed in this process. */
  chatFailures(platform: string): ChatFailures {
    return this.#chatRefusals.of(platform);
  }

  observe(observer: Observer): void {
    this.#changes.observe(observer);
  }

  /** Calls back for each change of any design, here or elsewhere, that this process learns of. The listener must not throw. */
  onChange(listener: (id: DesignId) => void): Disposable {
    return this.#changes.listen(listener);
  }

  /** Calls back for each design that this process has set aside. The listener must not throw. */
  onSetAside(listener: SetAsideListener): void {
    this.#setAside.listen(listener);
  }

  /** Calls back for each attempt at the store or at files that failed. The listener must not throw. */
  onFailedWrite(listener: (what: FailedWrite) => void): void {
    this.#waits.onFailedWrite(listener);
  }

  /** Calls back when something about this design waits, and every ten seconds while it lasts. The listener must not throw. */
  onWaiting(id: DesignId, listener: (waiting: Waiting) => void): Disposable {
    return this.#waits.listen(id, listener);
  }

  /**
   * Starts all of a design or nothing. Refuses an invalid request, with words for the requester. A `key` that was used before
   * returns the design started with it.
   */
  start(request: StartRequest, key: string = this.parts.identifiers.uuid()): Submitted<Started> {
    return submitted(this.#storeStart(request, key), (stored) => this.#started(stored));
  }

  /** Estimates the cost and time of a design that would be started so; `null` in a rehearsal. */
  estimate(request: StartRequest): Promise<Estimate | null> {
    return this.#estimates.of(termsAsked(request, this.#parts));
  }

  /** Returns its ceiling in USD if it were started so; `null` for none. */
  budgetUsd(request: StartRequest): number | null {
    return termsAsked(request, this.#parts).settings.budgetUsd;
  }

  /** Returns what designs that were started today (UTC) have cost so far, and the ceiling of a day; `null` for none. */
  async spentToday(): Promise<{ readonly spentUsd: number; readonly budgetUsd: number | null }> {
    const { store, clock, budgetUsdPerDay: budgetUsd } = this.#parts;
    const { spentUsd } = await store.spentSince(dayBeganAt(clock.now()));
    return { spentUsd, budgetUsd };
  }

  /** Returns why they may start no more designs today, in words for them; `null` if they may. */
  whyNotMoreToday(who: Counted): Promise<string | null> {
    return this.#admissions.whyNotMore(who);
  }

  /** Returns true if a further design of theirs would wait here until one pauses or ends. */
  isUsedUpBy(who: Counted): boolean {
    return this.#owned.isUsedUpBy(who);
  }

  /** Returns the design's current state; `null` if there is none with this id. */
  design(id: DesignId): Promise<Design | null> {
    return this.#owned.design(id);
  }

  /** Returns what is left of a design that an operator has forgotten (P12); `null` for any other. */
  forgotten(id: DesignId): Promise<Forgotten | null> {
    return this.#parts.removals.forgotten(id);
  }

  /**
   * Stores a command, and resolves when its design has accepted or refused it, at this daemon or another. A design that has
   * ended answers too. `key` is the sender's own id of it: sent again, it is answered again and not carried out twice (P5).
   */
  command(
    designId: DesignId,
    command: Exclude<OutsideCommand, StartDesign>,
    key: string = this.parts.identifiers.uuid(),
  ): Submitted<InboxAnswer> {
    return submitted(this.#storeCommand(designId, command, key), (stored) => this.#inbox.answer(stored));
  }

  /** Answers a question about a design at a gate or after its end, and records that (J14). `key`: as for a command. */
  ask(id: DesignId, question: RecordQuestion, key = this.parts.identifiers.uuid()): Promise<Asked> {
    this.#inbox.assertOpen();
    return this.#questions.ask(id, question, key);
  }

  /** Puts what a person was answered in private into the thread, with their question; `about`: its name, or a kind. */
  postAnswer(
    id: DesignId,
    about: string,
    signed: Omit<RecordQuestion, 'question'>,
    key: string,
  ): Promise<Asked> {
    this.#inbox.assertOpen();
    return this.#questions.post(id, about, signed, key);
  }

  /** Returns the design with what is not on its record: the address of its page, and if it can be published. */
  withSurroundings(design: Design): Design {
    return this.#questions.shown(design);
  }

  /** Returns the price of a question about a design; `null` where it costs nothing, or nobody knows. */
  questionPrice(design: Design): QuestionPrice | null {
    return this.#questions.price(design);
  }

  /** Estimates another run of this design, from where it begins to its end. */
  estimateAgain(design: Design): Promise<Estimate | null> {
    return this.#estimates.of({ ...design, carried: carriedFrom(design) });
  }

  /** Previews a retry, by the same function that `retry` asks (A6). */
  retryPreview(design: Design): Promise<RetryPreview> {
    return retryPreview(design, this.#parts);
  }

  /**
   * Runs a design again. Of several concurrent retries, at any daemons, one runs and answers all of them (A8). `settings` holds
   * differences from the earlier design: people may or may not be there to answer now. `starter` is the platform's id of the
   * person who asks, `via` their way in, and `isOperators` as in a start.
   */
  retry(
    design: Design,
    startedBy: string,
    settings: Partial<Settings> = {},
    starter = '',
    { via, isOperators = false }: { readonly via?: Via | undefined; readonly isOperators?: boolean } = {},
  ): Submitted<Retried> {
    const storing = this.#storeRetry(design, { startedBy, via, starter, settings }, isOperators);
    return submitted<Retried>(storing, async (stored) => {
      if (!stored.fresh) this.#parts.log.warn('retry_refused_busy', { designId: design.id });
      return this.#started(stored);
    });
  }

  /**
   * Yields every event after `since`, in order, without gaps or repeats, and then live ones, until aborted (A13). `design` is never
   * behind an event that was yielded.
   */
  async *follow(id: DesignId, since: number, signal: AbortSignal): AsyncGenerator<StoredEvent> {
    for await (const stored of this.#changes.follow(id, since, signal)) {
      await this.#owned.reached(id, stored.seq, signal);
      if (signal.aborted) return;
      yield stored;
    }
  }

  /**
   * Yields the same until nothing more will come: the design has ended and late results, like a cancelled one's files, are
   * recorded.
   */
  async *course(id: DesignId, since: number, signal: AbortSignal): AsyncGenerator<StoredEvent> {
    let last = since;
    for await (const stored of this.follow(id, since, signal)) {
      last = stored.seq;
      yield stored;
      if (stored.event.type === 'design_ended') break;
    }
    if (signal.aborted) return;
    await this.settled(id);
    const rest = () => this.#parts.store.events(id, last, LAST_EVENTS);
    yield* await this.#waits.retryWhileUnavailable(rest, id, signal);
  }

  /** Adopts every design that is due from now on, beginning with those an earlier process left (C18). */
  adoptDueDesigns(): Promise<void> {
    return this.#owned.adoptDueDesigns();
  }

  /** Resolves when there is nothing left to do for this design in this process: it has ended and its files are written. */
  settled(id: DesignId): Promise<void> {
    return this.#owned.settled(id);
  }

  /** Throws `Fault` for a design that this process must not adopt. */
  assertRunnable(design: Design | null): void {
    assertRunnableHere(design, this.#parts);
  }

  /** Resolves when there is nothing left to do in this process for any design that has ended: their files are written. */
  endedSettled(): Promise<void> {
    return this.#owned.endedSettled();
  }

  /** Stops: takes no new work, releases running designs, and has ended every child process when this resolves. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { sessions, fleet, store } = this.#parts;
    this.#inbox.close();
    this.#setAside.close();
    const stopped = this.#owned.stop();
    await sessions.close();
    await stopped;
    this.#changes.close();
    // A store that is away learns by itself that this process is gone.
    await this.#bounded(fleet.leave(), 'fleet_not_left');
    await this.#bounded(store.close(), 'store_not_closed');
  }

  /** Waits for the work up to a bound, then lets it continue. Logs a failure. */
  async #bounded(work: Promise<void>, event: string): Promise<void> {
    const { clock, log } = this.#parts;
    const done = work.catch((error) => log.warn(event, { error }));
    await withTimeout(done, LEAVE_MS, () => undefined, clock);
  }

  async #storeStart(request: StartRequest, key: string): Storing<NotStarted> {
    const unknown = unknownPersonas(this.#parts.personas, request.personas);
    if (unknown.length > 0) {
      const known = choosable(this.#parts.personas).join(', ');
      const message = `There is no persona ${unknown.join(', ')}. The personas are ${known}.`;
      return { refused: { ok: false, refusal: refuse('unknown_reference', message, 'personas') } };
    }
    const found = await lookUp(request, this.#parts);
    return this.#storeDesign(startCommand(request, this.#parts, found), key, request.isOperators === true);
  }

  async #storeRetry(
    design: Design,
    by: Parameters<typeof successorCommand>[1],
    isOperators: boolean,
  ): Storing<Retried> {
    const { retry, ...refused } = await this.retryPreview(design);
    if (!retry) return { refused: { ok: false, ...refused } };
    const lessons = await lessonsAgain(design, this.#parts);
    const command = successorCommand({ ...design, lessons }, by, this.#parts);
    return this.#storeDesign(command, `retry ${design.id}`, isOperators);
  }

  async #storeDesign(asked: StartDesign, key: string, isOperators: boolean): Storing<NotStarted> {
    this.#inbox.assertOpen();
    const refusal = refusalForStart(asked, this.#parts);
    if (refusal !== null) return { refused: { ok: false, refusal } };
    const message = await this.#admissions.admit(asked, key, isOperators);
    if (message !== null) return { refused: { ok: false, refusal: { code: 'not_open', message } } };
    let isStarting = false;
    try {
      const expected = asked.rehearsal ? {} : { expected: await this.#estimates.turns(asked) };
      const command = { ...asked, ...expected };
      const stored = await this.#inbox.store(command.designId, command, key);
      if ('refusal' in stored) return { refused: { ok: false, ...stored } };
      isStarting = stored.fresh;
      return stored;
    } finally {
      if (!isStarting) this.#admissions.release(asked.designId);
    }
  }

  async #storeCommand(
    designId: DesignId,
    command: Exclude<OutsideCommand, StartDesign>,
    key: string,
  ): Storing<InboxAnswer> {
    this.#inbox.assertOpen();
    const { store, personas } = this.#parts;
    const impostor = refusalForBotsName(
      personas.map(({ profile }) => profile),
      command,
    );
    if (impostor !== null) return { refused: { accepted: false, refusal: impostor } };
    const summary = await store.summary(designId);
    if (summary?.setAside !== undefined)
      return { refused: { accepted: false, refusal: refuse('not_open', IS_SET_ASIDE) } };
    if (summary === null) {
      const message = 'There is no such design.';
      return { refused: { accepted: false, refusal: { code: 'not_started', message } } };
    }
    const stored = await this.#inbox.store(designId, command, key);
    return 'refusal' in stored ? { refused: { accepted: false, ...stored } } : stored;
  }

  async #started(stored: Stored): Promise<Started> {
    const { designId, fresh } = stored;
    const answer = await this.#inbox.answer(stored).finally(() => this.#admissions.release(designId));
    if (!answer.accepted) return { ok: false, refusal: answer.refusal };
    const design = await this.design(designId);
    if (design === null) throw new Error('broken invariant: a design started without a state');
    return { ok: true, design, fresh };
  }
}
