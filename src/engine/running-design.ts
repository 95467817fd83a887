/**
 * One design that this process owns. It takes people's commands from the inbox, one at a time, and
 * reports of its own effects, decides each, stores the events, and only then carries out the effects:
 *
 *   loaded → decide → commit → evolve → effects, thread, timer
 *
 * After an error that leaves its state in doubt, the design is dropped here. The next owner loads it anew.
 */

import { randomUUIDv7 } from 'node:crypto';
import type { Report } from '#design/commands.ts';
import { effectsOf } from '#design/effects.ts';
import type { DesignEvent } from '#design/events.ts';
import type { TurnId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import { timersOf } from '#design/timers.ts';
import type { Answer, DesignRow, InboxRow } from '#store/store.ts';
import { Fault } from '#support/fault.ts';
import { CommittedDesign } from './committed-design.ts';
import { decideWork, type Work } from './decide-work.ts';
import { logEvents } from './design-log.ts';
import { Effects } from './effects.ts';
import type { Parts } from './engine-parts.ts';
import type { Lease } from './lease.ts';
import { isLastCall } from './replies.ts';
import { type RunOutcome, runOutcomeOf, STOPPED } from './run-outcome.ts';
import type { Running } from './running.ts';
import { DesignThread } from './thread.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** A timer that fired a moment early, and changed nothing, is not set again at once. */
const SHORTEST_TIMER_MS = 25;

/** `answer_inbox`: its inbox is answered, no effect is carried out, and it is released. */
export type ClaimMode = 'run' | 'answer_inbox';

export interface Claim {
  readonly row: DesignRow;
  readonly lease: Lease;
  readonly mode: ClaimMode;
  /** The previous owner died at work (C18). */
  readonly hasOwnerCrashed: boolean;
}

export class RunningDesign {
  readonly lease: Lease;
  /** Resolves when all of its processes are gone. */
  readonly outcome: Promise<RunOutcome>;
  readonly #row: DesignRow;
  readonly #parts: Parts;
  readonly #over = new AbortController();
  readonly #committed: CommittedDesign;
  readonly #running: Running;
  readonly #effects: Effects;
  readonly #reports: Report[] = [];
  #thread: DesignThread | null = null;
  #hasUnreadInbox = true;
  #wake = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;
  #isWaitingForPlace = false;
  readonly #mode: ClaimMode;

  constructor({ row, lease, mode, hasOwnerCrashed }: Claim, parts: Parts) {
    const { signal } = this.#over;
    this.lease = lease;
    this.#row = row;
    this.#mode = mode;
    this.#parts = parts;
    this.#committed = new CommittedDesign(row, lease, signal, parts);
    this.#running = {
      lease,
      signal,
      design: () => {
        const { design } = this.#committed.loaded;
        if (design === null) throw new Error('broken invariant: an effect without a design');
        return design;
      },
      report: (report) => {
        this.#reports.push(report);
        this.#wake.resolve();
      },
      fail: (error) => this.#over.abort(error),
      retryUntilAborted: (work) => this.#committed.retryUntilAborted(work),
      retryAndFinish: (work) => this.#committed.retryAndFinish(work),
      waitForPlace: (isWaiting) => {
        this.#isWaitingForPlace = isWaiting;
        this.#show();
      },
      noteThread: () => this.#wake.resolve(),
    };
    this.#effects = new Effects(this.#running, parts);
    signal.addEventListener('abort', () => {
      this.#wake.resolve();
      void this.#effects.stopAll();
    });
    this.outcome = this.#run(hasOwnerCrashed);
  }

  /** The design as it is stored; `null`: its start waits in the inbox. */
  get design(): Design | null {
    return this.#committed.loaded.design;
  }

  /** Something was put into its inbox. */
  readInbox(): void {
    this.#hasUnreadInbox = true;
    this.#wake.resolve();
  }

  /** A gateway's socket is back, or people may write before their thread was known. */
  catchUp(): void {
    void this.#thread?.catchUp().then((hasFound) => hasFound && this.readInbox());
  }

  /** Ends its processes and calls; the next owner counts no crash. */
  async stop(): Promise<void> {
    this.#over.abort(STOPPED);
    await this.outcome;
  }

  /** Its lease is lost, or may be: nothing more is written, posted or called. */
  drop(why: string): void {
    this.lease.end();
    this.#over.abort(new Fault('lease_lost', why));
  }

  async #run(hasOwnerCrashed: boolean): Promise<RunOutcome> {
    try {
      await this.#committed.load();
      const { design } = this.#committed.loaded;
      if (design !== null) await this.#effects.readSpent(design);
      if (this.#mode === 'answer_inbox') {
        while (this.#hasUnreadInbox) await this.#answerInbox();
        return 'stopped';
      }
      if (design !== null) await this.#takeOver(design, hasOwnerCrashed);
      while (!this.#isDone) await this.#step();
      // Its thread shows the end: from now on nobody claims it.
      if (this.#thread !== null) await this.#committed.commit([], [], true);
      return 'ended';
    } catch (error) {
      const { aborted, reason } = this.#over.signal;
      return runOutcomeOf(aborted ? reason : error, this.lease.designId, this.#parts.log);
    } finally {
      this.#over.abort(STOPPED);
      clearTimeout(this.#timer);
      await Promise.all([this.#effects.stopAll(), this.#thread?.ended()]);
    }
  }

  /** Continues the work of the previous owner. */
  async #takeOver(design: Design, crashed: boolean): Promise<void> {
    const { designId, epoch } = this.lease;
    await this.#committed.retryUntilAborted(() => this.#parts.store.settleEarlier(designId, epoch));
    await this.#openThread(design);
    this.#show();
    await this.#thread?.catchUp();
    if (design.end === null) this.#running.report({ type: 'resume', crashed });
  }

  get #isDone(): boolean {
    const { design } = this.#committed.loaded;
    if (this.#hasUnreadInbox || this.#reports.length > 0) return false;
    return design?.end != null && (this.#thread === null || this.#thread.isCurrent);
  }

  async #step(): Promise<void> {
    this.#over.signal.throwIfAborted();
    if (this.#hasUnreadInbox) return this.#answerInbox();
    const reports = this.#reports.splice(0);
    if (reports.length > 0) return this.#handle(reports);
    await this.#wake.promise;
    this.#wake = Promise.withResolvers();
  }

  /** Takes its start first, then replies, so that a command that ends a wait counts everything people said before it. */
  async #answerInbox(): Promise<void> {
    this.#hasUnreadInbox = false;
    const { designId } = this.lease;
    const rows = await this.#committed.retryUntilAborted(() => this.#parts.store.inboxOf(designId));
    const rankOf = ({ command: { type } }: InboxRow) =>
      type === 'start' ? 0 : type === 'reply' ? 1 : 2;
    for (const row of rows.toSorted((one, other) => rankOf(one) - rankOf(other))) {
      await this.#handle(row);
      if (this.#hasUnreadInbox) return;
    }
  }

  /** Decides on the loaded design, stores the events whole or not at all, and only then carries out the effects. */
  async #handle(work: Work): Promise<void> {
    const { design: before, version } = this.#committed.loaded;
    const at = Math.max(this.#parts.now(), before?.lastAt ?? 0);
    const stamp = { at, uuid: randomUUIDv7, spentOf: (id: TurnId) => this.#effects.spentOf(id) };
    let decided = decideWork(before, work, stamp);
    // Turns that this cuts short are ended first, and it is decided again, because the event records what they used (T7).
    if (await this.#effects.cutShort(decided.events)) decided = decideWork(before, work, stamp);
    const { events, refusal, rest, tooLate } = decided;
    const isRow = 'command' in work;
    // Before the last moment for replies passes, the thread is read once more (P5).
    if (isLastCall(events) && (await this.#thread?.catchUp())) return this.#again(work);

    const { designId } = this.lease;
    for (const turnId of tooLate) this.#parts.log.info('submission_too_late', { designId, turnId });
    if (events.length === 0 && !isRow) return this.#arm();
    const answer: Answer =
      refusal === null ? { ok: true, version: version + events.length } : { ok: false, refusal };
    const answers = isRow ? [{ inboxId: work.id, answer }] : [];
    if (await this.#committed.commit(events, answers)) {
      this.#reports.unshift(...rest);
      return this.#carryOut(before, events);
    }
    await this.#carryOut(before, await this.#committed.reload());
    this.#again(work);
  }

  #again(work: Work): void {
    this.#hasUnreadInbox = true;
    if (!('command' in work)) this.#reports.unshift(...work);
  }

  async #carryOut(before: Design | null, events: readonly DesignEvent[]): Promise<void> {
    this.#over.signal.throwIfAborted();
    const { design: after } = this.#committed.loaded;
    if (after === null) return;
    logEvents(events, before, after, this.#parts.log);
    if (this.#mode === 'answer_inbox') return;
    await this.#openThread(after);
    for (const effect of effectsOf(events, before, after)) this.#effects.start(effect);
    this.#effects.settle(after);
    this.#thread?.react(before, after);
    // Without a thread the questions can be seen as soon as they are stored.
    const canBeSeen = after.step === 'answering' && after.answering === null;
    if (canBeSeen && after.thread === null) this.#running.report({ type: 'report_questions_seen' });
    this.#arm();
    this.#show();
    if (events.some(({ type }) => type === 'thread_opened')) this.catchUp();
  }

  /** Sets the timer for the next moment that the design waits for. */
  #arm(): void {
    clearTimeout(this.#timer);
    const { design } = this.#committed.loaded;
    const dueAt = design === null ? null : timersOf(design);
    if (dueAt === null) return;
    const waitMs = Math.max(dueAt - this.#parts.now(), SHORTEST_TIMER_MS);
    const report = () => this.#running.report({ type: 'pass_time' });
    this.#timer = setTimeout(report, Math.min(waitMs, LONGEST_TIMER_MS));
  }

  async #openThread(design: Design): Promise<void> {
    const { chats, store, pace } = this.#parts;
    const chat = design.thread === null ? undefined : chats.get(design.thread.platform);
    if (this.#thread !== null || chat === undefined) return;
    const posts = await this.#committed.retryUntilAborted(() => store.posts(design.id));
    const isPosting = posts.some(({ messageId }) => messageId === '');
    const { key: pageKey, wasReleased } = this.#row;
    const facts = { posts, pageKey, quietMs: wasReleased && !isPosting ? 0 : pace.postMs };
    this.#thread = new DesignThread(chat, facts, this.#running, this.#parts);
  }

  #show(): void {
    this.#thread?.show(this.#isWaitingForPlace);
  }
}
