import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent, EventOf } from '../../core/vocabulary/events.ts';
import { type Line, line, type Section } from './document.ts';

export interface Told {
  /** For logs, notifications and screen readers. It may have several lines. */
  readonly line: Line;
  /** Below it in the transcript. */
  readonly detail: Section;
}

/** `null`: nothing to say. `design`: as the event left it, or later. */
type Teller<Type extends DesignEvent['type']> = (event: EventOf<Type>, design: Design) => Told | null;

/** `null`: an event only operators need. */
export type Tellers = { readonly [Type in DesignEvent['type']]: Teller<Type> | null };

export function told(words: Line, detail: Section = []): Told {
  return { line: words, detail };
}

export function below(all: readonly Line[]): Line {
  return all.flatMap((each, at) => (at === 0 ? each : line`\n${each}`));
}
