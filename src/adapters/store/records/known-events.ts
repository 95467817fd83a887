import { LRUCache } from 'lru-cache';
import type { StoredEvent } from '#ports/store.ts';

/** As a database has it. */
export interface FoundEvent {
  readonly seq: number;
  readonly type: string;
  /** JSON. */
  readonly payload: string;
  readonly hash: string;
}

/** An event that its schema left as it is. Its hash covers the whole of it. */
interface Mark {
  readonly kind: 'written' | 'read';
  readonly hash: string;
}

interface Kept {
  readonly kind: 'kept';
  readonly hash: string;
  readonly before: string;
  readonly text: string;
  readonly stored: StoredEvent;
}

/** Bytes of events to know. */
const KNOWN_BYTES = 16 * 1024 * 1024;
/**
 * Bytes of one design, beyond which no more of its events are kept: those of some two thousand
 * replies. A larger one puts no other out.
 */
const DESIGN_BYTES = KNOWN_BYTES / 4;
/** Bytes of a mark, roughly. */
const MARK_BYTES = 200;
/** Bytes of a text and of what was parsed from it, roughly. */
const BYTES_PER_CHARACTER = 4;

const KNOWN = new LRUCache<string, KnownEvents>({
  maxSize: KNOWN_BYTES,
  sizeCalculation: ({ bytes }) => Math.max(1, bytes),
});

/** Returns what this process knows of a design's events, whichever store it found them in. */
export function knownEventsOf(designId: string): KnownEvents {
  return KNOWN.get(designId) ?? new KnownEvents(designId);
}

/**
 * A design's events that this process has seen, by their number:
 *
 * - *written*: checked by its schema. To *read* when it is read.
 * - *read*: checked by its schema and its hash. To *kept* when it is read again.
 * - *kept*: with its text. The same text at the same place after the same event has the same hash,
 *   so it is neither parsed nor hashed again: a design that waits for people is read for each of
 *   their replies, and one that has ended seldom.
 */
export class KnownEvents {
  readonly #designId: string;
  readonly #events = new Map<number, Mark | Kept>();
  bytes = 0;

  constructor(designId: string) {
    this.#designId = designId;
  }

  /** Returns the event, if it is kept and this text is its own. */
  find({ seq, type, payload, hash }: FoundEvent, before: string): StoredEvent | null {
    const known = this.#events.get(seq);
    if (known?.kind !== 'kept' || known.hash !== hash) return null;
    const isSame = known.text === payload && known.before === before;
    return isSame && known.stored.event.type === type ? known.stored : null;
  }

  isOfVocabulary(seq: number, hash: string): boolean {
    return this.#events.get(seq)?.hash === hash;
  }

  noteWritten(seq: number, hash: string): void {
    this.#note(seq, { kind: 'written', hash });
  }

  /** `stored` was checked, and equals what was parsed from its text. */
  noteRead(stored: StoredEvent, before: string, text: string): void {
    const { seq, hash } = stored;
    const known = this.#events.get(seq);
    const isReadAgain = known?.hash === hash && known.kind !== 'written';
    const kept = { kind: 'kept', hash, before, text, stored } as const;
    const hasRoom = this.bytes + bytesOf(kept) - bytesOf(known) <= DESIGN_BYTES;
    this.#note(seq, isReadAgain && hasRoom ? kept : { kind: 'read', hash });
  }

  #note(seq: number, event: Mark | Kept): void {
    this.bytes += bytesOf(event) - bytesOf(this.#events.get(seq));
    this.#events.set(seq, event);
    // Measured anew only when it is another entry.
    KNOWN.delete(this.#designId);
    KNOWN.set(this.#designId, this);
  }
}

function bytesOf(event: Mark | Kept | undefined): number {
  if (event === undefined) return 0;
  return MARK_BYTES + (event.kind === 'kept' ? BYTES_PER_CHARACTER * event.text.length : 0);
}
