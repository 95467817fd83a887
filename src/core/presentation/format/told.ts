import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent, EventOf } from '../../vocabulary/events.ts';
import { type Line, line, type Section } from './document.ts';

/** One event in words. */
export interface Told {
  /** For those who follow line by line: logs, notifications, screen readers. It may break where one event says several things. */
  readonly line: Line;
  /** Stands below it in the transcript. */
  readonly detail: Section;
}

/** Says nothing of an event where there is nothing to say. `design`: as the event left it, or later. */
type Teller<Type extends DesignEvent['type']> = (event: EventOf<Type>, design: Design) => Told | null;

/** `null`: nobody but operators cares about such an event. */
export type Tellers = { readonly [Type in DesignEvent['type']]: Teller<Type> | null };

export function told(words: Line, detail: Section = []): Told {
  return { line: words, detail };
}

/** Lines below one another, as one. */
export function below(all: readonly Line[]): Line {
  return all.flatMap((each, at) => (at === 0 ? each : line`\n${each}`));
}
