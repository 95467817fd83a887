import { LRUCache } from 'lru-cache';
import type { DesignId } from '../../core/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { ModelFault, type ModelReply, type Spent } from '../ports/model.ts';

const MAX_ENTRIES = 200;

/** A model call whose session is gone: under way, or answered. */
export interface KeptCall {
  readonly designId: DesignId;
  readonly answer: Promise<ModelReply>;
  /** What of its usage is in the record of a turn already: all of it, or this much; `null` for nothing. */
  readonly counted: () => 'all' | Spent | null;
  /** Whether the design has recorded all of it. */
  readonly isReported: boolean;
  abort(): void;
}

interface Entry {
  call: KeptCall;
  readonly timer: Disposable;
}

/**
 * A cache of the model's answers to a process that died, for `keepMs`: its replacement sends the same request, byte for
 * byte, so a crash is not paid for twice. Calls that nobody claims are aborted and evicted.
 */
export class KeptAnswers {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #keepMs: number;
  readonly #entries = new LRUCache<string, Entry>({
    max: MAX_ENTRIES,
    dispose: ({ call, timer }, _key, reason) => {
      timer[Symbol.dispose]();
      if (reason !== 'delete') this.#abort(call, reason === 'set' ? 'replaced' : 'too_many');
    },
  });

  constructor(clock: Clock, log: Log, keepMs: number) {
    this.#clock = clock;
    this.#log = log;
    this.#keepMs = keepMs;
  }

  /** `report` is called with an answer that comes before anybody has claimed it; then it is recorded as a whole. */
  keep(key: string, call: KeptCall, report: (reply: ModelReply) => void): void {
    const timer = this.#clock.at(this.#clock.now() + this.#keepMs, () => this.#drop(key, 'unclaimed'));
    const entry: Entry = { call, timer };
    this.#entries.set(key, entry);
    const answered = (reply: ModelReply): void => {
      if (call.isReported || this.#entries.peek(key) !== entry) return;
      report(reply);
      entry.call = { ...call, isReported: true };
    };
    call.answer.then(answered, (error: unknown) => {
      const fault = error instanceof ModelFault ? error.kind : 'unknown';
      this.#log.info('kept_model_call_failed', { fault });
      if (this.#entries.peek(key) === entry) this.#drop(key, 'failed');
    });
  }

  claim(key: string): KeptCall | undefined {
    const call = this.#entries.peek(key)?.call;
    this.#entries.delete(key);
    return call;
  }

  /** Aborts what is still under way for this design. */
  release(designId: DesignId): void {
    for (const [key, { call }] of [...this.#entries]) if (call.designId === designId) this.#drop(key, 'over');
  }

  /** Aborts what is still under way. */
  close(): void {
    for (const key of [...this.#entries.keys()]) this.#drop(key, 'closed');
  }

  #drop(key: string, because: string): void {
    const call = this.claim(key);
    if (call !== undefined) this.#abort(call, because);
  }

  #abort(call: KeptCall, because: string): void {
    call.abort();
    this.#log.info('kept_model_call_dropped', { because, reported: call.isReported });
  }
}
