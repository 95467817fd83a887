/**
 * One design that this process owns. It takes one command at a time, people's from the inbox and
 * reports of its own effects; decides it, stores what follows, and only then carries it out:
 *
 *   loaded → decide → commit → evolve → effects, thread, timer
 *
 * Whatever is in doubt is dropped here, and loaded anew by whoever claims the design next.
 */

import { randomUUIDv7 } from 'node:crypto';
import type { Report, Spent } from '#design/commands.ts';
import { decide } from '#design/decide.ts';
import { effectsOf } from '#design/effects.ts';
import type { DesignEvent } from '#design/events.ts';
import type { TurnId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import { timersOf } from '#design/timers.ts';
import type { Answer, DesignRow, InboxRow } from '#store/store.ts';
import { Fault, isFault } from '#support/fault.ts';
import { spentOf } from '#turns/spending.ts';
import { CommittedDesign } from './committed-design.ts';
import { Effects } from './effects.ts';
import type { Lease } from './lease.ts';
import type { Parts } from './parts.ts';
import { logStory } from './story.ts';
import { DesignThread } from './thread.ts';

/** `ended`: nothing is left to do. `broken`: it must not be gone on with here. */
export type Ending = 'ended' | 'stopped' | 'lost' | 'broken';

const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** A timer that came a moment early, and changed nothing, is not asked for again at once. */
const SHORTEST_TIMER_MS = 25;
const STOPPED = new Error('stopped');

export class RunningDesign {
  readonly lease: Lease;
  /** Resolves when all of its processes are gone. */
  readonly ending: Promise<Ending>;
  readonly #row: DesignRow;
  readonly #parts: Parts;
  readonly #over = new AbortController();
  readonly #committed: CommittedDesign;
  readonly #effects: Effects;
  readonly #reports: Report[] = [];
  /** By turns that were ended in the middle. */
  readonly #spent = new Map<TurnId, Spent>();
  #thread: DesignThread | null = null;
  #hasMail = true;
  #wake = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;
  #isWaitingForPlace = false;

  /** `crashed`: the owner before died; `null`: only the inbox is answered, and nothing is carried out. */
  constructor(row: DesignRow, lease: Lease, crashed: boolean | null, parts: Parts) {
    const { signal } = this.#over;
    this.lease = lease;
    this.#row = row;
    this.#parts = parts;
    this.#committed = new CommittedDesign(row, lease, signal, parts);
    this.#effects = new Effects(
      {
        lease,
        signal,
        design: () => this.#design,
        report: (report) => this.#report(report),
        fail: (error) => this.#over.abort(error),
        whileAway: (work) => this.#committed.whileAway(work),
        untilStored: (work) => this.#committed.untilStored(work),
        waitForPlace: (isWaiting) => {
          this.#isWaitingForPlace = isWaiting;
          this.#show();
        },
      },
      parts,
    );
    signal.addEventListener('abort', () => {
      this.#wake.resolve();
      void this.#effects.stopAll();
    });
    this.ending = this.#live(crashed);
  }

  /** Something was put into its inbox. */
  readInbox(): void {
    this.#hasMail = true;
    this.#wake.resolve();
  }

  /** A gateway's socket is back, or people may write before their thread was known. */
  catchUp(): void {
    void this.#thread?.catchUp().then((hasFound) => hasFound && this.readInbox());
  }

  /** Ends its processes and calls; the next owner counts no crash. */
  async stop(): Promise<void> {
    this.#over.abort(STOPPED);
    await this.ending;
  }

  /** The lease is lost, or nobody knows: nothing more is written, posted or called. */
  drop(why: string): void {
    this.lease.end();
    this.#over.abort(new Fault('lease_lost', why));
  }

  get #design(): Design {
    const { design } = this.#committed.loaded;
    if (design === null) throw new Error('broken invariant: an effect without a design');
    return design;
  }

  async #live(crashed: boolean | null): Promise<Ending> {
    try {
      await this.#committed.load();
      await this.#readSpent();
      if (crashed === null) {
        await this.#answerInbox();
        return 'stopped';
      }
      await this.#goOn(crashed);
      while (!this.#isDone) await this.#step();
      // Its thread shows the end: from now on nobody claims it.
      if (this.#thread !== null) await this.#committed.commit([], [], true);
      return 'ended';
    } catch (error) {
      return this.#endingOf(this.#over.signal.aborted ? this.#over.signal.reason : error);
    } finally {
      this.#over.abort(STOPPED);
      clearTimeout(this.#timer);
      await this.#effects.stopAll();
    }
  }

  /** What turns have used that an earlier owner began, by their records (T7). */
  async #readSpent(): Promise<void> {
    const { store } = this.#parts;
    const { designId } = this.lease;
    for (const { id, outcome } of this.#committed.loaded.design?.turns ?? []) {
      if (outcome !== 'open') continue;
      const turn = await this.#committed.whileAway(() => store.turn(designId, id));
      this.#spent.set(id, spentOf(turn?.trace ?? []));
    }
  }

  /** Takes up what the owner before had begun. */
  async #goOn(crashed: boolean): Promise<void> {
    const { designId, epoch } = this.lease;
    await this.#committed.whileAway(() => this.#parts.store.settleEarlier(designId, epoch));
    const { design } = this.#committed.loaded;
    if (design === null) return;
    await this.#openThread(design);
    this.#show();
    await this.#thread?.catchUp();
    if (design.end === null) this.#report({ type: 'resume', crashed });
  }

  get #isDone(): boolean {
    const { design } = this.#committed.loaded;
    if (this.#hasMail || this.#reports.length > 0) return false;
    // A start that was refused.
    if (design === null) return true;
    return design.end !== null && (this.#thread === null || this.#thread.isCurrent);
  }

  async #step(): Promise<void> {
    this.#over.signal.throwIfAborted();
    if (this.#hasMail) return this.#answerInbox();
    const report = this.#reports.shift();
    if (report !== undefined) return this.#handle(report);
    await this.#wake.promise;
    this.#wake = Promise.withResolvers();
  }

  /** Replies first: what ends a wait is decided with all that was said before it. */
  async #answerInbox(): Promise<void> {
    this.#hasMail = false;
    const { designId } = this.lease;
    const rows = await this.#committed.whileAway(() => this.#parts.store.inboxOf(designId));
    const isReply = ({ command }: InboxRow) => command.type === 'reply';
    for (const row of [...rows.filter(isReply), ...rows.filter((each) => !isReply(each))]) {
      await this.#handle(row);
      if (this.#hasMail) return;
    }
  }

  /** Decided on what is loaded, stored whole or not at all, and only then carried out. */
  async #handle(work: Report | InboxRow): Promise<void> {
    const [command, inboxId] = 'command' in work ? [work.command, work.id] : [work, null];
    const { design: before, version } = this.#committed.loaded;
    const at = Math.max(this.#parts.now(), before?.lastAt ?? 0);
    const stamp = { at, uuid: randomUUIDv7, spentOf: (id: TurnId) => this.#spent.get(id) };
    let decided = decide(before, command, stamp);
    if (decided.accepted && (await this.#hasCutTurns(decided.events)))
      decided = decide(before, command, stamp);
    const events = decided.accepted ? decided.events : [];
    if (events.length === 0 && inboxId === null) return this.#arm();
    if (await this.#hasMissedReplies(events)) return this.#again(work);

    const answer: Answer = decided.accepted
      ? { ok: true, version: version + events.length }
      : { ok: false, refusal: decided.refusal };
    const answers = inboxId === null ? [] : [{ inboxId, answer }];
    if (await this.#committed.commit(events, answers)) return this.#carryOut(before, events);
    await this.#carryOut(before, await this.#committed.reload());
    this.#again(work);
  }

  /** Turns that this ends in the middle are ended first: the event says what they have used (T7). */
  async #hasCutTurns(events: readonly DesignEvent[]): Promise<boolean> {
    const ended = events.flatMap((event) => (event.type === 'turn_finished' ? event.turnId : []));
    const used = await this.#effects.cutShort(ended);
    for (const [id, spent] of used) this.#spent.set(id, spent);
    return used.size > 0;
  }

  #again(work: Report | InboxRow): void {
    this.#hasMail = true;
    if (!('command' in work)) this.#reports.unshift(work);
  }

  async #carryOut(before: Design | null, events: readonly DesignEvent[]): Promise<void> {
    this.#over.signal.throwIfAborted();
    const { design: after } = this.#committed.loaded;
    if (after === null) return;
    logStory(events, before, after, this.#parts.log);
    await this.#openThread(after);
    for (const effect of effectsOf(events, before, after)) this.#effects.start(effect);
    this.#effects.settle(after);
    this.#thread?.react(before, after);
    // Without a thread the questions can be seen as soon as they are stored.
    const canBeSeen = after.step === 'answering' && after.answering === null;
    if (canBeSeen && this.#thread === null) this.#report({ type: 'report_questions_seen' });
    this.#arm();
    this.#show();
    if (events.some(({ type }) => type === 'thread_opened')) this.catchUp();
  }

  #report(report: Report): void {
    this.#reports.push(report);
    this.#wake.resolve();
  }

  /** Wakes at the next moment that the design waits for. */
  #arm(): void {
    clearTimeout(this.#timer);
    const { design } = this.#committed.loaded;
    const dueAt = design === null ? null : timersOf(design);
    if (dueAt === null) return;
    const waitMs = Math.max(dueAt - this.#parts.now(), SHORTEST_TIMER_MS);
    const report = () => this.#report({ type: 'pass_time' });
    this.#timer = setTimeout(report, Math.min(waitMs, LONGEST_TIMER_MS));
  }

  async #openThread(design: Design): Promise<void> {
    const { chats, store, pace } = this.#parts;
    const chat = design.thread === null ? undefined : chats.get(design.thread.platform);
    if (this.#thread !== null || chat === undefined) return;
    const posts = await this.#committed.whileAway(() => store.posts(design.id));
    const isPosting = posts.some(({ messageId }) => messageId === '');
    this.#thread = new DesignThread({
      chat,
      posts,
      pageKey: this.#row.key,
      quietMs: this.#row.wasReleased && !isPosting ? 0 : pace.postMs,
      lease: this.lease,
      signal: this.#over.signal,
      report: (report) => this.#report(report),
      changed: () => this.#wake.resolve(),
      fail: (error) => this.#over.abort(error),
      whileAway: (work) => this.#committed.whileAway(work),
      parts: this.#parts,
    });
  }

  #show(): void {
    const { design } = this.#committed.loaded;
    if (design !== null) this.#thread?.show(design, this.#isWaitingForPlace);
  }

  /** Before a reply can come too late for a text, the thread is read once more (P5). */
  async #hasMissedReplies(events: readonly DesignEvent[]): Promise<boolean> {
    const isLastCall = events.some(
      (event) =>
        event.type === 'gate_opened' ||
        (event.type === 'round_opened' && ['matching', 'draft', 'revision'].includes(event.kind)),
    );
    return isLastCall && this.#thread !== null && (await this.#thread.catchUp());
  }

  #endingOf(error: unknown): Ending {
    const { log } = this.#parts;
    const { designId } = this.lease;
    if (error === STOPPED) return 'stopped';
    if (isFault(error, 'lease_lost', 'store_away', 'store_full', 'store_read_only')) {
      log.warn('design_dropped', { designId, error });
      return 'lost';
    }
    log.error('design_set_aside', { designId, error });
    return 'broken';
  }
}
