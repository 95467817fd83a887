import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { SharedStore } from '../../ports/store.ts';
import { type Counted, scaleLimit } from '../limits/counted.ts';

/**
 * Most questions at once in this process, most questions of a person per window, and the window in
 * milliseconds.
 */
const AT_ONCE = 8;
const MOST = 20;
const WINDOW_MS = 15 * 60_000;

/**
 * Keeps questions about decisions from using up the day's money: one at a time per design here, and
 * a number per person, counted by the store for all daemons.
 */
export class AskingLimits {
  readonly #store: Pick<SharedStore, 'questionsSince'>;
  readonly #clock: Clock;
  readonly #underWay = new Set<DesignId>();

  constructor(store: Pick<SharedStore, 'questionsSince'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Admits a question. `asker`: the hash by which the store counts it. Returns the refusal in
   * words, or `null`; then `leave` must follow.
   */
  async enter(designId: DesignId, asker: string, who: Counted): Promise<string | null> {
    if (this.#underWay.has(designId))
      return 'Another question about this decision is being answered. Ask again in a moment.';
    if (this.#underWay.size >= AT_ONCE)
      return 'Too many questions about decisions are being answered. Ask again in a moment.';
    this.#underWay.add(designId);
    const most = scaleLimit(who, MOST);
    try {
      const count = await this.#store.questionsSince(asker, this.#clock.now() - WINDOW_MS);
      if (count < most) return null;
    } catch (error) {
      this.leave(designId);
      throw error;
    }
    this.leave(designId);
    const name = who.kind === 'token' ? 'This token' : 'You';
    return `${name} asked ${most} questions within 15 minutes. Ask again later.`;
  }

  leave(designId: DesignId): void {
    this.#underWay.delete(designId);
  }
}
