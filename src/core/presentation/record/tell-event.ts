import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent } from '../../vocabulary/events.ts';
import { askedLine, verdictLine } from '../decision/decision-status.ts';
import { publishedLine } from '../follow-up/publishing.ts';
import { recheckedLine } from '../follow-up/recheck.ts';
import { line } from '../format/document.ts';
import { type Tellers, type Told, told } from '../format/told.ts';
import { DELIBERATION } from './tell-deliberation.ts';
import { RUN } from './tell-run.ts';

/** After the end. */
const AFTERWARDS = {
  decision_judged: (event) => told(verdictLine(event)),
  record_asked: (event) => told(askedLine(event)),
  decision_superseded: () => told(line`A later design decides otherwise.`),
  decision_published: (event) => told(publishedLine(event)),
  decision_rechecked: (event) => told(recheckedLine(event)),
} satisfies Partial<Tellers>;

/** A row for each event: who adds one is led here by the compiler, and nowhere else in the telling. */
const TELLERS: Tellers = { ...DELIBERATION, ...RUN, ...AFTERWARDS };

/**
 * Puts an event into words, once for the transcript, for a terminal that follows line by line, and for notifications; `null`
 * for what only operators care about. `design`: as the event left it, or any later state of it.
 */
export function tellEvent(event: DesignEvent, design: Design): Told | null {
  // The event and its teller stand under the same type, which the compiler cannot follow.
  const tell = TELLERS[event.type] as ((event: DesignEvent, design: Design) => Told | null) | null;
  return tell?.(event, design) ?? null;
}
