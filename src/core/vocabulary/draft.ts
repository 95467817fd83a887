import type { Design } from './design.ts';
import type { DesignEvent } from './events.ts';
import type { SessionId, TurnId } from './ids.ts';

export type Unstamped<Event> = Event extends DesignEvent ? Omit<Event, 'at'> : never;

/**
 * An answer of `decide` in the making: the events so far, and the design that they lead to. Lives
 * for one call of `decide`, and is the only mutable thing in the core.
 */
export interface Draft {
  /** The command's time, in milliseconds since the epoch. */
  readonly at: number;
  readonly events: readonly DesignEvent[];
  readonly design: Design;
  /** Adds an event and folds it into the design. */
  record(event: Unstamped<DesignEvent>, at?: number): void;
  /** Mints an id before the thing it names exists. */
  mintSessionId(): SessionId;
  mintTurnId(): TurnId;
}
