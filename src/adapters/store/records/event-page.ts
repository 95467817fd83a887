import { LRUCache } from 'lru-cache';
import { ChainBrokenFault, Fault } from '#foundation/fault.ts';
import { isObject } from '#foundation/is-object.ts';
import { CHARRETTE_VERSION } from '#foundation/version.ts';
import type { StoredEvent } from '#ports/store.ts';
import { NOT_RECORDED, sayAnotherVersion } from '#presentation/words/set-aside.ts';
import { chainEvent, GENESIS_HASH } from '#record/chain.ts';
import { readEvent } from './rows.ts';

/** From the design's row, read together with its events. */
export interface DesignStanding {
  readonly version: number;
  readonly setAside: string | null;
  /** Hash of the last event before the page; `null` if there is none. */
  readonly before: string | null;
}

/** JSON as text, or parsed by the database. */
export interface FoundEvent {
  readonly seq: number;
  readonly type: string;
  readonly payload: unknown;
  readonly hash: string;
}

/** Characters of events whose text is kept: those of some eight thousand replies. */
const CHECKED_CHARACTERS = 4 * 1024 * 1024;
const NOT_KEPT = 'not kept';
/**
 * Events that were checked, by their hash; `NOT_KEPT` for one that was read once. The same text at
 * the same place after the same event has that hash, so it is neither parsed nor hashed again: a
 * design that waits for people is read for each of their replies.
 */
const CHECKED = new LRUCache<string, Checked | typeof NOT_KEPT>({
  maxSize: CHECKED_CHARACTERS,
  sizeCalculation: (checked) => (checked === NOT_KEPT ? 64 : checked.text.length),
});
interface Checked {
  readonly before: string;
  readonly text: string;
  readonly stored: StoredEvent;
}

/**
 * Checks events when they are read: each fits its predecessor, its hash and its type, and their
 * number fits the design's row. Hashes each event once. Throws `ChainBrokenFault` at the first that
 * does not fit, and `Fault('store_newer')` at one that another version wrote and this one cannot
 * read.
 */
export class EventPage {
  readonly #designId: string;
  readonly #since: number;
  #seq: number;
  #head: string;
  /** The newest version that the events of the page name. */
  #writer: string | null = null;

  /** `since`: number of the last event before the page. */
  constructor(designId: string, since: number, standing: DesignStanding) {
    const { version, setAside, before } = standing;
    this.#designId = designId;
    this.#since = since;
    this.#seq = since;
    this.#head = before ?? GENESIS_HASH;
    if (setAside !== null) throw new ChainBrokenFault(designId, NOT_RECORDED, { isKnown: true });
    if (since > 0 && since <= version && before === null) throw this.#broken(missing(since, since));
  }

  take(found: FoundEvent): StoredEvent {
    const seq = this.#seq + 1;
    if (found.seq !== seq) throw this.#broken(missing(seq, found.seq - 1));
    const stored = this.#known(found) ?? this.#check(found);
    const { event, hash } = stored;
    if (event.type === 'design_started' || event.type === 'files_written')
      this.#writer = event.charretteVersion ?? null;
    this.#seq = seq;
    this.#head = hash;
    return stored;
  }

  #known({ seq, type, payload, hash }: FoundEvent): StoredEvent | null {
    const checked = CHECKED.get(hash);
    if (checked === undefined || checked === NOT_KEPT) return null;
    const { before, text, stored } = checked;
    const isSame = stored.seq === seq && stored.event.type === type && before === this.#head;
    return isSame && text === payload ? stored : null;
  }

  #check(found: FoundEvent): StoredEvent {
    const { seq, type, hash } = found;
    const before = this.#head;
    const payload = this.#parsed(found.payload);
    if (hash !== chainEvent(before, seq, payload) || type !== typeOf(payload))
      throw this.#broken(`event ${seq} is not the one that was recorded`);
    const stored = this.#read({ seq, payload, hash });
    if (typeof found.payload === 'string') {
      const isReadAgain = CHECKED.has(hash);
      CHECKED.set(hash, isReadAgain ? { before, text: found.payload, stored } : NOT_KEPT);
    }
    return stored;
  }

  /** Compares with the design's version at the last read. `isAll`: there are no more rows. */
  assertWithin(version: number, isAll: boolean): void {
    if (isAll && this.#seq < version) throw this.#broken(missing(this.#seq + 1, version));
    if (this.#seq > Math.max(version, this.#since))
      throw this.#broken(`event ${Math.max(version, this.#since) + 1} was never recorded`);
  }

  /** For an event that the database itself cannot read. */
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
      // It has the hash that was recorded with it.
      const words = sayAnotherVersion(this.#designId, row.seq, this.#writer, CHARRETTE_VERSION);
      throw new Fault('store_newer', words, error);
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
  return isObject(payload) ? Reflect.get(payload, 'type') : null;
}
