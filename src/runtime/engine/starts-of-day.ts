import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { startsAnyway } from '../../core/policy/should-retry.ts';
import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import type { StartDesign } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { dayBeganAt } from '../day.ts';
import { listedDesigns } from '../listed-designs.ts';
import { startedEnough } from '../permission.ts';
import type { DesignSummary } from '../ports/store.ts';
import { starterOf } from '../starter.ts';
import { loadedIfWhole } from './loading.ts';
import type { Parts } from './parts.ts';

/** Starts remembered in case they are delivered again. */
const KNOWN_STARTS = 1_000;

/**
 * Lets a person start so many designs a day (UTC), one start after the other, so that several at once all count. It does not see
 * another daemon that admits one in the same moment.
 */
export class StartsOfDay {
  readonly #parts: Pick<Parts, 'store' | 'clock' | 'designsPerPersonPerDay'>;
  /** The persons whose starts are not on record yet. */
  readonly #starting = new Map<DesignId, string>();
  readonly #admitted = new LRUCache<string, true>({ max: KNOWN_STARTS });
  readonly #oneAfterTheOther = pLimit(1);

  constructor(parts: Pick<Parts, 'store' | 'clock' | 'designsPerPersonPerDay'>) {
    this.#parts = parts;
  }

  /**
   * Returns why this person may not start one more, in words for them; `null` if they may, and then it counts until it is
   * released. A `key` admitted here before is not counted again (P5).
   */
  admit(command: StartDesign, key: string): Promise<string | null> {
    return this.#oneAfterTheOther(() => this.#admit(command, key));
  }

  /** Releases a start that is on record, or never will be. */
  release(id: DesignId): void {
    this.#starting.delete(id);
  }

  /** Forgets an admission that another limit has made void. */
  forget(id: DesignId, key: string): void {
    this.#starting.delete(id);
    this.#admitted.delete(key);
  }

  async #admit(command: StartDesign, key: string): Promise<string | null> {
    const { designsPerPersonPerDay: most } = this.#parts;
    if (most === null || this.#admitted.has(key)) return null;
    const { startedBy, via } = command;
    const person = starterOf({ ...command, startedBy: nameOnRecord(startedBy, via) });
    const started = await this.#startedBy(person, command, most);
    if (started >= most) return startedEnough(started, most);
    this.#starting.set(command.designId, person);
    this.#admitted.set(key, true);
    return null;
  }

  async #startedBy(person: string, { thread }: StartDesign, most: number): Promise<number> {
    const { store, clock } = this.#parts;
    const starting = new Map(this.#starting);
    let started = 0;
    const startedSince = dayBeganAt(clock.now());
    const isOfPlatform = thread !== null && thread.starter !== '';
    const theirs = isOfPlatform ? { platform: thread.platform, starter: thread.starter } : {};
    for await (const design of listedDesigns(store, { startedSince, ...theirs })) {
      starting.delete(design.id);
      if (starterOf(design) === person && !(await this.#wasNoQuestion(design))) started += 1;
      if (started >= most) return started;
    }
    return started + [...starting.values()].filter((each) => each === person).length;
  }

  /** What was no design question counts against nothing. */
  async #wasNoQuestion({ id, status }: DesignSummary): Promise<boolean> {
    if (status !== 'cancelled') return false;
    const design = await loadedIfWhole(this.#parts.store, id);
    return design !== null && startsAnyway(design);
  }
}
