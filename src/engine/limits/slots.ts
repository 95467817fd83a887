import type { Design, SlotWait } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { type Counted, scaleLimit } from './counted.ts';

/** A wait for a slot caused only by the starter's other designs. */
interface Held {
  readonly who: Counted;
  readonly since: number;
}

/**
 * Bounds the designs with processes here. While one waits, no other overtakes it: a free slot goes
 * to the due designs, oldest first. Designs of a person whose share is used up are passed over
 * until one of that person's slots is free.
 */
export class Slots {
  readonly #capacity: number;
  readonly #perPerson: number | null;
  readonly #onReleased: () => void;
  /** Holder of each slot; `null` until its design's state is read. */
  readonly #taken = new Map<DesignId, Counted | null>();
  /** Beginning of each wait for a slot, in milliseconds since the epoch. */
  readonly #waiting = new Map<DesignId, number>();
  readonly #held = new Map<DesignId, Held>();

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

  /** Designs of people whose share is used up: they get no slot now, even if one is free. */
  get designsToPassOver(): DesignId[] {
    return [...this.#held].filter(([, { who }]) => this.isUsedUpBy(who)).map(([id]) => id);
  }

  addSlotWait(design: Design): Design {
    const slotWait = this.#waitOf(design.id);
    return slotWait === null || design.end !== null ? design : { ...design, slotWait };
  }

  #waitOf(id: DesignId): SlotWait | null {
    const since = this.#waiting.get(id);
    if (since !== undefined) return { since, isForTheirOwn: false };
    const slot = this.#held.get(id);
    return slot === undefined ? null : { since: slot.since, isForTheirOwn: true };
  }

  /** True if this person's share is used up: with several slots, one always stays for others. */
  isUsedUpBy(who: Counted): boolean {
    if (this.#perPerson === null || who.kind === 'nobody') return false;
    const most = Math.min(scaleLimit(who, this.#perPerson), Math.max(this.#capacity - 1, 1));
    return [...this.#taken.values()].filter((each) => each?.key === who.key).length >= most;
  }

  /**
   * Returns `null` if the design may have processes from now on, else the beginning of its wait.
   */
  acquire(id: DesignId, who: Counted, now: number): number | null {
    const holder = this.#taken.get(id);
    if (holder?.key === who.key) return null;
    const since = this.#waiting.get(id) ?? this.#held.get(id)?.since ?? now;
    // A design that was assigned a slot has waited its turn, also among its starter's designs.
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

  assign(id: DesignId): void {
    if (this.free <= 0) return;
    this.#waiting.delete(id);
    this.#taken.set(id, null);
  }

  /**
   * Clears the waits: nothing is due, so the waiting designs have ended or belong to another
   * daemon.
   */
  nobodyWaits(): void {
    this.#waiting.clear();
    for (const [id, { who }] of this.#held) if (!this.isUsedUpBy(who)) this.#held.delete(id);
  }

  /** Frees a slot: the design has no processes here any more. If it waits, it keeps its place. */
  release(id: DesignId): void {
    if (this.#taken.delete(id)) this.#onReleased();
  }

  withdraw(id: DesignId): void {
    this.#waiting.delete(id);
    this.#held.delete(id);
    this.release(id);
  }

  #isHeld({ key }: Counted): boolean {
    return [...this.#held.values()].some(({ who }) => who.key === key);
  }
}
