import type { Spent, Stamp } from './commands.ts';
import { DesignEvent, type NewEvent, NO_USAGE } from './events.ts';
import { evolve } from './evolve.ts';
import { type IdOf, mint, type TurnId } from './ids.ts';
import type { Design } from './state.ts';

/** What one command causes, in the making: its events so far, and the design with them. */
export class Change {
  readonly at: number;
  readonly events: DesignEvent[] = [];
  readonly #stamp: Stamp;
  #design: Design | null;

  constructor(design: Design | null, stamp: Stamp) {
    // The clock may have been set back, or the design may come from another machine.
    this.at = Math.max(stamp.at, design?.lastAt ?? 0);
    this.#stamp = stamp;
    this.#design = design;
  }

  get design(): Design {
    if (this.#design === null) throw new Error('broken invariant: the design has not started');
    return this.#design;
  }

  /** Each event is judged by its schema before anybody can store it (P6, P7). */
  record(event: NewEvent): void {
    const judged: DesignEvent = DesignEvent.parse({ ...event, at: this.at });
    this.#design = evolve(this.#design, judged);
    this.events.push(judged);
  }

  spentOf(turn: TurnId): Spent {
    // What cannot be told is not zero.
    return this.#stamp.spentOf?.(turn) ?? { usage: NO_USAGE, costUsd: 0, isAtLeast: true };
  }

  mint<Kind extends keyof IdOf>(kind: Kind): IdOf[Kind] {
    return mint(kind, this.#stamp.uuid());
  }
}
