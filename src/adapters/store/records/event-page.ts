import { chained, GENESIS_HASH } from '../../../runtime/chain.ts';
import { ChainBrokenFault, Fault } from '../../../runtime/fault.ts';
import type { StoredEvent } from '../../../runtime/ports/store.ts';
import { readEvent } from './rows.ts';

/** Where a design stands by its own row, read together with its events. */
export interface Standing {
  /** The number of its events. */
  readonly version: number;
  /** The reason why it is set aside; null: it is not. */
  readonly setAside: string | null;
  /** The hash of the last event before the page; null where there is none. */
  readonly before: string | null;
  /** Entries of the log of heads about events after that one: number and hash. */
  readonly heads: readonly { readonly count: number; readonly head: string }[];
}

/** An event's row as found; JSON as text, or as a database has parsed it. */
export interface FoundEvent {
  readonly seq: number;
  readonly type: string;
  readonly payload: unknown;
  readonly words: unknown;
  readonly hash: string;
}

/**
 * The check of events on their way out of a store (P11), each of which is hashed once: it fits the one before, its own hash, its
 * type, its texts and the log of heads, and there are as many as the design's row says. Throws `ChainBrokenFault` at the first
 * that does not fit.
 */
export class EventPage {
  readonly #designId: string;
  readonly #since: number;
  readonly #heads: ReadonlyMap<number, string>;
  #seq: number;
  #head: string;

  /** `since`: number of the last event before the page. `evenSetAside`: for a check, and for nobody to read. */
  constructor(designId: string, since: number, standing: Standing, evenSetAside: boolean) {
    const { version, setAside, before, heads } = standing;
    this.#designId = designId;
    this.#since = since;
    this.#seq = since;
    this.#head = before ?? GENESIS_HASH;
    this.#heads = new Map(heads.map(({ count, head }) => [count, head]));
    if (setAside !== null && !evenSetAside) throw new ChainBrokenFault(designId, setAside, { isKnown: true });
    const logged = Math.max(...this.#heads.keys());
    if (logged > version) throw this.#broken(missing(version + 1, logged));
    if (since > 0 && since <= version && before === null) throw this.#broken(missing(since, since));
  }

  /** Reads the next event. */
  take(found: FoundEvent): StoredEvent {
    const seq = this.#seq + 1;
    if (found.seq !== seq) throw this.#broken(missing(seq, found.seq - 1));
    const payload = this.#parsed(found.payload);
    const { hash, type } = found;
    const logged = this.#heads.get(seq) ?? hash;
    if (hash !== chained(this.#head, seq, payload) || type !== typeOf(payload) || logged !== hash)
      throw this.#broken(`event ${seq} is not the one that was recorded`);
    const event = this.#read({ seq, payload, words: this.#parsed(found.words), hash });
    this.#seq = seq;
    this.#head = hash;
    return event;
  }

  /** Compares with the design's version as of the last rows. `isAll`: there are no more. */
  assertWithin(version: number, isAll: boolean): void {
    if (isAll && this.#seq < version) throw this.#broken(missing(this.#seq + 1, version));
    if (this.#seq > Math.max(version, this.#since))
      throw this.#broken(`event ${Math.max(version, this.#since) + 1} was never recorded`);
  }

  /** Fault of a next event that the database itself cannot read. */
  unreadable(cause: unknown): Fault {
    return this.#broken(`event ${this.#seq + 1} cannot be read`, cause);
  }

  #parsed(json: unknown): unknown {
    if (typeof json !== 'string') return json;
    try {
      return JSON.parse(json);
    } catch (error) {
      throw this.unreadable(error);
    }
  }

  #read(row: Parameters<typeof readEvent>[0]): StoredEvent {
    try {
      return readEvent(row);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Its recorded form is sound.
      if (row.words === null) throw this.unreadable(error);
      throw this.#broken(`a text of event ${row.seq} is not the one that was recorded`, error);
    }
  }

  #broken(reason: string, cause?: unknown): Fault {
    return new ChainBrokenFault(this.#designId, reason, { cause });
  }
}

function missing(first: number, last: number): string {
  return first >= last ? `event ${first} is missing` : `events ${first} to ${last} are missing`;
}

function typeOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'type') : null;
}
