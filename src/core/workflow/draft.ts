import type { Stamp } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft, Unstamped } from '../vocabulary/draft.ts';
import type { DesignEvent, EventOf } from '../vocabulary/events.ts';
import type { SessionId, TurnId } from '../vocabulary/ids.ts';
import { evolve } from './evolve.ts';

/** Records events on a design, and takes new ids from those that came with the command. */
export class RecordingDraft implements Draft {
  readonly at: number;
  readonly events: DesignEvent[] = [];
  readonly #uuids: Iterator<string>;
  #design: Design;

  constructor(design: Design, stamp: Stamp) {
    this.#design = design;
    // The clock may have been set back, or the design may come from another machine.
    this.at = Math.max(stamp.at, design.lastAt);
    this.#uuids = stamp.uuids[Symbol.iterator]();
  }

  static start(event: EventOf<'design_started'>, stamp: Stamp): RecordingDraft {
    const draft = new RecordingDraft(evolve(null, event), stamp);
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
