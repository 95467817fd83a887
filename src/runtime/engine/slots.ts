import type { Design, SlotWait } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';

/** A wait for a slot that only the person's other designs cause. */
interface Held {
  readonly person: string;
  /** Its beginning, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * The bounded number of designs that may have processes here at the same time. As long as one waits, none takes a slot before
 * it: a slot then goes to the due designs, oldest first. Designs of a person who has `perPerson` slots are passed over until
 * one of these is free.
 */
export class Slots {
  readonly #capacity: number;
  readonly #perPerson: number | null;
  readonly #onReleased: () => void;
  /** The person of each design with a slot; `null` until its state is read. */
  readonly #taken = new Map<DesignId, string | null>();
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

  /** Designs that get no slot now, although one may be free: those of people who have all that one person may have. */
  get passedOver(): DesignId[] {
    return [...this.#held].filter(([, { person }]) => this.isUsedUpBy(person)).map(([id]) => id);
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

  /** Returns true if this person has as many slots as one person may have. */
  isUsedUpBy(person: string): boolean {
    if (this.#perPerson === null) return false;
    return [...this.#taken.values()].filter((each) => each === person).length >= this.#perPerson;
  }

  /** Returns `null` when the person's design may have processes here, from now on; else the beginning of its wait. */
  acquire(id: DesignId, person: string, now: number): number | null {
    const holder = this.#taken.get(id);
    if (holder === person) return null;
    const since = this.#waiting.get(id) ?? this.#held.get(id)?.since ?? now;
    // One that was given a slot has had its turn among the waiting ones, and among those of its person.
    const isNext = holder !== undefined;
    if (this.isUsedUpBy(person) || (!isNext && this.#isHeld(person))) {
      this.withdraw(id);
      this.#held.set(id, { person, since });
      return since;
    }
    this.#held.delete(id);
    if (!isNext && (this.#waiting.size > 0 || this.free <= 0)) {
      this.#waiting.set(id, since);
      return since;
    }
    this.#taken.set(id, person);
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
    for (const [id, { person }] of this.#held) if (!this.isUsedUpBy(person)) this.#held.delete(id);
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

  #isHeld(person: string): boolean {
    return [...this.#held.values()].some((held) => held.person === person);
  }
}
