/**
 * A design's thread: the messages that it wants (`messagesOf`) minus those that stand there. One at a
 * time and in order; a post is noted before it is sent and after it, so that one whose answer was
 * lost, or that an earlier owner began, is looked up before it is repeated (P4). What a platform
 * refuses costs that post, and ends nothing.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '#design/commands.ts';
import type { Thread } from '#design/events.ts';
import { shortId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { Post } from '#store/store.ts';
import { messagesOf } from '#words/thread.ts';
import { type Chat, PostFault } from './chat.ts';
import type { Lease } from './lease.ts';
import type { Parts } from './parts.ts';
import { ThreadReplies } from './replies.ts';
import { ATTACHED, FILES, hashOf, nextTask, type Task } from './thread-tasks.ts';

const UNSURE_MS = 100;
const LONGEST_WAIT_MS = 60_000;

export interface ThreadOptions {
  readonly chat: Chat;
  /** As stored when the design was claimed. */
  readonly posts: readonly Post[];
  /** Opens the design's pages. */
  readonly pageKey: string;
  /** How long an earlier owner's post may still arrive. */
  readonly quietMs: number;
  readonly lease: Lease;
  readonly signal: AbortSignal;
  readonly report: (report: Report) => void;
  /** It is current, or no longer. */
  readonly changed: () => void;
  readonly fail: (error: unknown) => void;
  readonly whileAway: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly parts: Parts;
}

export class DesignThread {
  readonly #options: ThreadOptions;
  readonly #posts: Map<string, Post>;
  readonly #replies: ThreadReplies;
  readonly #refused = new Set<string>();
  readonly #editedAt = new Map<string, number>();
  readonly #reported = new Set<Report['type']>();
  #design: Design | null = null;
  #isWaitingForPlace = false;
  #isCurrent = false;
  #isRunning = false;
  #failures = 0;
  #wake = Promise.withResolvers<void>();

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#posts = new Map(options.posts.map((post) => [post.key, post]));
    const { chat, lease, signal, parts } = options;
    this.#replies = new ThreadReplies(chat, lease, signal, parts);
    signal.addEventListener('abort', () => this.#wake.resolve());
  }

  /** All that the design wants stands there. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  show(design: Design, isWaitingForPlace: boolean): void {
    this.#design = design;
    this.#isWaitingForPlace = isWaitingForPlace;
    this.#isCurrent = false;
    this.#wake.resolve();
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#run().catch((error: unknown) => {
      if (!this.#options.signal.aborted) this.#options.fail(error);
    });
  }

  async #run(): Promise<void> {
    const { signal, quietMs, lease, changed } = this.#options;
    // After this nothing of an earlier owner can arrive.
    await sleep(Math.max(0, quietMs - lease.ageMs), undefined, { signal });
    while (!signal.aborted) {
      this.#wake = Promise.withResolvers();
      const next = this.#next();
      if (next !== null && typeof next !== 'number') {
        await this.#attempt(next);
        continue;
      }
      this.#reportSeen();
      this.#isCurrent = next === null;
      if (next === null) changed();
      const timer = next === null ? undefined : setTimeout(this.#wake.resolve, next);
      await this.#wake.promise;
      clearTimeout(timer);
    }
  }

  #next(): Task | number | null {
    const { pageKey: key, parts } = this.#options;
    const { publicUrl } = parts.settings;
    const design = this.#design;
    if (design?.thread == null) return null;
    const isWaitingForPlace = this.#isWaitingForPlace;
    return nextTask(design, messagesOf(design, { publicUrl, key, isWaitingForPlace }), {
      posts: this.#posts,
      refused: this.#refused,
      isThreadReported: this.#reported.has('report_thread'),
      editWaitMs: (edited) =>
        (this.#editedAt.get(edited) ?? Number.NEGATIVE_INFINITY) +
        parts.pace.editMs -
        performance.now(),
    });
  }

  async #attempt(task: Task): Promise<void> {
    const { signal, parts, lease } = this.#options;
    // It may be another's by now: the lease is renewed, or the design is dropped.
    if (!lease.isHeld) return sleep(UNSURE_MS, undefined, { signal });
    const facts = { designId: lease.designId, key: task.wanted.key, act: task.type };
    try {
      await this.#carryOut(task);
      this.#failures = 0;
    } catch (error) {
      if (!(error instanceof PostFault)) throw error;
      if (error.isLost || error.retryAfterMs !== null) {
        parts.log.info('post_delayed', { ...facts, error });
        this.#failures += 1;
        const waitMs = Math.max(
          error.retryAfterMs ?? 0,
          parts.pace.lookAgainMs * 2 ** this.#failures,
        );
        await sleep(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal });
        return;
      }
      parts.log.warn('post_refused', { ...facts, error });
      await this.#leaveOut(task, error);
    }
  }

  async #carryOut({ type, wanted }: Task): Promise<void> {
    const { chat, lease, signal } = this.#options;
    const thread = this.#thread();
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
        await chat.attach(thread, messageId, message, await this.#readFiles(), postKey, mayPost);
        return this.#note(FILES, messageId, '');
      }
    }
  }

  async #note(key: string, messageId: string, sha256 = ''): Promise<void> {
    const { lease, parts, whileAway } = this.#options;
    const post = { key, messageId, sha256, epoch: lease.epoch };
    await whileAway(() => parts.store.putPost(lease.designId, post));
    this.#posts.set(key, post);
  }

  /** What was refused is not tried again by this owner. */
  async #leaveOut({ type, wanted }: Task, fault: PostFault): Promise<void> {
    const { key } = wanted;
    const known = this.#posts.get(key);
    if (type === 'edit' && known !== undefined)
      this.#posts.set(key, { ...known, sha256: hashOf(wanted) });
    else this.#refused.add(type === 'attach' ? FILES : key);
    if (key === 'card' && type !== 'edit' && this.#thread().thread === '')
      await this.#giveUpThread(fault);
  }

  /** Reads what people wrote that nobody stored; `true`: it is in the inbox now. */
  async catchUp(): Promise<boolean> {
    const { thread, end } = this.#design ?? { thread: null, end: null };
    const cardId = this.#posts.get('card')?.messageId ?? '';
    if (this.#design === null || thread === null || end !== null) return false;
    if (thread.thread === '' || cardId === '') return false;
    return this.#replies.catchUp(this.#design, thread, cardId);
  }

  react(before: Design | null, after: Design): void {
    if (before !== null && after.thread !== null) this.#replies.mark(before, after, after.thread);
  }

  /** Nobody would see what it does: the starter is told, and it ends. */
  async #giveUpThread(fault: PostFault): Promise<void> {
    const { chat, parts, lease } = this.#options;
    const { channel, platform } = this.#thread();
    const starter = this.#design?.startedBy;
    const at = parts.now();
    const by = { name: 'Charrette', id: '', via: platform };
    await this.#options.whileAway(() =>
      parts.store.putCommand({
        designId: lease.designId,
        platform: 'engine',
        platformId: `no-thread ${lease.designId}`,
        command: { type: 'cancel', reason: fault.message.slice(0, 2_000), by },
        at,
      }),
    );
    if (starter !== undefined && starter.id !== '')
      await chat.tell(channel, starter.id, fault.message);
  }

  #reportThread(thread: Thread, opened: string): void {
    if (thread.thread !== '' || this.#reported.has('report_thread')) return;
    this.#reported.add('report_thread');
    this.#options.report({ type: 'report_thread', thread: opened });
  }

  /** From now on people have their time; also where the platform refuses to show the questions. */
  #reportSeen(): void {
    const design = this.#design;
    const isAsking = design?.step === 'answering' && design.answering === null;
    if (!isAsking || this.#reported.has('report_questions_seen')) return;
    if (!this.#posts.get('questions')?.messageId && !this.#refused.has('questions')) return;
    this.#reported.add('report_questions_seen');
    this.#options.report({ type: 'report_questions_seen' });
  }

  async #readFiles() {
    const { lease, parts, whileAway } = this.#options;
    const files: { name: string; bytes: Uint8Array }[] = [];
    for (const name of ATTACHED) {
      const bytes = await whileAway(() => parts.store.file(lease.designId, name));
      const [stem] = name.split('.');
      if (bytes !== null) files.push({ name: `${stem}-${shortId(lease.designId)}.md`, bytes });
    }
    return files;
  }

  #thread(): Thread {
    if (!this.#design?.thread) throw new Error('broken invariant: a post without a thread');
    return this.#design.thread;
  }
}
