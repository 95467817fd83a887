import type { Design, SlotWait } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { type Counted, mostFor } from './counted.ts';

/** A wait for a slot that only the other designs of the same starter cause. */
interface Held {
  readonly who: Counted;
  /** Its beginning, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * The bounded number of designs that may have processes here at the same time. As long as one waits, none takes a slot before
 * it: a slot then goes to the due designs, oldest first. Designs of somebody who has all that they may have are passed over
 * until one of these is free.
 */
export class Slots {
  readonly #capacity: number;
  readonly #perPerson: number | null;
  readonly #onReleased: () => void;
  /** Who has each slot; `null` until the state of its design is read. */
  readonly #taken = new Map<DesignId, Counted | null>();
  /** The beginning of each wait for a slot here, in milliseconds since the epoch. */
  readonly #waiting = new Map<DesignId, number>();
  readonly #held = new Map<DesignId, Held>();

  /** `perPerson`: `null` for no limit. */
  constructor(
    { capacity, perPerson }: { readonly capacity: number; readonly perPerson: number | null },
    onReleased: () => void,
  ) {
    this.#capacity = capacity;
    this.#perPerson = perPerson;
    this.#onReleased = onReleased;
  }

  get free(): number {
    return this.#capacity - this.#taken.size;
  }

  /** Designs that get no slot now, although one may be free: those of people who have all that they may have. */
  get passedOver(): DesignId[] {
    return [...this.#held].filter(([, { who }]) => this.isUsedUpBy(who)).map(([id]) => id);
  }

  /** Returns a design with its wait for a slot here, if it waits. */
  shown(design: Design): Design {
    const slotWait = this.#waitOf(design.id);
    return slotWait === null || design.end !== null ? design : { ...design, slotWait };
  }

  #waitOf(id: DesignId): SlotWait | null {
    const since = this.#waiting.get(id);
    if (since !== undefined) return { since, isForTheirOwn: false };
    const held = this.#held.get(id);
    return held === undefined ? null : { since: held.since, isForTheirOwn: true };
  }

  /** Returns true if they have as many slots as they may have: one of several is always somebody else's. */
  isUsedUpBy(who: Counted): boolean {
    if (this.#perPerson === null || who.kind === 'nobody') return false;
    const most = Math.min(mostFor(who, this.#perPerson), Math.max(this.#capacity - 1, 1));
    return [...this.#taken.values()].filter((each) => each?.key === who.key).length >= most;
  }

  /** Returns `null` when their design may have processes here, from now on; else the beginning of its wait. */
  acquire(id: DesignId, who: Counted, now: number): number | null {
    const holder = this.#taken.get(id);
    if (holder?.key === who.key) return null;
    const since = this.#waiting.get(id) ?? this.#held.get(id)?.since ?? now;
    // One that was given a slot has had its turn among the waiting ones, and among those of its starter.
    const isNext = holder !== undefined;
    if (this.isUsedUpBy(who) || (!isNext && this.#isHeld(who))) {
      this.withdraw(id);
      this.#held.set(id, { who, since });
      return since;
    }
    this.#held.delete(id);
    if (!isNext && (this.#waiting.size > 0 || this.free <= 0)) {
      this.#waiting.set(id, since);
      return since;
    }
    this.#taken.set(id, who);
    return null;
  }

  /** Gives this design its turn. */
  assign(id: DesignId): void {
    if (this.free <= 0) return;
    this.#waiting.delete(id);
    this.#taken.set(id, null);
  }

  /** Clears the waits, since nothing is due: those designs have ended, or are another daemon's. */
  nobodyWaits(): void {
    this.#waiting.clear();
    for (const [id, { who }] of this.#held) if (!this.isUsedUpBy(who)) this.#held.delete(id);
  }

  /** Frees a design's slot, since it has no processes here any more. If it waits for a slot, it keeps its place. */
  release(id: DesignId): void {
    if (this.#taken.delete(id)) this.#onReleased();
  }

  /** Withdraws a design that needs no slot now. */
  withdraw(id: DesignId): void {
    this.#waiting.delete(id);
    this.#held.delete(id);
    this.release(id);
  }

  #isHeld({ key }: Counted): boolean {
    return [...this.#held.values()].some(({ who }) => who.key === key);
  }
}
