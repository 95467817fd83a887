import type { Post } from '../../core/effects.ts';
import type { DesignId } from '../../core/ids.ts';
import { Fault } from '../fault.ts';
import type { StalledCard } from '../message/post.ts';
import type { Clock } from '../ports/clock.ts';
import type { Waiting, Waits } from './waits.ts';

/** Milliseconds without a word of waiting after which it is over: it is said every ten seconds, later where each attempt takes long. */
const SILENCE_MS = 30_000;

/** Whether something of a design cannot be stored or written just now, which its card says. */
export class Stall {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #listening: Disposable;
  #why: StalledCard['stalled'] | null = null;
  #over: Disposable | null = null;

  constructor(id: DesignId, waits: Waits, clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
    this.#listening = waits.listen(id, (waiting) => this.#begin(waiting));
  }

  get isOn(): boolean {
    return this.#why !== null;
  }

  /** Whether that ends it. */
  end(): boolean {
    const wasOn = this.isOn;
    this.#over?.[Symbol.dispose]();
    this.#over = null;
    this.#why = null;
    return wasOn;
  }

  close(): void {
    this.#listening[Symbol.dispose]();
    this.end();
  }

  /** The same post; a card with why its design waits. */
  in<Any extends Post>(post: Any): Any | StalledCard {
    return post.kind === 'card' && this.#why !== null ? { kind: 'card', stalled: this.#why } : post;
  }

  #begin({ what, error }: Waiting): void {
    const isFirst = this.#over === null;
    this.end();
    const why = what === 'files_not_written' ? 'files' : error instanceof Fault ? reasonOf(error) : 'store';
    // A store that is away for a moment is worth no edit: that is said from the second report on.
    this.#why = isFirst && why === 'store' ? null : why;
    this.#over = this.#clock.at(this.#clock.now() + SILENCE_MS, () => {
      if (this.end()) this.#changed();
    });
    if (this.isOn) this.#changed();
  }
}

function reasonOf({ code }: Fault): StalledCard['stalled'] {
  return code === 'store_full' || code === 'store_read_only' ? code : 'store';
}
