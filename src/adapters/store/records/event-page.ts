import { isDeepStrictEqual } from 'node:util';
import type { DesignEvent } from '#core/vocabulary/events.ts';
import { ChainBrokenFault, Fault } from '#foundation/fault.ts';
import { isObject } from '#foundation/is-object.ts';
import { CHARRETTE_VERSION } from '#foundation/version.ts';
import type { StoredEvent } from '#ports/store.ts';
import { NOT_RECORDED, sayAnotherVersion } from '#presentation/words/set-aside.ts';
import { chainEvent, GENESIS_HASH } from '#record/chain.ts';
import { type FoundEvent, type KnownEvents, knownEventsOf } from './known-events.ts';
import { readEvent } from './rows.ts';

/** From the design's row, read together with its events. */
export interface DesignStanding {
  readonly version: number;
  readonly setAside: string | null;
  /** Hash of the last event before the page; `null` if there is none. */
  readonly before: string | null;
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
  readonly #known: KnownEvents;
  #seq: number;
  #head: string;
  /** The newest version that the events of the page name. */
  #writer: string | null = null;

  /** `since`: number of the last event before the page. */
  constructor(designId: string, since: number, standing: DesignStanding) {
    const { version, setAside, before } = standing;
    this.#designId = designId;
    this.#since = since;
    this.#known = knownEventsOf(designId);
    this.#seq = since;
    this.#head = before ?? GENESIS_HASH;
    if (setAside !== null) throw new ChainBrokenFault(designId, NOT_RECORDED, { isKnown: true });
    if (since > 0 && since <= version && before === null) throw this.#broken(missing(since, since));
  }

  take(found: FoundEvent): StoredEvent {
    const seq = this.#seq + 1;
    if (found.seq !== seq) throw this.#broken(missing(seq, found.seq - 1));
    const stored = this.#known.find(found, this.#head) ?? this.#check(found);
    const { event, hash } = stored;
    if (event.type === 'design_started' || event.type === 'files_written')
      this.#writer = event.charretteVersion ?? null;
    this.#seq = seq;
    this.#head = hash;
    return stored;
  }

  #check({ seq, type, payload: text, hash }: FoundEvent): StoredEvent {
    const before = this.#head;
    const payload = this.#parse(text);
    if (hash !== chainEvent(before, seq, payload) || type !== typeOf(payload))
      throw this.#broken(`event ${seq} is not the one that was recorded`);
    const event = this.#known.isOfVocabulary(seq, hash)
      ? (payload as DesignEvent)
      : this.#read(seq, payload);
    const stored = { seq, event, hash };
    if (event === payload || isDeepStrictEqual(event, payload))
      this.#known.noteRead(stored, before, text);
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

  #parse(json: string): unknown {
    try {
      return JSON.parse(json);
    } catch (error) {
      throw this.unreadable(error);
    }
  }

  #read(seq: number, payload: unknown): DesignEvent {
    try {
      return readEvent(seq, payload);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // It has the hash that was recorded with it.
      const words = sayAnotherVersion(this.#designId, seq, this.#writer, CHARRETTE_VERSION);
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
