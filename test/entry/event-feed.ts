import { setTimeout as delay } from 'node:timers/promises';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import { longestWaitMs } from './waiting.ts';

/** Between two attempts to come back. */
const PAUSE_MS = 100;

/** One design's events from the stream, for tests that wait for one. */
export class EventFeed {
  readonly seen: PublicEvent[] = [];
  /** The stream's comments. */
  readonly comments: string[] = [];
  /** What was said of waiting, which is no event of the design. */
  readonly waits: unknown[] = [];
  /** Why it had to come back. */
  readonly failures: unknown[] = [];
  /** Resolves when the other side has ended the stream; rejects when it broke off. */
  readonly ended: Promise<void>;
  readonly #closing = new AbortController();
  readonly #wakers = new Set<() => void>();
  #failure: unknown = null;

  /**
   * `lastEventId` as a client sends it that comes back; with `comesBack` it does so whenever the
   * stream ends.
   */
  constructor(open: (init: RequestInit) => Promise<Response>, lastEventId = '', comesBack = false) {
    this.ended = comesBack ? this.#readAll(open) : this.#read(open, lastEventId);
    this.ended.catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#failure = error;
      this.#wake();
    });
  }

  of(type: PublicEvent['type']): PublicEvent[] {
    return this.seen.filter((event) => event.type === type);
  }

  /** The first event, seen or to come, that is wanted. */
  until(what: string, isWanted: (event: PublicEvent) => boolean): Promise<PublicEvent> {
    return this.#wait(what, () => this.seen.find(isWanted));
  }

  /** Resolves when this many events have been seen. */
  async count(count: number): Promise<void> {
    await this.#wait(`${count} events`, () => (this.seen.length >= count ? true : undefined));
  }

  close(): void {
    this.#closing.abort();
  }

  async #wait<Value>(what: string, look: () => Value | undefined): Promise<Value> {
    const boundMs = longestWaitMs();
    const waited = AbortSignal.timeout(boundMs);
    for (let found = look(); ; found = look()) {
      if (found !== undefined) return found;
      if (this.#failure !== null) throw this.#failure;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const late = (): void => {
        const last = this.seen.slice(-8).map((event) => JSON.stringify(event).slice(0, 200));
        reject(new Error(`no ${what} within ${boundMs} ms; the last were\n${last.join('\n')}`));
      };
      this.#wakers.add(resolve);
      waited.addEventListener('abort', late, { once: true });
      await promise.finally(() => waited.removeEventListener('abort', late));
    }
  }

  async #readAll(open: (init: RequestInit) => Promise<Response>): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await this.#read(open, String(this.seen.at(-1)?.seq ?? '')).catch((error) =>
        this.failures.push(error),
      );
      await delay(PAUSE_MS);
    }
  }

  async #read(open: (init: RequestInit) => Promise<Response>, lastEventId: string): Promise<void> {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (lastEventId !== '') headers['last-event-id'] = lastEventId;
    const response = await open({ headers, signal: this.#closing.signal });
    if (!response.ok || response.body === null) throw new Error(`no stream: ${response.status}`);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    // Without a socket nothing else notifies the other side that the client is gone.
    this.#closing.signal.addEventListener('abort', () => reader.cancel().catch(() => this.#wake()));
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.#closing.signal.aborted) return;
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
      this.#wake();
    }
  }

  #take(block: string): void {
    const lines = block.split('\n');
    this.comments.push(...lines.filter((line) => line.startsWith(':')));
    const data = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length);
    const id = lines.find((line) => line.startsWith('id: '))?.slice('id: '.length);
    if (data === undefined) return;
    if (lines.includes('event: waiting')) {
      this.waits.push(JSON.parse(data));
      return;
    }
    const event = JSON.parse(data) as PublicEvent;
    if (String(event.seq) !== id) throw new Error(`event ${event.seq} came under the id ${id}`);
    this.seen.push(event);
  }

  #wake(): void {
    for (const waker of [...this.#wakers]) {
      this.#wakers.delete(waker);
      waker();
    }
  }
}
