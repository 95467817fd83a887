import { lastChangeAt } from '../../core/telling/thread/waiting.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { isSaid, type Post, type SaidEffect, type WordsPost } from '../../core/vocabulary/effects.ts';
import { hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { DesignEvent, Thread } from '../../core/vocabulary/events.ts';
import { isParked, isPaused } from '../../core/vocabulary/status.ts';
import { errorMessage, OwnershipLostError } from '../fault.ts';
import { type Chat, ChatFault, type ChatMessage } from '../ports/chat.ts';
import type { OutboxEntry, Posted } from '../ports/store.ts';
import { backoffMs, RETRY_POLICIES } from '../retry.ts';
import type { DesignParts } from './design-parts.ts';
import type { Mailbox } from './mailbox.ts';
import type { OwnedStore } from './owned-store.ts';
import {
  askedWaitMs,
  markOf,
  type PostedOnce,
  postInstead,
  postOnce,
  retryChatCall,
  takeBackCopies,
  UNSURE_MS,
} from './thread-poster.ts';
import type { UnderWay } from './under-way.ts';

/** Milliseconds in which several changes become one edit. */
const SETTLE_MS = 150;
/** Milliseconds between two edits when there is something that people wait for. Slack takes about one a second. */
const URGENT_MS = 1_100;
/** For all else: a tenth of the time that the design has taken so far, within these bounds. Fewer calls, less noise. */
const [MIN_REDRAW_MS, MAX_REDRAW_MS, AGE_DIVISOR] = [2_000, 60_000, 10];

/** What could not be said is tried again after as many milliseconds as the design has stood still, within these bounds. */
const [MIN_RETRY_MS, MAX_RETRY_MS] = [60_000, 600_000];
/** Milliseconds from the end after which it is not tried again. */
const RETRIED_MS = 3 * 86_400_000;

/** An effect to be carried out, and whether it may have been before. */
type ThreadEntry = Pick<OutboxEntry, 'id' | 'state'> & { readonly effect: SaidEffect };

interface Message extends Posted {
  /** What people see of it; `null` when that is not known, because another process posted it. */
  look: string | null;
  /** It could not be edited as it stood last: what people see is older. */
  isMissed: boolean;
}

type PostEntry = Pick<OutboxEntry, 'id' | 'state'> & { readonly post: Post };
/** A post, and the message that it comes with if it is files. */
type SaidPost = PostEntry & { readonly holder: Message | null };

/** One design's thread: each message is posted once, and kept current by edits. */
export class DesignThread {
  readonly #mailbox: Mailbox;
  readonly #owned: OwnedStore;
  readonly #underWay: UnderWay;
  readonly #parts: DesignParts;
  readonly #inLane: (work: () => Promise<void>) => void;
  readonly #messages: Message[] = [];
  /** Held back, in their order, while nobody can write there, or a person decides whether the design continues so. */
  readonly #heldBack: ThreadEntry[] = [];
  #armed: { readonly at: number; readonly timer: Disposable } | null = null;
  #drawing: Promise<void> | null = null;
  /** The message that files are being put under: an edit of it that is made meanwhile would take them away again. */
  #filling: Message | null = null;
  #drawnAt = 0;
  #failures = 0;
  /** The thread has been told that it gets no files. */
  #hasNoFiles = false;
  /** When it is tried again to say and show what could not be; `null` for nothing. */
  #due: { readonly at: number; readonly timer: Disposable } | null = null;
  /** The operator knows that nobody can write there. */
  #isReported = false;
  /** Every message has its final form: what is said after the end edits none. */
  #isFinished = false;

  constructor(mailbox: Mailbox, owned: OwnedStore, underWay: UnderWay, parts: DesignParts) {
    this.#mailbox = mailbox;
    this.#owned = owned;
    this.#underWay = underWay;
    this.#inLane = underWay.lane();
    this.#parts = parts;
  }

  /** What is shown has to be true when this process is gone. */
  get isIdle(): boolean {
    return this.#armed === null && this.#drawing === null;
  }

  /** When the next owner is to say what is left to be said, if this one has not; `null` for nothing. */
  get nextDueAt(): number | null {
    return this.#due?.at ?? null;
  }

  /**
   * Takes over what a previous owner has posted, also of one that died before it stored the thread's id, and says what it has left.
   * Below the card of the design that runs this one again, how it ended would be taken for the end of that one.
   */
  async adopt(left: readonly OutboxEntry[], posted: readonly Posted[]): Promise<void> {
    const { id, end } = this.#design;
    this.#isFinished = end !== null && !left.some(({ effect }) => isSaid(effect));
    this.#messages.push(...posted.map((each) => ({ ...each, look: null, isMissed: false })));
    const first = posted.find(({ post }) => post.kind === 'card');
    if (first !== undefined) await this.#opened(first.receipt);
    this.#drawSoon();
    const isRunAgain = end !== null && (await this.#parts.store.successor(id)) !== null;
    const late = isRunAgain ? left.filter(({ effect }) => effect.type === 'post') : [];
    await this.#owned.mark(
      'dropped',
      late.map((entry) => entry.id),
    );
    this.say(left.filter((entry) => !late.includes(entry)));
  }

  /** Carries out those of these effects that concern the thread, one after the other. */
  say(effects: readonly Pick<OutboxEntry, 'id' | 'state' | 'effect'>[]): void {
    for (const { effect, ...entry } of effects) {
      if (!isSaid(effect)) continue;
      this.#inLane(async () => {
        if (!this.#signal.aborted) await this.#carryOut({ ...entry, effect });
      });
    }
  }

  /** Schedules the edits that a change needs: soon for what people wait for, later for the rest. */
  changed(events: readonly DesignEvent[]): void {
    const design = this.#design;
    // People may have made the thread writable again before they decided or wrote.
    const isDue =
      this.#due === null
        ? this.#heldBack.length > 0 && !isPaused(design)
        : events.some(({ type }) => type === 'gate_decided' || type === 'reply_recorded');
    if (isDue) this.#tryAgain();
    if (this.#messages.length === 0) return;
    const now = this.#parts.clock.now();
    const elapsedMs = now - design.startedAt;
    const calmMs = Math.min(Math.max(elapsedMs / AGE_DIVISOR, MIN_REDRAW_MS), MAX_REDRAW_MS);
    const isSoon = events.some((event) => hasTrait(event, 'urgent')) || isParked(design);
    const waitMs = isSoon ? URGENT_MS : calmMs;
    this.#armAt(Math.max(now + SETTLE_MS, this.#drawnAt + waitMs));
  }

  close(): void {
    this.#armed?.timer[Symbol.dispose]();
    this.#armed = null;
    this.#due?.timer[Symbol.dispose]();
  }

  /** As the design is now. */
  get #design(): Design {
    const { design } = this.#mailbox;
    if (design === null) throw new Error('broken invariant: the thread of a design that does not exist');
    return design;
  }

  get #signal(): AbortSignal {
    return this.#owned.signal;
  }

  async #carryOut(entry: ThreadEntry): Promise<void> {
    const design = this.#design;
    const { thread } = design;
    if (thread === null) return;
    const { effect, id } = entry;
    if (this.#heldBack.length > 0 && effect.type !== 'acknowledge') {
      this.#heldBack.push(entry);
      return;
    }
    const chat = this.#chat;
    if (chat === undefined) {
      // One under way has to be seen by its people; it fails.
      if (design.end === null) throw new Error(`broken invariant: no chat for ${thread.platform}`);
      if (thread.thread === '') return this.#owned.mark('dropped', [id]);
      // As tried before: the operator knows what is configured.
      const error = new ChatFault(
        `Its thread is on ${thread.platform}, which is not configured here.`,
        'unreachable',
      );
      if (!(await this.#isLeftForLater({ ...entry, state: 'attempted' }, error)))
        await this.#owned.mark('dropped', [id]);
      return;
    }
    if (effect.type === 'post') {
      if (isPaused(design)) this.#heldBack.push(entry);
      else await this.#post({ ...entry, post: effect.post }, thread, chat);
      return;
    }
    if (effect.type === 'finish_thread') return this.#finish(entry, chat);
    const { replyId, again = false } = effect;
    return this.#try(entry, () =>
      chat.acknowledge(thread, markOf(this.#design, replyId, again), this.#signal),
    );
  }

  /** `undefined` where this process has none for it: then nothing but what an ended design has left is tried here. */
  get #chat(): Chat | undefined {
    return this.#parts.chats.find(({ platform }) => platform === this.#design.thread?.platform);
  }

  async #post({ id, state, post }: PostEntry, thread: Thread, chat: Chat): Promise<void> {
    const holder = post.kind === 'files' ? this.#messages.find((each) => each.post.kind === post.of) : null;
    const isHomeless = thread.thread === '' && post.kind !== 'card';
    if (isHomeless || holder === undefined) return this.#owned.mark('dropped', [id]);
    const after = this.#messages.findLast((each) => each.post.kind !== 'files')?.receipt ?? null;
    const message = (): ChatMessage => ({ id, post, thread, after, under: holder, design: this.#design });
    this.#filling = holder;
    try {
      if (holder !== null) await this.#drawing;
      const posted = await postOnce(message, state === 'attempted', chat, this.#owned, this.#parts);
      await this.#said({ id, state, post, holder }, posted, chat);
    } catch (error) {
      const { aborted, reason } = this.#signal;
      const isLost = error instanceof OwnershipLostError || reason instanceof OwnershipLostError;
      if (isLost) void takeBackCopies(message(), chat, this.#parts);
      if (isLost || aborted) throw error;
      if (isOver(error) && post.kind !== 'files') await this.#givePostUp({ id, state, post }, error);
      else await this.#leaveOut({ id, state, post, holder }, message, error, chat);
    } finally {
      this.#filling = null;
      if (holder !== null) this.changed([]);
    }
  }

  async #said({ id, post, holder }: SaidPost, posted: PostedOnce | null, chat: Chat): Promise<void> {
    if (posted === null) return this.#owned.mark('dropped', [id]);
    const { receipt, drawnFrom } = posted;
    await this.#owned.mark('done', [id], receipt);
    this.#isReported = false;
    const drawn: Message = { id, post, receipt, look: null, isMissed: false };
    this.#messages.push(drawn);
    // With files the message that they come with was drawn again.
    if (drawnFrom !== null) (holder ?? drawn).look = this.#lookOf((holder ?? drawn).post, chat, drawnFrom);
    if (post.kind === 'card') await this.#opened(receipt);
    this.changed([]);
  }

  /** What the platform refuses for good costs that, and not the design. That there are no files is said once. */
  async #leaveOut(said: SaidPost, message: () => ChatMessage, error: unknown, chat: Chat): Promise<void> {
    const { id, post } = said;
    const { kind } = post;
    this.#parts.log.warn('post_left_out', { designId: this.#design.id, effectId: id, kind, error });
    if (kind === 'files' && this.#hasNoFiles) return this.#owned.mark('dropped', [id]);
    try {
      const posted = await postInstead(message, post, error, chat, this.#owned, this.#parts);
      if (kind !== 'files') return await this.#said(said, posted, chat);
      this.#hasNoFiles = true;
      await this.#owned.mark('dropped', [id]);
    } catch (second) {
      if (this.#signal.aborted || second instanceof OwnershipLostError) throw second;
      await this.#givePostUp(said, second);
    }
  }

  async #opened(thread: string): Promise<void> {
    if (this.#design.thread?.thread === '') await this.#mailbox.submit({ type: 'open_thread', thread });
  }

  /**
   * No message at all can be posted. The design goes on, because the result is worth having, or pauses if that is configured; what
   * there was to say is said later, where the thread is made writable again. A design whose first message cannot be posted
   * ends: nobody has seen it begin.
   */
  async #givePostUp({ id, state, post }: PostEntry, error: unknown): Promise<void> {
    const isPausing = post.kind !== 'card' && (await this.#reportGone());
    const entry: ThreadEntry = { id, state, effect: { type: 'post', post } };
    if (await this.#isLeftForLater(entry, error)) return;
    if (isPausing) {
      this.#heldBack.push({ ...entry, state: 'attempted' });
      return;
    }
    await this.#owned.mark('dropped', [id]);
    if (post.kind !== 'card') return;
    const reason = this.#parts.redact(errorMessage(error));
    const detail = `The thread could not be written to: ${reason}`;
    await this.#mailbox.submit({ type: 'fail_design', detail });
  }

  /** Records that the thread is gone, and says whether the design now waits for a person, as its settings may have it. */
  async #reportGone(): Promise<boolean> {
    if (isPaused(this.#design)) return true;
    if (this.#design.end === null) await this.#mailbox.submit({ type: 'report_thread_gone' });
    return isPaused(this.#design);
  }

  /**
   * Logs that nobody can write there, for the operator the first time alone, and says whether this is left for later, where people
   * can change that, as by inviting the bot again.
   */
  async #isLeftForLater(entry: ThreadEntry, error: unknown): Promise<boolean> {
    const { clock, log } = this.#parts;
    const { id: designId, end } = this.#design;
    const { id, state, effect } = entry;
    const kind = effect.type === 'post' ? effect.post.kind : effect.type;
    const isKnown = this.#isReported || (state === 'attempted' && this.#stoodStillMs > MIN_RETRY_MS);
    log[isKnown ? 'debug' : 'error']('thread_unreachable', { designId, effectId: id, kind, error });
    this.#isReported = true;
    const canPass = error instanceof ChatFault && ['passing', 'unreachable'].includes(error.kind);
    const isTooLate = end !== null && clock.now() - end.at > RETRIED_MS;
    if (kind === 'card' || !canPass || isTooLate) return false;
    this.#wait();
    await this.#owned.mark('attempted', [id]);
    this.#heldBack.push({ ...entry, state: 'attempted' });
    return true;
  }

  get #stoodStillMs(): number {
    return this.#parts.clock.now() - lastChangeAt(this.#design);
  }

  /** Lets some time pass before it is tried again; an open design is shown meanwhile as far as it can be. */
  #wait(): void {
    if (this.#due !== null || this.#signal.aborted) return;
    if (this.#design.end !== null) this.close();
    const { clock } = this.#parts;
    const at = clock.now() + Math.min(Math.max(this.#stoodStillMs, MIN_RETRY_MS), MAX_RETRY_MS);
    this.#due = { at, timer: clock.at(at, () => this.#tryAgain()) };
  }

  /** Says what was held back, before anything else, and edits what could not be edited. */
  #tryAgain(): void {
    this.#inLane(async () => {
      this.#due?.timer[Symbol.dispose]();
      this.#due = null;
      this.#tryMissed();
      this.#drawSoon();
      for (const entry of this.#heldBack.splice(0)) if (!this.#signal.aborted) await this.#carryOut(entry);
    });
  }

  /** Edits every message into its final form; no edits after that. */
  async #finish(entry: ThreadEntry, chat: Chat): Promise<void> {
    this.close();
    await this.#drawing;
    this.#tryMissed();
    await this.#try(entry, () => this.#draw(chat));
    this.close();
    this.#isFinished = this.#heldBack.length === 0;
    if (this.#isFinished) this.#due = null;
  }

  /** A failed acknowledgement or edit is no reason to stop a design. */
  async #try(entry: ThreadEntry, work: () => Promise<void>): Promise<void> {
    const { id, effect } = entry;
    const kind = effect.type;
    try {
      await retryChatCall(work, { effectId: id, kind }, this.#parts, this.#signal);
      await this.#owned.mark('done', [id]);
    } catch (error) {
      if (this.#signal.aborted || !(error instanceof ChatFault)) throw error;
      const isLast = kind === 'finish_thread' && isOver(error);
      if (isLast && (await this.#isLeftForLater(entry, error))) return;
      this.#parts.log.warn('not_shown', { effectId: id, kind, error });
      await this.#owned.mark('dropped', [id]);
    }
  }

  /** What has ended is drawn after its last words. */
  #drawSoon(): void {
    if (this.#design.end === null) this.#armAt(this.#parts.clock.now() + URGENT_MS);
  }

  #armAt(at: number): void {
    const isLeft = this.#due !== null && this.#design.end !== null;
    if (this.#signal.aborted || this.#isFinished || isLeft || (this.#armed !== null && this.#armed.at <= at))
      return;
    this.#armed?.timer[Symbol.dispose]();
    this.#armed = { at, timer: this.#parts.clock.at(at, () => this.#redraw()) };
  }

  #redraw(): void {
    this.#armed = null;
    const chat = this.#chat;
    if (chat === undefined || this.#design.thread?.thread === '' || this.#drawing !== null) return;
    this.#drawing = this.#draw(chat)
      .catch((error) => this.#notDrawn(error))
      .finally(() => {
        this.#drawing = null;
        // What has changed in the meantime.
        if (this.#armed === null && this.#outdated(chat).length > 0) this.changed([]);
      });
    this.#underWay.watch(this.#drawing);
  }

  #notDrawn(error: unknown): void {
    const { clock, log } = this.#parts;
    if (this.#signal.aborted) return;
    log.warn('not_redrawn', { designId: this.#design.id, error });
    this.#failures += 1;
    this.#armAt(clock.now() + Math.max(backoffMs(RETRY_POLICIES.redraw, this.#failures), askedWaitMs(error)));
  }

  #tryMissed(): void {
    for (const message of this.#messages.filter(({ isMissed }) => isMissed)) {
      message.look = null;
      message.isMissed = false;
    }
  }

  #outdated(
    chat: Chat,
  ): { readonly message: Message; readonly post: WordsPost; readonly look: string | null }[] {
    const design = this.#design;
    return this.#messages.flatMap((message) => {
      const { post } = message;
      if (post.kind === 'files' || message === this.#filling) return [];
      const look = this.#lookOf(post, chat, design);
      return message.look === look ? [] : [{ message, post, look }];
    });
  }

  /** What people see of a message, with the files that have come with it. */
  #lookOf(post: Post, chat: Chat, design: Design): string | null {
    return post.kind === 'files' ? null : `${chat.look(post, design)} ${this.#filesWith(post).files ?? ''}`;
  }

  #filesWith({ kind }: WordsPost): { readonly files?: string } {
    const files = this.#messages.find(({ post }) => post.kind === 'files' && post.of === kind);
    return files === undefined ? {} : { files: files.receipt };
  }

  /** Edits messages that are out of date. A process that may have been evicted leaves that to its successor. */
  async #draw(chat: Chat): Promise<void> {
    const { clock, fleet, log } = this.#parts;
    for (const { message, post, look } of this.#outdated(chat)) {
      const drawn = this.#design;
      if (drawn.thread === null) return;
      if (!fleet.isSure()) throw new ChatFault('This process may have been evicted.', 'passing', UNSURE_MS);
      const { id, receipt } = message;
      message.isMissed = false;
      let isGone = false;
      try {
        await chat.edit(
          { id, post, receipt, ...this.#filesWith(post), thread: drawn.thread, design: drawn },
          this.#signal,
        );
      } catch (error) {
        if (!(error instanceof ChatFault) || error.kind === 'passing') throw error;
        const isUnreachable = error.kind === 'unreachable';
        // After the end that is tried again as a whole.
        if (isUnreachable && drawn.end !== null) throw error;
        const level = isUnreachable && this.#isReported ? 'debug' : 'warn';
        log[level]('message_not_edited', { designId: drawn.id, kind: post.kind, error });
        message.isMissed = true;
        if (isUnreachable) this.#wait();
        isGone = isOver(error) && post.kind === 'card';
      }
      message.look = drawn === this.#design ? look : this.#lookOf(post, chat, drawn);
      this.#drawnAt = clock.now();
      // Any other message may have been deleted by people.
      if (isGone) await this.#reportGone();
    }
    this.#failures = 0;
  }
}

/** Whether nothing at all can be said in this thread, as far as this error says. */
function isOver(error: unknown): boolean {
  return error instanceof ChatFault && error.kind !== 'refused';
}
