import type { Design } from '../../core/vocabulary/design.ts';
import { isResting } from '../../core/vocabulary/status.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import { backoffMsOf, RETRY_POLICIES } from '../../foundation/retry.ts';
import { awaitUnlessAborted, awaitWithTimeout, waitUntil } from '../../foundation/timeout.ts';
import { type Chat, ChatFault, type SessionStatus, waitMsOf } from '../../ports/chat.ts';
import { foldToOneLine } from '../../presentation/format/plain.ts';
import type { DesignParts } from '../design/design-parts.ts';
import type { OwnedStore } from '../design/owned-store.ts';
import type { UnderWay } from '../design/under-way.ts';
import { assertSure } from './thread-poster.ts';

/** Milliseconds after which a sign of work is renewed: Slack removes it after an hour. */
const RENEWED_MS = 50 * 60_000;
/**
 * Milliseconds that an ended design waits for its status to be shown: enough for a second attempt.
 */
const WAITED_MS = 4_000;

type Seen = () => { readonly design: Design; readonly chat: Chat | undefined };

/**
 * Status that a platform shows for a design's thread. It is decoration: no message waits for it,
 * failures are only logged, and an ended design waits a few seconds for it at most.
 */
export class ThreadSession {
  readonly #seen: Seen;
  readonly #owned: OwnedStore;
  readonly #underWay: UnderWay;
  readonly #parts: Pick<DesignParts, 'clock' | 'log' | 'store' | 'fleet'>;
  #wanted: SessionStatus | null = null;
  #shown: SessionStatus | null = null;
  #hasTitle = false;
  #attempts: Promise<void> | null = null;
  #pause = new AbortController();
  #renewal: Disposable | null = null;

  constructor(see: Seen, owned: OwnedStore, underWay: UnderWay, parts: DesignParts) {
    this.#seen = see;
    this.#owned = owned;
    this.#underWay = underWay;
    this.#parts = parts;
  }

  show(): void {
    const { design, chat } = this.#seen();
    const { signal } = this.#owned;
    const status = sessionStatusOf(design);
    const canShow = chat?.showSession !== undefined && (design.thread?.thread ?? '') !== '';
    if (!canShow || status === this.#wanted || signal.aborted) return;
    this.#wanted = status;
    this.close();
    this.#pause.abort();
    this.#attempts ??= this.#attempt();
    const boundedAttempts = awaitWithTimeout(
      this.#attempts,
      WAITED_MS,
      () => undefined,
      this.#parts.clock,
    );
    this.#underWay.watch(awaitUnlessAborted(boundedAttempts, signal));
  }

  close(): void {
    this.#renewal?.[Symbol.dispose]();
    this.#renewal = null;
  }

  async #attempt(): Promise<void> {
    const { clock, log } = this.#parts;
    const { signal, claim } = this.#owned;
    let failures = 0;
    while (this.#wanted !== null && this.#shown !== this.#wanted && !signal.aborted) {
      const status = this.#wanted;
      const renewAt = clock.now() + RENEWED_MS;
      try {
        await this.#set(status);
      } catch (error) {
        log.debug('session_not_shown', { designId: claim.designId, status, error });
        if (!(error instanceof ChatFault) || error.kind === 'passing') {
          failures += 1;
          if (status === this.#wanted) await this.#waitAfter(error, failures);
          continue;
        }
        // The thread's messages say the same.
      }
      this.#shown = status;
      if (status === 'processing') this.#renewAt(renewAt);
    }
    this.#attempts = null;
  }

  /** Skips a thread in which another design has begun since: that one's status is shown. */
  async #set(status: SessionStatus): Promise<void> {
    const { design, chat } = this.#seen();
    const { id, thread } = design;
    if (thread === null) return;
    const { store, fleet } = this.#parts;
    const { platform, channel, thread: of } = thread;
    const [newest] = await store.list({ platform, channel, thread: of, limit: 1 });
    if (newest !== undefined && newest.id !== id) return;
    assertSure(fleet);
    const title = this.#hasTitle ? null : sessionTitleOf(design);
    await chat?.showSession?.(thread, { status, title }, this.#owned.signal);
    this.#hasTitle = true;
  }

  async #waitAfter(error: unknown, failures: number): Promise<void> {
    const { clock } = this.#parts;
    const waitMs = Math.max(backoffMsOf(RETRY_POLICIES.redraw, failures), waitMsOf(error));
    this.#pause = new AbortController();
    const { signal } = this.#owned;
    await waitUntil(clock, clock.now() + waitMs, AbortSignal.any([signal, this.#pause.signal]));
  }

  #renewAt(at: number): void {
    if (this.#owned.signal.aborted || this.#wanted !== 'processing') return;
    this.#renewal = this.#parts.clock.at(at, () => {
      this.#wanted = null;
      this.#shown = null;
      this.show();
    });
  }
}

const TITLE_CHARACTERS = 100;

/** In a pause nothing works, so a sign of work with a stop button would be false. */
export function sessionStatusOf(design: Design): SessionStatus {
  if (design.end !== null) return 'closed';
  return isResting(design) ? 'suspended' : 'processing';
}

export function sessionTitleOf({ topic }: Pick<Design, 'topic'>): string {
  return cutWords(foldToOneLine(topic), TITLE_CHARACTERS);
}
