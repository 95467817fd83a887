import type { Stamp } from './commands.ts';
import type { Design } from './design.ts';
import type { DesignEvent, EventOf } from './events.ts';
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
  readonly #uuids: Iterator<string>;
  #design: Design;

  constructor(design: Design, stamp: Stamp) {
    this.#design = design;
    this.at = stamp.at;
    this.#uuids = stamp.uuids[Symbol.iterator]();
  }

  static start(event: EventOf<'design_started'>, stamp: Stamp): Draft {
    const draft = new Draft(evolve(null, event), stamp);
    draft.events.push(event);
    return draft;
  }

  get design(): Design {
    return this.#design;
  }

  record(event: Unstamped<DesignEvent>, at = this.at): void {
    const stamped = { ...event, at } as DesignEvent;
    this.#design = evolve(this.#design, stamped);
    this.events.push(stamped);
  }

  /** An id is minted before what it names exists (C1). */
  mintSessionId(): SessionId {
    return `ses_${this.#nextUuid()}` as SessionId;
  }

  mintTurnId(): TurnId {
    return `trn_${this.#nextUuid()}` as TurnId;
  }

  #nextUuid(): string {
    const next = this.#uuids.next();
    if (next.done === true) throw new Error('broken invariant: a command came with too few uuids');
    return next.value;
  }
}
