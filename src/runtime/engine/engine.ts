import type { Refusal, StartDesign } from '../../core/commands.ts';
import { decide } from '../../core/decide.ts';
import type { Design } from '../../core/design.ts';
import type { Settings } from '../../core/events.ts';
import type { DesignId } from '../../core/ids.ts';
import { type RetryReason, shouldRetry } from '../../core/policy/should-retry.ts';
import { BusyError } from '../busy.ts';
import { Fault } from '../fault.ts';
import { uuidsFrom } from '../ports/identifiers.ts';
import type { Commit, InboxAnswer, InboxEntry, OutsideCommand, StoredEvent } from '../ports/store.ts';
import { redacted } from '../redacted.ts';
import { waitUntil } from '../turn/waiting.ts';
import { Changes } from './changes.ts';
import { dayBudgetProblem } from './day-budget.ts';
import { Hosts } from './hosts.ts';
import { loadHeld } from './loading.ts';
import type { Parts } from './parts.ts';
import { retryQuestion } from './retrying.ts';
import { choosable, type StartRequest, startCommand, successorCommand, unknownPersonas } from './starting.ts';

export type Started =
  | { readonly ok: true; readonly design: Design }
  | { readonly ok: false; readonly refusal: Refusal };
export type Retried =
  | Started
  | { readonly ok: false; readonly busy: true }
  | { readonly ok: false; readonly reason: RetryReason };

/** Sees every commit of this process, after it is stored: for metrics and the like. Must not throw. */
export type Observer = (commit: Commit) => void;

const ignored = (): void => undefined;
const STOPPING = 'Charrette is stopping. Try again in a moment.';
/** Events read at a time while following a design. */
const FOLLOW_PAGE = 200;
/** Milliseconds between two looks at a design that another daemon may be working on: the fallback for lost hints. */
const POLL_MS = 1_000;
/** Milliseconds that whoever asks for something waits until it is carried out, perhaps by another daemon. */
const ANSWER_MS = 10_000;
/** Milliseconds that `stop` gives the store to take note. */
const LEAVE_MS = 2_000;
/** Milliseconds in which its connections are closed. */
const CLOSE_MS = 2_000;

/** All designs, as far as this process is concerned: what gateways, the HTTP API and the command line work with. */
export class Engine {
  readonly #parts: Parts;
  readonly #hosts: Hosts;
  readonly #changes = new Changes();
  readonly #observers: Observer[] = [];
  #stopped: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#hosts = new Hosts(parts, {
      committed: (commit) => this.#committed(commit),
      changed: (id) => this.#changes.announce(id),
    });
  }

  get parts(): Parts {
    return this.#parts;
  }

  get isStopping(): boolean {
    return this.#stopped !== null;
  }

  observe(observer: Observer): void {
    this.#observers.push(observer);
  }

  /**
   * Refuses what is not in order, with words for whoever asked; starts nothing by halves. A `key` that was used
   * before brings the design that was started with it. `stored` is called as soon as the request cannot be lost any
   * more, which may be long before it is carried out. Throws `BusyError` when nobody took it up in time.
   */
  async start(
    request: StartRequest,
    key: string = this.#parts.identifiers.uuid(),
    stored: () => void = ignored,
  ): Promise<Started> {
    const unknown = unknownPersonas(this.#parts.personas, request.personas);
    if (unknown.length > 0) {
      const known = choosable(this.#parts.personas).join(', ');
      const message = `There is no persona ${unknown.join(', ')}. The personas are ${known}.`;
      return { ok: false, refusal: { code: 'unknown_reference', message } };
    }
    const spentUp = await dayBudgetProblem(this.#parts);
    if (spentUp !== null) return { ok: false, refusal: { code: 'not_open', message: spentUp } };
    const { started } = await this.#begin(
      startCommand(redacted(request, this.#parts.redact), this.#parts),
      key,
      stored,
    );
    return started;
  }

  /** The design as it stands now; `null` if there is none with this id. */
  async design(id: DesignId): Promise<Design | null> {
    const { store, fold } = this.#parts;
    return this.#hosts.design(id) ?? (await loadHeld(store, id, fold)).design;
  }

  /**
   * P5: stores a command, and answers when its design has taken or refused it, whichever daemon that is at. A design
   * that has ended answers too. `key` is the sender's own id of it: sent again, it is answered again and not carried
   * out twice. `stored` is called as soon as it cannot be lost any more. Throws `BusyError` when nobody handled it in
   * time; it is not lost then.
   */
  async command(
    designId: DesignId,
    command: Exclude<OutsideCommand, StartDesign>,
    key: string = this.#parts.identifiers.uuid(),
    stored: () => void = ignored,
  ): Promise<InboxAnswer> {
    this.#assertOpen();
    const { store, clock, redact } = this.#parts;
    if ((await store.summary(designId)) === null) {
      const message = 'There is no such design.';
      return { accepted: false, refusal: { code: 'not_started', message } };
    }
    const entry = { id: key, designId, command: redacted(command, redact), receivedAt: clock.now() };
    const accepted = await this.#accept(entry);
    if ('refusal' in accepted) return { accepted: false, ...accepted };
    stored();
    return this.#answered(designId, key);
  }

  /** A6: whether running this design again would be allowed, by the very function that `retry` asks. */
  async retryPreview(design: Design): Promise<{ readonly retry: boolean; readonly reason: RetryReason }> {
    return shouldRetry(await retryQuestion(design, this.#parts));
  }

  /**
   * A8: of several retries at once, at any daemons, one runs and the others are told that it is busy. `settings` is
   * what differs from those of the design before: whether somebody is there to answer may have changed. `starter` is
   * the platform's id of whoever asks.
   */
  async retry(
    design: Design,
    startedBy: string,
    settings: Partial<Settings> = {},
    starter = '',
    stored: () => void = ignored,
  ): Promise<Retried> {
    const { retry, reason } = await this.retryPreview(design);
    if (!retry) return { ok: false, reason };
    const command = successorCommand(design, { startedBy, starter, settings }, this.#parts.identifiers);
    const { fresh, started } = await this.#begin(command, `retry ${design.id}`, stored);
    if (fresh || !started.ok) return started;
    this.#parts.log.warn('retry_refused_busy', { designId: design.id });
    return { ok: false, busy: true };
  }

  /** A13: every event after `since`, in order, without gaps or repeats, and then live, until aborted. */
  async *follow(id: DesignId, since: number, signal: AbortSignal): AsyncGenerator<StoredEvent> {
    let last = since;
    while (!signal.aborted) {
      const changed = this.#changedOrLater(id, signal);
      const page = await this.#parts.store.events(id, last, FOLLOW_PAGE);
      for (const stored of page) {
        if (signal.aborted) return;
        last = stored.seq;
        yield stored;
      }
      if (page.length === 0) await changed;
    }
  }

  /** C18: from now on takes up whatever is due, first of all what an earlier process left. */
  takeUpWork(): Promise<void> {
    return this.#hosts.takeUpWork();
  }

  /** Resolves when nothing is left to do for this design in this process: it has ended and its files are written. */
  settled(id: DesignId): Promise<void> {
    return this.#hosts.settled(id);
  }

  /** No new work; what runs is handed over; every child process is gone when this resolves. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { models, sessions, fleet, store } = this.#parts;
    const stopped = this.#hosts.stop();
    models.close();
    await sessions.close();
    await stopped;
    this.#changes.close();
    // A store that is away learns by itself that this process is gone.
    await this.#within(LEAVE_MS, fleet.leave(), 'fleet_not_left');
    await this.#within(CLOSE_MS, store.close(), 'store_not_closed');
  }

  /** What takes longer goes on unheeded; what fails is logged. */
  async #within(boundMs: number, work: Promise<void>, event: string): Promise<void> {
    const { clock, log } = this.#parts;
    const over = new AbortController();
    const done = work.catch((error) => log.warn(event, { error }));
    await Promise.race([done, waitUntil(clock, clock.now() + boundMs, over.signal)]);
    over.abort();
  }

  /** `fresh` is false when this key was used before: the design is then the one that was started with it. */
  async #begin(
    command: StartDesign,
    key: string,
    stored: () => void,
  ): Promise<{ readonly fresh: boolean; readonly started: Started }> {
    this.#assertOpen();
    const { clock, log } = this.#parts;
    const entry = { id: key, designId: command.designId, command, receivedAt: clock.now() };
    const accepted = await this.#accept(entry);
    if ('refusal' in accepted) return { fresh: true, started: { ok: false, ...accepted } };
    stored();
    const { fresh, designId } = accepted;
    const answer = await this.#answered(designId, key);
    if (!answer.accepted) return { fresh, started: { ok: false, refusal: answer.refusal } };
    const design = await this.design(designId);
    if (design === null) throw new Error('broken invariant: a design started without a state');
    if (fresh) log.info('design_started', { designId, successorOf: command.successorOf });
    return { fresh, started: { ok: true, design } };
  }

  /** What cannot even be stored is refused at once, in the words that its design would have for it. */
  async #accept(
    entry: InboxEntry,
  ): Promise<{ readonly refusal: Refusal } | { readonly fresh: boolean; readonly designId: DesignId }> {
    const { store, clock, identifiers } = this.#parts;
    try {
      return await store.accept(entry);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'invalid_record') throw error;
      const stamp = { at: clock.now(), uuids: uuidsFrom(identifiers) };
      const tried = decide(await this.design(entry.designId), entry.command, stamp);
      return { refusal: tried.accepted ? { code: 'invalid', message: error.message } : tried.refusal };
    }
  }

  /** It is stored by now: whatever becomes of one delivery, it is delivered again, or its answer found elsewhere. */
  async #answered(designId: DesignId, key: string): Promise<InboxAnswer> {
    const { store, clock } = this.#parts;
    const until = clock.now() + ANSWER_MS;
    for (;;) {
      const late = new AbortController();
      const changed = this.#changedOrLater(designId, late.signal);
      await Promise.race([this.#deliver(designId), waitUntil(clock, until, late.signal)]);
      const answer = await store.answerTo(key);
      if (answer === null && clock.now() < until && !this.isStopping) await changed;
      late.abort();
      if (answer !== null) return answer;
      if (clock.now() >= until || this.isStopping) throw new BusyError(designId);
    }
  }

  async #deliver(designId: DesignId): Promise<void> {
    try {
      await this.#hosts.deliver(designId);
    } catch (error) {
      this.#parts.log.warn('mail_not_read', { designId, error });
    }
  }

  async #changedOrLater(id: DesignId, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const either = new AbortController();
    const both = AbortSignal.any([signal, either.signal]);
    await Promise.race([this.#changes.next(id, both), waitUntil(clock, clock.now() + POLL_MS, both)]);
    either.abort();
  }

  #committed(commit: Commit): void {
    for (const observer of this.#observers) observer(commit);
    this.#changes.announce(commit.designId);
    this.#parts.fleet.tell('changed', commit.designId);
  }

  #assertOpen(): void {
    if (this.isStopping) throw new Fault('store_unavailable', STOPPING);
  }
}
