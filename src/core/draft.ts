import { type Stamp, UUIDS_PER_COMMAND } from './commands.ts';
import type { Design } from './design.ts';
import type { DesignEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { SessionId, TurnId } from './ids.ts';

type Unstamped<Event> = Event extends DesignEvent ? Omit<Event, 'at'> : never;

/**
 * One decision in the making: the events so far and the design as they leave it. It lives for the length of one
 * `decide` and is the only thing in the core that changes.
 */
export class Draft {
  readonly at: number;
  readonly events: DesignEvent[] = [];
  readonly #uuids: readonly string[];
  #design: Design;
  #minted = 0;

  constructor(design: Design, stamp: Stamp) {
    this.#design = design;
    this.at = stamp.at;
    this.#uuids = stamp.uuids;
  }

  get design(): Design {
    return this.#design;
  }

  record(event: Unstamped<DesignEvent>): void {
    const stamped = { ...event, at: this.at } as DesignEvent;
    this.#design = evolve(this.#design, stamped);
    this.events.push(stamped);
  }

  /** C1: ids are minted before what they name exists. */
  mintSessionId(): SessionId {
    return `ses_${this.#nextUuid()}` as SessionId;
  }

  mintTurnId(): TurnId {
    return `trn_${this.#nextUuid()}` as TurnId;
  }

  #nextUuid(): string {
    const uuid = this.#uuids[this.#minted++];
    if (uuid === undefined)
      throw new Error(`broken invariant: a command needs more than its ${UUIDS_PER_COMMAND} uuids`);
    return uuid;
  }
}
