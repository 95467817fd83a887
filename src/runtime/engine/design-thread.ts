import type { Command } from '../../core/commands.ts';
import type { Design } from '../../core/design.ts';
import type { Effect, Post } from '../../core/effects.ts';
import type { DesignEvent, Thread } from '../../core/events.ts';
import { isParked, isPaused, openGate } from '../../core/status.ts';
import { isUrgent } from '../../core/thread/urgent.ts';
import { OwnershipLostError } from '../fault.ts';
import { type Chat, ChatFault } from '../ports/chat.ts';
import type { EffectMark, OutboxEntry, Posted } from '../ports/store.ts';
import type { Parts } from './parts.ts';
import { persistently, postOnce, takeBackCopies } from './thread-poster.ts';

/** Milliseconds in which several changes become one edit. */
const SETTLE_MS = 150;
/** Milliseconds between two edits when there is something that people wait for. Slack takes about one a second. */
const URGENT_MS = 1_100;
/** For all else: a tenth of the time that the design has taken so far, within these bounds. Fewer calls, less noise. */
const [PATIENT_MS, MOST_PATIENT_MS, PATIENCE] = [2_000, 60_000, 10];
const LONGEST_BACK_OFF_MS = 30_000;
const UNSURE_MS = 50;

/** What an effect says or shows in a thread. */
export type Said = Extract<Effect, { type: 'post' | 'acknowledge' | 'finish_thread' }>;

export function isSaid(effect: Effect): effect is Said {
  return effect.type === 'post' || effect.type === 'acknowledge' || effect.type === 'finish_thread';
}

/** An effect to be carried out, and whether it may have been before. */
export type SaidEntry = Pick<OutboxEntry, 'id' | 'state'> & { readonly effect: Said };

export interface ThreadHooks {
  /** As it stands now. */
  readonly design: () => Design;
  readonly report: (command: Command) => Promise<void>;
  readonly mark: (marks: readonly EffectMark[]) => Promise<void>;
  /** Carries these out before whatever there is to say from now on. */
  readonly again: (entries: readonly SaidEntry[]) => void;
  /** Nothing is under way any more. */
  readonly idle: () => void;
  readonly signal: AbortSignal;
}

interface Message extends Posted {
  /** What people see of it; `null` when that is not known, because another process posted it. */
  look: string | null;
  /** It could not be edited as it stood last: what people see is older. */
  isMissed: boolean;
}

/** One design's thread: what is to be said is said once, and what was said goes on being true. */
export class DesignThread {
  readonly #parts: Parts;
  readonly #hooks: ThreadHooks;
  readonly #messages: Message[] = [];
  /** What there is to say while a person decides whether the design goes on without its thread. */
  readonly #held: SaidEntry[] = [];
  #armed: { readonly at: number; readonly alarm: Disposable } | null = null;
  #drawing: Promise<void> | null = null;
  #drawnAt = 0;
  #failures = 0;

  constructor(parts: Parts, hooks: ThreadHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  get isIdle(): boolean {
    return this.#armed === null && this.#drawing === null;
  }

  /** Takes over what an owner before this one has posted; one that died before it said where the thread is, too. */
  async adopt(posted: readonly Posted[]): Promise<void> {
    this.#messages.push(...posted.map((each) => ({ ...each, look: null, isMissed: false })));
    const first = posted.find(({ post }) => post.kind === 'card');
    if (first !== undefined) await this.#opened(first.receipt);
    this.#armAt(this.#parts.clock.now() + URGENT_MS);
  }

  /** Carries out one effect; whoever calls waits for it before the next, so that the order is kept. */
  async carryOut(entry: SaidEntry): Promise<void> {
    const design = this.#hooks.design();
    const { thread } = design;
    if (thread === null) return;
    const chat = this.#chatOf(thread);
    const { effect, id } = entry;
    if (effect.type === 'post' && isPaused(design)) this.#held.push(entry);
    else if (effect.type === 'post') await this.#post({ ...entry, post: effect.post }, thread, chat);
    else if (effect.type === 'finish_thread') await this.#finish(id, chat);
    else {
      const shown = () => chat.acknowledge(thread, effect.replyId, this.#hooks.signal);
      await this.#tried(id, effect.type, shown);
    }
  }

  /** Sees to it that people see what has changed: soon what they wait for, later what they do not. */
  changed(events: readonly DesignEvent[]): void {
    const design = this.#hooks.design();
    if (!isPaused(design)) this.#hooks.again(this.#held.splice(0));
    if (this.#messages.length === 0) return;
    // Where people may have seen to it that the thread can be written to.
    if (events.some(({ type }) => type === 'gate_decided')) this.#tryMissed();
    const now = this.#parts.clock.now();
    const elapsedMs = now - design.startedAt;
    const patientMs = Math.min(Math.max(elapsedMs / PATIENCE, PATIENT_MS), MOST_PATIENT_MS);
    const waitMs = events.some(isUrgent) || isParked(design) ? URGENT_MS : patientMs;
    this.#armAt(Math.max(now + SETTLE_MS, this.#drawnAt + waitMs));
  }

  close(): void {
    this.#armed?.alarm[Symbol.dispose]();
    this.#armed = null;
  }

  #chatOf({ platform }: Thread): Chat {
    const chat = this.#parts.chats.find((each) => each.platform === platform);
    if (chat === undefined) throw new Error(`broken invariant: no chat for ${platform}`);
    return chat;
  }

  async #post(
    { id, state, post }: Pick<OutboxEntry, 'id' | 'state'> & { readonly post: Post },
    thread: Thread,
    chat: Chat,
  ): Promise<void> {
    const { mark, design, signal } = this.#hooks;
    if (thread.thread === '' && post.kind !== 'card') {
      await mark([{ id, state: 'dropped', receipt: '' }]);
      return;
    }
    const after = this.#messages.at(-1)?.receipt ?? null;
    const attempted = state === 'attempted';
    try {
      const { receipt, drawnFrom } = await postOnce(
        { id, post, thread, after, attempted },
        { ...this.#parts, chat },
        { now: design, markAttempted: () => mark([{ id, state: 'attempted', receipt: '' }]) },
        signal,
      );
      await mark([{ id, state: 'done', receipt }]);
      const look = drawnFrom && chat.look(post, drawnFrom);
      this.#messages.push({ id, post, receipt, look, isMissed: false });
      if (post.kind === 'card') await this.#opened(receipt);
      this.changed([]);
    } catch (error) {
      const isLost = error instanceof OwnershipLostError || signal.reason instanceof OwnershipLostError;
      if (signal.aborted || isLost) {
        if (isLost)
          void takeBackCopies({ id, post, thread, after, design: design() }, { ...this.#parts, chat });
        throw error;
      }
      await this.#givePostUp(id, post, error);
    }
  }

  async #opened(thread: string): Promise<void> {
    if (this.#hooks.design().thread?.thread === '') await this.#hooks.report({ type: 'open_thread', thread });
  }

  /**
   * What can never be said stops its design, visibly, and nothing else. A thread that is gone does not: its people are
   * told by no message either way, and the result is worth having, unless a person is to decide that, until when it is
   * kept; but a design that nobody ever saw begin ends. Files may be forbidden where words are not.
   */
  async #givePostUp(effectId: string, post: Post, error: unknown): Promise<void> {
    const { log, redact } = this.#parts;
    const { design, mark, report } = this.#hooks;
    const isGone = error instanceof ChatFault && error.kind === 'unreachable';
    const event = isGone ? 'thread_unreachable' : 'post_given_up';
    log.error(event, { designId: design().id, effectId, kind: post.kind, error });
    const mayWait = isGone && post.kind !== 'card' && post.kind !== 'files';
    if (mayWait && (await this.#isPausedNow())) {
      this.#held.push({ id: effectId, state: 'attempted', effect: { type: 'post', post } });
      return;
    }
    await mark([{ id: effectId, state: 'dropped', receipt: '' }]);
    if (isGone && post.kind !== 'card') return;
    const reason = redact(error instanceof Error ? error.message : String(error));
    await report({ type: 'fail_design', detail: `The thread could not be written to: ${reason}` });
  }

  /** Tells the design that its thread is gone. Whether it waits for a person then is a matter of its settings. */
  async #isPausedNow(): Promise<boolean> {
    const { design, report } = this.#hooks;
    if (isPaused(design())) return true;
    if (design().end === null) await report({ type: 'report_thread_gone' });
    const gate = openGate(design());
    if (gate === null || !isPaused(design())) return false;
    const until = new Date(gate.deadlineAt).toISOString();
    this.#parts.log.error('design_paused', { designId: design().id, gateId: gate.id, until });
    return true;
  }

  /** Everything gets its last look, and then is left alone. */
  async #finish(id: string, chat: Chat): Promise<void> {
    this.close();
    await this.#drawing;
    this.#tryMissed();
    await this.#tried(id, 'finish_thread', () => this.#draw(chat));
    this.close();
  }

  /** What is only shown, and not said, is no reason to stop a design when it cannot be. */
  async #tried(id: string, kind: string, work: () => Promise<void>): Promise<void> {
    const { mark, signal } = this.#hooks;
    const { log } = this.#parts;
    try {
      await persistently(work, { effectId: id, kind }, this.#parts, signal);
      await mark([{ id, state: 'done', receipt: '' }]);
    } catch (error) {
      if (signal.aborted || !(error instanceof ChatFault)) throw error;
      log.warn('not_shown', { effectId: id, kind, error });
      await mark([{ id, state: 'dropped', receipt: '' }]);
    }
  }

  #armAt(at: number): void {
    if (this.#hooks.signal.aborted || (this.#armed !== null && this.#armed.at <= at)) return;
    this.#armed?.alarm[Symbol.dispose]();
    this.#armed = { at, alarm: this.#parts.clock.at(at, () => this.#redraw()) };
  }

  #redraw(): void {
    this.#armed = null;
    const { thread } = this.#hooks.design();
    if (thread === null || thread.thread === '' || this.#drawing !== null) return;
    this.#drawing = this.#draw(this.#chatOf(thread))
      .catch((error) => this.#notDrawn(error))
      .finally(() => {
        this.#drawing = null;
        // What has changed in the meantime.
        if (this.#armed === null && this.#outdated(this.#chatOf(thread)).length > 0) this.changed([]);
        this.#hooks.idle();
      });
  }

  #notDrawn(error: unknown): void {
    const { clock, log } = this.#parts;
    if (this.#hooks.signal.aborted) return;
    const isPassing = error instanceof ChatFault && error.kind === 'passing';
    log.warn('not_redrawn', { designId: this.#hooks.design().id, error });
    this.#failures += 1;
    const backOffMs = Math.min(URGENT_MS * 2 ** this.#failures, LONGEST_BACK_OFF_MS);
    const wishMs = isPassing ? (error.retryAfterMs ?? 0) : 0;
    this.#armAt(clock.now() + Math.max(backOffMs, wishMs));
  }

  #tryMissed(): void {
    for (const message of this.#messages.filter(({ isMissed }) => isMissed)) {
      message.look = null;
      message.isMissed = false;
    }
  }

  #outdated(chat: Chat): { readonly message: Message; readonly look: string }[] {
    const design = this.#hooks.design();
    return this.#messages
      .map((message) => ({ message, look: chat.look(message.post, design) }))
      .filter(({ message, look }) => message.look !== look);
  }

  /** Edits what does not look as it should. A process that may have been taken for dead leaves that to its successor. */
  async #draw(chat: Chat): Promise<void> {
    const { design, signal } = this.#hooks;
    const { clock, fleet, log } = this.#parts;
    for (const { message, look } of this.#outdated(chat)) {
      const drawn = design();
      if (drawn.thread === null) return;
      if (!fleet.isSure())
        throw new ChatFault('This process may have been taken for dead.', 'passing', UNSURE_MS);
      const { id, post, receipt } = message;
      message.isMissed = false;
      try {
        await chat.edit({ id, post, receipt, thread: drawn.thread, design: drawn }, signal);
      } catch (error) {
        if (!(error instanceof ChatFault) || error.kind === 'passing') throw error;
        log.warn('message_not_edited', { designId: drawn.id, kind: post.kind, error });
        message.isMissed = error.kind === 'unreachable';
      }
      message.look = drawn === design() ? look : chat.look(post, drawn);
      this.#drawnAt = clock.now();
      // Any other message may be gone by itself.
      if (message.isMissed && post.kind === 'card') await this.#isPausedNow();
    }
    this.#failures = 0;
  }
}
