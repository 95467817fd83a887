import { LRUCache } from 'lru-cache';
import { digestOf } from '../message/digest.ts';
import type { Clock } from '../ports/clock.ts';
import type { RequestedDesign } from './requested-design.ts';

/** A start that waits for a person's choice. */
export interface HeldStart {
  /** The id of the person who asked for it: nobody else starts it. */
  readonly person: string;
  readonly place: { readonly channel: string; readonly thread: string | null };
  readonly requested: RequestedDesign;
  readonly isPrivate: boolean;
  /** Their words, which are in no message. */
  readonly typed: readonly string[];
  /** The platform's id of what they did: however often it is started, it is one design. */
  readonly key: string;
}

/** Milliseconds for which a start is kept, as long as an offer holds; and the most that are kept at a time. */
const HOLDS_MS = 86_400_000;
const MAX_HELD = 200;
/** Characters of a name, which fits into a button of every platform. */
const NAME_CHARACTERS = 22;

/** Starts that wait for a person's choice, in the memory of this process: what is gone has to be typed again. */
export class HeldStarts {
  readonly #held: LRUCache<string, HeldStart>;

  constructor(clock: Clock) {
    this.#held = new LRUCache({ max: MAX_HELD, ttl: HOLDS_MS, ttlResolution: 0, perf: clock });
  }

  /** Keeps a start, and returns its name; delivered again it has the same one. */
  keep(start: HeldStart): string {
    const name = digestOf(start.key).slice(0, NAME_CHARACTERS);
    this.#held.set(name, start);
    return name;
  }

  /** Returns the start of this name; `null` where it is gone, or another person's. */
  of(name: string, person: string): HeldStart | null {
    const start = this.#held.get(name);
    return start?.person === person ? start : null;
  }
}
