/**
 * A design's thread: the messages that it wants (`messagesOf`) minus those that stand there. One at a
 * time and in order; a post is noted before it is sent and after it, so that one whose answer was
 * lost, or that an earlier owner began, is looked up before it is repeated (P4). What a platform
 * refuses costs that post, and ends nothing.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '#design/commands.ts';
import type { Thread } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import type { Post } from '#store/store.ts';
import { notShown } from '#words/refusals.ts';
import { messagesOf } from '#words/thread.ts';
import { type Chat, PostFault } from './chat.ts';
import type { Parts } from './engine-parts.ts';
import { ThreadReplies } from './replies.ts';
import { readAttached } from './result-files.ts';
import type { Running } from './running.ts';
import { FILES, hashOf, nextTask, type Task } from './thread-tasks.ts';

const UNSURE_MS = 100;
const LONGEST_WAIT_MS = 60_000;
/** Which the starter waits for: told to them where the thread cannot show it. */
const FOR_STARTER = ['decision', 'decision-2', 'end'];

export interface ThreadFacts {
  /** As stored when the design was claimed. */
  readonly posts: readonly Post[];
  /** Opens the design's pages. */
  readonly pageKey: string;
  /** How long an earlier owner's post may still arrive. */
  readonly quietMs: number;
}

export class DesignThread {
  readonly #chat: Chat;
  readonly #running: Running;
  readonly #parts: Parts;
  readonly #facts: ThreadFacts;
  readonly #posts: Map<string, Post>;
  readonly #replies: ThreadReplies;
  readonly #refused = new Set<string>();
  readonly #editedAt = new Map<string, number>();
  readonly #reported = new Set<Report['type']>();
  #isWaitingForPlace = false;
  #isCurrent = false;
  #work: Promise<void> | null = null;
  #failures = 0;
  #wake = Promise.withResolvers<void>();

  constructor(chat: Chat, facts: ThreadFacts, running: Running, parts: Parts) {
    this.#chat = chat;
    this.#facts = facts;
    this.#running = running;
    this.#parts = parts;
    this.#posts = new Map(facts.posts.map((post) => [post.key, post]));
    this.#replies = new ThreadReplies(chat, running, parts);
    running.signal.addEventListener('abort', () => this.#wake.resolve());
  }

  /** All that the design wants stands there. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** The design reads otherwise now. */
  show(isWaitingForPlace: boolean): void {
    this.#isWaitingForPlace = isWaitingForPlace;
    this.#isCurrent = false;
    this.#wake.resolve();
    this.#work ??= this.#run().catch((error: unknown) => {
      if (!this.#running.signal.aborted) this.#running.fail(error);
    });
  }

  /** After the signal: resolves once a call that was under way is over, so that the next owner's come later. */
  async ended(): Promise<void> {
    await Promise.race([this.#work, sleep(this.#parts.pace.postMs, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    const { signal, lease } = this.#running;
    // After this nothing of an earlier owner can arrive.
    await sleep(Math.max(0, this.#facts.quietMs - lease.ageMs), undefined, { signal });
    while (!signal.aborted) {
      this.#wake = Promise.withResolvers();
      const next = this.#next();
      if (next !== null && typeof next !== 'number') {
        await this.#attempt(next);
        continue;
      }
      this.#reportSeen();
      this.#isCurrent = next === null;
      if (next === null) this.#running.noteThread();
      const timer = next === null ? undefined : setTimeout(this.#wake.resolve, next);
      await this.#wake.promise;
      clearTimeout(timer);
    }
  }

  #next(): Task | number | null {
    const { pageKey: key } = this.#facts;
    const { publicUrl } = this.#parts.settings;
    const design = this.#running.design();
    const isWaitingForPlace = this.#isWaitingForPlace;
    return nextTask(design, messagesOf(design, { publicUrl, key, isWaitingForPlace }), {
      posts: this.#posts,
      refused: this.#refused,
      isThreadReported: this.#reported.has('report_thread'),
      editWaitMs: (edited) =>
        (this.#editedAt.get(edited) ?? Number.NEGATIVE_INFINITY) +
        this.#parts.pace.editMs -
        performance.now(),
    });
  }

  async #attempt(task: Task): Promise<void> {
    const { signal, lease } = this.#running;
    const { log, pace } = this.#parts;
    // It may be another's by now: the lease is renewed, or the design is dropped.
    if (!lease.isHeld) return sleep(UNSURE_MS, undefined, { signal });
    const facts = { designId: lease.designId, key: task.wanted.key, act: task.type };
    try {
      await this.#carryOut(task);
      this.#failures = 0;
    } catch (error) {
      if (!(error instanceof PostFault)) throw error;
      if (error.isLost || error.retryAfterMs !== null) {
        log.info('post_delayed', { ...facts, error });
        this.#failures += 1;
        const waitMs = Math.max(error.retryAfterMs ?? 0, pace.lookAgainMs * 2 ** this.#failures);
        await sleep(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal });
        return;
      }
      log.warn('post_refused', { ...facts, error });
      await this.#leaveOut(task, error);
    }
  }

  async #carryOut({ type, wanted }: Task): Promise<void> {
    const { lease, signal } = this.#running;
    const chat = this.#chat;
    const thread = this.#thread;
    const { key, message } = wanted;
    const postKey = { designId: lease.designId, key };
    const known = this.#posts.get(key);
    const mayPost = () => lease.isHeld && !signal.aborted;
    switch (type) {
      case 'post': {
        const found = known === undefined ? null : await chat.find(thread, postKey);
        if (found === null) await this.#note(key, '', hashOf(wanted));
        const posted = found ?? (await chat.post(thread, message, postKey, mayPost));
        this.#editedAt.set(key, performance.now());
        await this.#note(key, posted.messageId, found === null ? hashOf(wanted) : known?.sha256);
        return this.#reportThread(thread, posted.thread);
      }
      case 'find_thread': {
        const found = await chat.find(thread, postKey);
        if (found === null) throw new PostFault('The card is not there any more.');
        return this.#reportThread(thread, found.thread);
      }
      case 'edit':
        this.#editedAt.set(key, performance.now());
        await chat.edit(thread, known?.messageId ?? '', message, postKey);
        return this.#note(key, known?.messageId ?? '', hashOf(wanted));
      case 'attach': {
        const messageId = known?.messageId ?? '';
        const files = await readAttached(this.#running, this.#parts.store);
        await chat.attach(thread, messageId, message, files, postKey, mayPost);
        return this.#note(FILES, messageId, '');
      }
    }
  }

  async #note(key: string, messageId: string, sha256 = ''): Promise<void> {
    const { lease, retryUntilAborted } = this.#running;
    const post = { key, messageId, sha256 };
    await retryUntilAborted(() => this.#parts.store.putPost(lease.designId, lease.epoch, post));
    this.#posts.set(key, post);
  }

  /** What was refused is not tried again by this owner. */
  async #leaveOut({ type, wanted }: Task, fault: PostFault): Promise<void> {
    const { key, message } = wanted;
    const known = this.#posts.get(key);
    if (type === 'edit' && known !== undefined)
      this.#posts.set(key, { ...known, sha256: hashOf(wanted) });
    else this.#refused.add(type === 'attach' ? FILES : key);
    if (key === 'card' && type !== 'edit' && this.#thread.thread === '')
      await this.#giveUpThread(fault);
    else if (type === 'post' && FOR_STARTER.includes(key))
      await this.#tellStarter(notShown(this.#running.design(), fault.message, message.watchUrl));
  }

  /** Reads what people wrote that nobody stored; `true`: it is in the inbox now. */
  async catchUp(): Promise<boolean> {
    const design = this.#running.design();
    const cardId = this.#posts.get('card')?.messageId ?? '';
    if (design.end !== null || this.#thread.thread === '' || cardId === '') return false;
    return this.#replies.catchUp(design, this.#thread, cardId);
  }

  react(before: Design | null, after: Design): void {
    if (before !== null) this.#replies.mark(before, after, this.#thread);
  }

  /** Tells the starter and cancels the design, since nobody would see its work. */
  async #giveUpThread(fault: PostFault): Promise<void> {
    const { store, now } = this.#parts;
    const { platform } = this.#thread;
    const { id } = this.#running.design();
    const at = now();
    const by = { name: 'Charrette', id: '', via: platform };
    await this.#running.retryUntilAborted(() =>
      store.putCommand({
        designId: id,
        platform: 'engine',
        platformId: `no-thread ${id}`,
        command: { type: 'cancel', reason: fault.message.slice(0, 2_000), by },
        at,
      }),
    );
    await this.#tellStarter(fault.message);
  }

  async #tellStarter(words: string): Promise<void> {
    const { id: designId, startedBy } = this.#running.design();
    if (startedBy.id === '') return;
    await this.#chat.tell(this.#thread.channel, startedBy.id, words).catch((error: unknown) => {
      this.#parts.log.warn('starter_not_told', { designId, error });
    });
  }

  #reportThread(thread: Thread, opened: string): void {
    if (thread.thread !== '' || this.#reported.has('report_thread')) return;
    this.#reported.add('report_thread');
    this.#running.report({ type: 'report_thread', thread: opened });
  }

  /** From now on people have their time; also where the platform refuses to show the questions. */
  #reportSeen(): void {
    const { step, answering } = this.#running.design();
    const isAsking = step === 'answering' && answering === null;
    if (!isAsking || this.#reported.has('report_questions_seen')) return;
    if (!this.#posts.get('questions')?.messageId && !this.#refused.has('questions')) return;
    this.#reported.add('report_questions_seen');
    this.#running.report({ type: 'report_questions_seen' });
  }

  get #thread(): Thread {
    const { thread } = this.#running.design();
    if (thread === null) throw new Error('broken invariant: a post without a thread');
    return thread;
  }
}
