import { LRUCache } from 'lru-cache';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Clock } from '../ports/clock.ts';

/** Questions under way at once in this process, and those of one person within a quarter of an hour. */
const [AT_ONCE, PER_PERSON, WINDOW_MS] = [8, 20, 15 * 60_000];
const MAX_PEOPLE = 10_000;

/** Keeps questions about decisions from taking the day’s money: one at a time for each design, and so many for each person. */
export class AskingLimits {
  readonly #clock: Clock;
  readonly #underWay = new Set<DesignId>();
  /** Moments of a person’s newest questions, in milliseconds since the epoch. */
  readonly #askedAt = new LRUCache<string, readonly number[]>({ max: MAX_PEOPLE });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a question. Returns why it is not taken now, in words for its author; `null` if it is, and then `leave` follows. */
  enter(designId: DesignId, person: string): string | null {
    if (this.#underWay.has(designId))
      return 'Another question about this decision is being answered. Ask again in a moment.';
    if (this.#underWay.size >= AT_ONCE)
      return 'Too many questions about decisions are being answered. Ask again in a moment.';
    const now = this.#clock.now();
    const recent = (this.#askedAt.get(person) ?? []).filter((at) => now - at < WINDOW_MS);
    if (recent.length >= PER_PERSON)
      return `You have asked ${PER_PERSON} questions within a quarter of an hour. Ask again later.`;
    this.#askedAt.set(person, [...recent, now]);
    this.#underWay.add(designId);
    return null;
  }

  leave(designId: DesignId): void {
    this.#underWay.delete(designId);
  }
}
