/**
 * A design's thread on its platform, kept as `desiredMessagesOf` (src/core/thread) says: posts in
 * order, edits at their pace, and what to do when the place cannot be reached.
 */

import {
  desiredMessagesOf,
  holderOf,
  markedMessageOf,
  messageIdOf,
  standingPostsOf,
  unreachableReasonOf,
} from '../../core/thread/desired-messages.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import {
  isSaid,
  type Post,
  type SaidEffect,
  type WordsPost,
} from '../../core/vocabulary/effects.ts';
import type { Thread } from '../../core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { present } from '../../core/vocabulary/present.ts';
import { isSeenAtOnce } from '../../core/vocabulary/status.ts';
import { awaitedMessageOf } from '../../core/workflow/thread.ts';
import { errorMessageOf, OwnershipLostError } from '../../foundation/fault.ts';
import { warnRepeatedly } from '../../foundation/repeated-line.ts';
import { backoffMsOf, RETRY_POLICIES } from '../../foundation/retry.ts';
import {
  type Chat,
  ChatFault,
  type ChatMessage,
  makeUnconfiguredChat,
  waitMsOf,
} from '../../ports/chat.ts';
import type { OutboxEntry, Posted } from '../../ports/store.ts';
import { markPublishable } from '../../record/publish.ts';
import type { DesignParts } from '../design/design-parts.ts';
import type { Mailbox } from '../design/mailbox.ts';
import type { OwnedStore } from '../design/owned-store.ts';
import type { UnderWay } from '../design/under-way.ts';
import { editDueAt, hasStoodStill, isTooLate, retryDueAt, URGENT_MS } from './thread-pace.ts';
import {
  assertSure,
  isThreadLost,
  markAttempted,
  type Pen,
  postOrReplace,
  retryChatCall,
  waitUntilSure,
} from './thread-poster.ts';
import { ThreadSession } from './thread-session.ts';

/** An outbox row: a call that is not yet made, or perhaps already made. */
type Entry = Pick<OutboxEntry, 'id' | 'state'> & { readonly effect: SaidEffect };

interface MessageState extends Pick<Posted, 'id' | 'receipt'> {
  readonly post: WordsPost;
  /** Receipt of the attached files; empty if the thread was told that there are none. */
  files: string | null;
  /** Last look shown to people; `null` if unknown. */
  look: string | null;
  /** Its last edit failed, so people see an older state. */
  isMissed: boolean;
  editedAt: number;
  /** Files are being attached; an edit would remove them. */
  isFilling: boolean;
}

/** Events after which a thread that was unreachable is tried again at once. */
const RETRIED_AT: readonly DesignEvent['type'][] = [
  'gate_decided',
  'reply_recorded',
  'thread_opened',
];

interface Mode {
  readonly name: 'current' | 'behind' | 'unreachable' | 'final';
  /** Time to retry everything; `null` for no time of its own. */
  readonly retryAt: number | null;
}

/**
 * One design's thread: the desired messages minus the posted ones. Missing messages are posted in
 * order, once; messages that look different are edited. Calls have one lane and edits another, so
 * that no upload delays an edit. Modes:
 *
 * - `current`: calls are made as soon as they are desired, edits at their pace. To `behind` when an
 *   edit finds the thread unreachable, to `unreachable` when a post does, to `final` after the last
 *   look.
 * - `behind`: like `current`, but some messages show an older state. To `current` at `retryAt`, or
 *   when a person writes or decides; then everything is edited again.
 * - `unreachable`: the operator knows, and a person is asked in private how to go on. Posts keep
 *   their order and wait for `retryAt`, for a person to write or decide, or for the end of a pause;
 *   marks and a running design's edits are still tried. To `current` or `behind` with the first
 *   post.
 * - `final`: no more edits. Files that are written later are posted, and another last look follows;
 *   acts on the decision edit the card and the outcome.
 */
export class DesignThread {
  readonly #mailbox: Mailbox;
  readonly #owned: OwnedStore;
  readonly #underWay: UnderWay;
  readonly #parts: DesignParts;
  readonly #inCalls: (work: () => Promise<void>) => void;
  readonly #inEdits: (work: () => Promise<void>) => void;
  #mode: Mode = { name: 'current', retryAt: null };
  /** In posting order. */
  #shown: MessageState[] = [];
  /** In commit order. */
  #left: Entry[] = [];
  readonly #session: ThreadSession;
  #alarm: { readonly at: number; readonly timer: Disposable } | null = null;

  constructor(mailbox: Mailbox, owned: OwnedStore, underWay: UnderWay, parts: DesignParts) {
    this.#mailbox = mailbox;
    this.#owned = owned;
    this.#underWay = underWay;
    this.#inCalls = underWay.lane();
    this.#inEdits = underWay.lane();
    this.#parts = parts;
    const see = () => ({ design: this.#design, chat: this.#chat });
    this.#session = new ThreadSession(see, owned, underWay, parts);
  }

  /** True if no edit is waiting. Messages must be up to date when this process is gone. */
  get isIdle(): boolean {
    return this.#alarm === null || this.#alarm.at === this.#mode.retryAt;
  }

  /** Time at which the next owner has to post the rest; `null` for nothing. */
  get nextDueAt(): number | null {
    return this.#mode.retryAt;
  }

  /**
   * Takes over posted messages, also from an owner that died before storing the thread's id, and
   * posts the rest. A design that was run again posts nothing more: below its successor's card, it
   * would look like the successor's end.
   */
  async adopt(pendingEntries: readonly OutboxEntry[], posts: readonly Posted[]): Promise<void> {
    const { id, end } = this.#design;
    if (end !== null && !pendingEntries.some(({ effect }) => isSaid(effect)))
      this.#mode = { name: 'final', retryAt: null };
    const filesOf = (message: WordsPost) =>
      posts.find(
        ({ post }) => post.kind === 'files' && isSame(holderOf(post.of, this.#design), message),
      )?.receipt;
    this.#shown = posts.flatMap(({ id: effectId, post, receipt }) =>
      post.kind === 'files' ? [] : [makeStanding({ id: effectId, post, receipt }, filesOf(post))],
    );
    const card = this.#stateOf({ kind: 'card' });
    if (card !== undefined) await this.#openThread(card.receipt);
    // Posted by an owner that died before it could report that.
    const awaitedPost = this.#shown.find(
      ({ post }) => messageIdOf(post) === awaitedMessageOf(this.#design),
    );
    if (awaitedPost !== undefined) await this.#reportPosted(awaitedPost.post);
    this.#editSoon();
    if (end === null) this.#session.show();
    const isRunAgain = end !== null && (await this.#parts.store.successor(id)) !== null;
    const late = isRunAgain ? pendingEntries.filter(({ effect }) => effect.type === 'post') : [];
    await this.#drop(...late);
    this.say(pendingEntries.filter((entry) => !late.includes(entry)));
  }

  say(effects: readonly Pick<OutboxEntry, 'id' | 'state' | 'effect'>[]): void {
    const saidEffects = effects.flatMap(({ id, state, effect }) =>
      isSaid(effect) ? [{ id, state, effect }] : [],
    );
    this.#left.push(...saidEffects);
    if (saidEffects.length > 0) this.#catchUp();
  }

  /** Schedules edits after a change: soon for urgent events, later for the rest. */
  scheduleEdits(events: readonly DesignEvent[]): void {
    const { name, retryAt } = this.#mode;
    // The channel may have another id now, or people may have made the thread writable again before
    // they decided or wrote.
    const isDue =
      retryAt === null
        ? name === 'unreachable' && this.#left.length > 0
        : events.some(({ type }) => RETRIED_AT.includes(type));
    if (isDue) this.#tryAgain();
    const now = this.#parts.clock.now();
    const editedAt = Math.max(0, ...this.#shown.map((message) => message.editedAt));
    this.#editAt(editDueAt(this.#design, events, editedAt, now));
    if (this.#design.end === null) this.#session.show();
  }

  silenceChanged(): void {
    this.#editSoon();
  }

  close(): void {
    this.#disarm();
    this.#session.close();
  }

  #disarm(): void {
    this.#alarm?.timer[Symbol.dispose]();
    this.#alarm = null;
  }

  get #design(): Design {
    const design = present(
      this.#mailbox.designToShow,
      'the thread of a design that does not exist',
    );
    return markPublishable(this.#parts.slots.addSlotWait(design), this.#parts.publisher);
  }

  /**
   * `undefined` if this process has no such platform: then only the remaining posts of an ended
   * design are tried.
   */
  get #chat(): Chat | undefined {
    return this.#parts.chats.find(({ platform }) => platform === this.#design.thread?.platform);
  }

  #catchUp(): void {
    this.#inCalls(async () => {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        const entry = next;
        const { thread } = this.#design;
        this.#left = this.#left.filter((each) => each !== entry);
        if (thread !== null)
          await this.#carryOut(entry, thread, this.#chat ?? this.#nobody(thread));
      }
      if (this.#left.length > 0) this.#mode = { ...this.#mode, name: 'unreachable' };
    });
  }

  /** The first remaining entry; while posts wait, the first mark. */
  #next(): Entry | undefined {
    if (this.#owned.signal.aborted) return;
    const { name, retryAt } = this.#mode;
    return name === 'unreachable' && retryAt !== null
      ? this.#left.find(({ effect }) => effect.type !== 'post' && effect.type !== 'finish_thread')
      : this.#left[0];
  }

  /** A running design must be visible to its people: without a chat it fails. */
  #nobody({ platform }: Thread): Chat {
    if (this.#design.end === null) throw new Error(`broken invariant: no chat for ${platform}`);
    return makeUnconfiguredChat(platform);
  }

  async #carryOut(entry: Entry, thread: Thread, chat: Chat): Promise<void> {
    const { effect } = entry;
    switch (effect.type) {
      case 'post':
        return this.#post(entry, effect.post, thread, chat);
      case 'acknowledge': {
        const { replyId: id } = effect;
        return this.#try(entry, async () => {
          const marked = desiredMessagesOf(this.#design).marks.get(markedMessageOf(id));
          // Otherwise the reply was withdrawn.
          if (marked !== undefined)
            await chat.acknowledge(thread, { id, mark: marked.mark }, this.#owned.signal);
        });
      }
      case 'tell_requester':
        return this.#tell(entry, effect.replyId, chat);
      case 'tell_starter':
        return this.#tell(entry, null, chat);
      case 'finish_thread':
        return this.#finish(entry, chat);
      case 'show_standing':
        return this.#finish(entry, chat, standingPostsOf(this.#design));
    }
  }

  /**
   * Private messages cannot be looked up: each is sent at most once, and never if it may have been
   * sent.
   */
  async #tell(entry: Entry, replyId: string | null, chat: Chat): Promise<void> {
    if (entry.state === 'attempted') return this.#drop(entry);
    const pen = { owned: this.#owned, parts: this.#parts };
    // Before the mark: what is marked and was not sent is sent by nobody.
    await waitUntilSure(pen);
    await markAttempted(entry.id, pen);
    await chat.tellRequester(this.#design, replyId);
    await this.#owned.mark('done', [entry.id]);
  }

  /** Gives all messages, or `which`, their last look. */
  async #finish(entry: Entry, chat: Chat, which?: readonly WordsPost[]): Promise<void> {
    this.#disarm();
    this.#forgetMissed();
    await this.#try(entry, () => this.#afterEdits(() => this.#edit(chat, which)));
    if (which === undefined) this.#session.show();
    if (this.#left.length > 0) return;
    this.#disarm();
    this.#mode = { name: 'final', retryAt: null };
  }

  async #post(entry: Entry, post: Post, thread: Thread, chat: Chat): Promise<void> {
    const { id, state } = entry;
    const holder = post.kind === 'files' ? this.#stateOf(holderOf(post.of, this.#design)) : null;
    if (holder === undefined || (thread.thread === '' && post.kind !== 'card'))
      return this.#drop(entry);
    const after = this.#shown.at(-1)?.receipt ?? null;
    const message = (): ChatMessage => ({
      id,
      post,
      thread,
      after,
      under: holder,
      design: this.#design,
    });
    const hasNoFiles = holder !== null && this.#shown.some(({ files }) => files === '');
    try {
      if (holder !== null) holder.isFilling = true;
      if (holder !== null) await this.#afterEdits(() => Promise.resolve());
      const pen: Pen = { chat, owned: this.#owned, parts: this.#parts };
      const sentPost = await postOrReplace(message, state === 'attempted', hasNoFiles, pen);
      if (sentPost === null) return;
      const { receipt, drawnFrom, isInstead } = sentPost;
      if (this.#mode.name === 'unreachable')
        this.#mode = { ...this.#mode, name: this.#mode.retryAt === null ? 'current' : 'behind' };
      if (post.kind !== 'files') this.#shown.push(makeStanding({ id, post, receipt }));
      else if (holder !== null) holder.files = isInstead ? '' : receipt;
      // Attaching files redraws their message.
      const shownMessage =
        isInstead && holder !== null ? undefined : (holder ?? this.#shown.at(-1));
      if (shownMessage !== undefined && drawnFrom !== null)
        shownMessage.look = lookOf(shownMessage, chat, drawnFrom);
      if (post.kind === 'card') await this.#openThread(receipt);
      if (post.kind !== 'files') await this.#reportPosted(post);
      this.scheduleEdits([]);
    } catch (error) {
      if (this.#owned.signal.aborted || error instanceof OwnershipLostError) throw error;
      if (this.#design.thread?.channel === thread.channel)
        await this.#giveUp(entry, post, error, chat);
      // The channel has another id since.
      else this.#left.unshift({ ...entry, state: 'attempted' });
    } finally {
      if (holder !== null) {
        holder.isFilling = false;
        this.scheduleEdits([]);
      }
    }
  }

  #stateOf(message: WordsPost): MessageState | undefined {
    return this.#shown.find(({ post }) => isSame(post, message));
  }

  async #openThread(thread: string): Promise<void> {
    if (this.#design.thread?.thread === '')
      await this.#mailbox.submit({ type: 'open_thread', thread });
  }

  async #reportPosted(post: WordsPost): Promise<void> {
    if (this.#design.end !== null) return;
    await this.#mailbox.submit({ type: 'report_posted', message: messageIdOf(post) });
  }

  /**
   * Handles a thread that accepts no messages. What can be posted later is kept for when the thread
   * is writable again. The design asks a person how to go on; if it was its first message, it
   * fails, because nobody has seen it begin.
   */
  async #giveUp(entry: Entry, { kind }: Post, error: unknown, chat: Chat): Promise<void> {
    if (!(await this.#isLeft(entry, kind, error))) await this.#drop(entry);
    if (error instanceof ChatFault && error.kind === 'gone') await this.#dropPosts();
    const mayPass = error instanceof ChatFault && error.kind === 'passing';
    const isFirst = kind === 'card';
    if (kind === 'files' || (mayPass && !isFirst)) return;
    if (this.#design.end === null) await this.#reportUnreachable(error, isFirst);
    else if (unreachableReasonOf(this.#design) === null && !isSeenAtOnce(this.#design))
      await this.#tellOfResult(chat);
  }

  /**
   * Tells the starter of a result that is not there: no event follows after the end, so the store
   * keeps that it was told. A daemon that ends between the two has it told twice, and never not.
   */
  async #tellOfResult(chat: Chat): Promise<void> {
    const { store } = this.#parts;
    const { id } = this.#design;
    const key = `result not posted ${id}`;
    await waitUntilSure({ owned: this.#owned, parts: this.#parts });
    if ((await store.recallResponse(key)) !== null) return;
    await chat.tellRequester(this.#design, null);
    await store.rememberResponse(key, id, { status: 200, body: '' });
  }

  async #reportUnreachable(error: unknown, isFirst: boolean): Promise<void> {
    const reason = this.#parts.redact(errorMessageOf(error));
    await this.#mailbox.submit({ type: 'report_unreachable', reason, isFirst });
  }

  /**
   * Logs that the thread is unreachable, as an error only the first time. Returns true if the entry
   * is kept for later: people may fix it, for example by inviting the bot again.
   */
  async #isLeft(entry: Entry, kind: string, error: unknown): Promise<boolean> {
    const { clock, log } = this.#parts;
    const design = this.#design;
    const { id: effectId, state } = entry;
    const isOld = state === 'attempted' && hasStoodStill(design, clock.now());
    const level = isOld || this.#mode.name === 'unreachable' ? 'debug' : 'error';
    log[level]('thread_unreachable', { designId: design.id, effectId, kind, error });
    this.#mode = { ...this.#mode, name: 'unreachable' };
    const canPass = error instanceof ChatFault && ['passing', 'unreachable'].includes(error.kind);
    if (kind === 'card' || !canPass || isTooLate(design, clock.now())) return false;
    this.#wait();
    await this.#owned.mark('attempted', [effectId]);
    this.#left.unshift({ ...entry, state: 'attempted' });
    return true;
  }

  /** Schedules a retry of everything. A running design is still shown where possible. */
  #wait(): void {
    const { name, retryAt } = this.#mode;
    if (retryAt !== null || this.#owned.signal.aborted) return;
    if (this.#design.end !== null) this.#disarm();
    const at = retryDueAt(this.#design, this.#parts.clock.now());
    this.#mode = { name: name === 'unreachable' ? name : 'behind', retryAt: at };
    this.#wakeAt(at);
  }

  /** Posts the rest first, then repeats failed edits. */
  #tryAgain(): void {
    this.#disarm();
    const { name } = this.#mode;
    this.#mode = { name: name === 'behind' ? 'current' : name, retryAt: null };
    this.#forgetMissed();
    this.#editSoon();
    this.#catchUp();
  }

  /** Does not fail: a missed mark or edit is not worth stopping a design. */
  async #try(entry: Entry, work: () => Promise<void>): Promise<void> {
    const { id: effectId, effect } = entry;
    const kind = effect.type;
    try {
      await retryChatCall(work, { effectId, kind }, { owned: this.#owned, parts: this.#parts });
      await this.#owned.mark('done', [effectId]);
    } catch (error) {
      if (this.#owned.signal.aborted || !(error instanceof ChatFault)) throw error;
      if (kind === 'acknowledge' || !isThreadLost(error))
        this.#parts.log.warn('not_shown', { effectId, kind, error });
      else if (await this.#isLeft(entry, kind, error)) return;
      await this.#drop(entry);
    }
  }

  /** In a thread that is gone, each further post might be seen elsewhere. */
  async #dropPosts(): Promise<void> {
    const posts = this.#left.filter(({ effect }) => effect.type === 'post');
    this.#left = this.#left.filter((entry) => !posts.includes(entry));
    await this.#drop(...posts);
  }

  async #drop(...entries: readonly Pick<Entry, 'id'>[]): Promise<void> {
    await this.#owned.mark(
      'dropped',
      entries.map(({ id }) => id),
    );
  }

  /** Schedules edits of a running design; an ended one is drawn after its last post. */
  #editSoon(): void {
    if (this.#design.end === null) this.#editAt(this.#parts.clock.now() + URGENT_MS);
  }

  #editAt(at: number, failures = 0): void {
    const { name, retryAt } = this.#mode;
    const isLeft = retryAt !== null && this.#design.end !== null;
    if (name !== 'final' && !isLeft && this.#shown.length > 0) this.#wakeAt(at, failures);
  }

  /** `failures`: consecutive failed rounds of edits. */
  #wakeAt(at: number, failures = 0): void {
    if (this.#owned.signal.aborted || (this.#alarm !== null && this.#alarm.at <= at)) return;
    this.#disarm();
    const wake = (): void => {
      this.#alarm = null;
      const { retryAt } = this.#mode;
      if (retryAt !== null && retryAt <= this.#parts.clock.now()) this.#tryAgain();
      else this.#underWay.watch(this.#redraw(failures));
      if (this.#mode.retryAt !== null) this.#wakeAt(this.#mode.retryAt);
    };
    this.#alarm = { at, timer: this.#parts.clock.at(at, wake) };
  }

  async #redraw(failures: number): Promise<void> {
    const chat = this.#chat;
    if (chat === undefined || this.#design.thread?.thread === '') return;
    const { clock, log } = this.#parts;
    try {
      await this.#afterEdits(() => this.#edit(chat));
      // Catches changes made meanwhile.
      const design = this.#design;
      const isOutdated = (each: MessageState) =>
        !each.isFilling && each.look !== lookOf(each, chat, design);
      if (this.#shown.some(isOutdated)) this.scheduleEdits([]);
    } catch (error) {
      if (this.#owned.signal.aborted) return;
      const facts = { designId: this.#design.id, kind: 'edit', attempt: failures + 1, error };
      warnRepeatedly(log, clock, 'chat_call_failed', facts);
      const waitMs = Math.max(backoffMsOf(RETRY_POLICIES.redraw, failures + 1), waitMsOf(error));
      this.#editAt(clock.now() + waitMs, failures + 1);
    }
  }

  /** Runs work while no edit is under way. */
  #afterEdits(work: () => Promise<void>): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#inEdits(() => work().then(resolve, reject));
    return promise;
  }

  #forgetMissed(): void {
    for (const message of this.#shown) if (message.isMissed) message.look = null;
  }

  /** Edits out-of-date messages, or only `which`. */
  async #edit(chat: Chat, which?: readonly WordsPost[]): Promise<void> {
    for (const message of this.#shown) {
      if (which !== undefined && !which.some((post) => isSame(post, message.post))) continue;
      const design = this.#design;
      const { thread } = design;
      const look = lookOf(message, chat, design);
      if (thread === null || message.isFilling || message.look === look) continue;
      assertSure(this.#parts.fleet);
      const { id, post, receipt, files } = message;
      const withFiles = files === null || files === '' ? {} : { files };
      message.isMissed = false;
      try {
        await chat.edit({ id, post, receipt, ...withFiles, thread, design }, this.#owned.signal);
      } catch (error) {
        // After the end, unreachable messages are retried as a whole.
        if (!(error instanceof ChatFault) || error.kind === 'passing') throw error;
        if (error.kind === 'unreachable' && design.end !== null) throw error;
        this.#noteMissed(message, error);
      }
      message.look = look;
      message.editedAt = this.#parts.clock.now();
    }
  }

  #noteMissed(message: MessageState, error: ChatFault): void {
    const isKnown = error.kind === 'unreachable' && this.#mode.name === 'unreachable';
    const facts = { designId: this.#design.id, kind: message.post.kind, error };
    this.#parts.log[isKnown ? 'debug' : 'warn']('message_not_edited', facts);
    message.isMissed = true;
    if (error.kind !== 'unreachable') return;
    this.#wait();
    this.#underWay.watch(this.#reportUnreachable(error, false));
  }
}

function isSame(one: WordsPost, other: WordsPost): boolean {
  return messageIdOf(one) === messageIdOf(other);
}

function makeStanding(
  message: Pick<MessageState, 'id' | 'post' | 'receipt'>,
  files: string | null = null,
): MessageState {
  return { ...message, files, look: null, isMissed: false, isFilling: false, editedAt: 0 };
}

function lookOf({ post, files }: MessageState, chat: Chat, design: Design): string {
  return `${chat.look(post, design)} ${files ?? ''}`;
}
