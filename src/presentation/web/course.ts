import { turnRows } from '../../core/outcome/turn-rows.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { bullets, type Line, line, lines, moment, type Section, turnReference } from '../format/document.ts';
import { historyLine, withoutOverwritten } from '../history.ts';
import { firstFailureLine } from '../turn.ts';
import { viewOf } from '../view/view.ts';

/**
 * A design's course and what people did since: a line for each event with its time and turn, below the first turn that failed. `null`
 * before the first turn. `events`: those `design` is made of.
 */
export function coursePaper(design: Design, events: readonly DesignEvent[]): Section[] | null {
  if (design.turns.length === 0) return null;
  const failure = firstFailureLine(turnRows(design));
  const items = withoutOverwritten(events).flatMap((event): Line[] => {
    const told = isInCourse(event) ? historyLine(event, viewOf(design)) : null;
    return told === null
      ? []
      : [line`${moment(event.at, design.startedAt)}${turnOf(event, design)}: ${told}`];
  });
  return [...(failure === null ? [] : [[lines(failure)]]), [bullets(items)]];
}

/** Questions, and how to answer them, have their own parts of the page. */
function isInCourse(event: DesignEvent): boolean {
  if (event.type === 'record_asked' || event.type === 'answering_opened') return false;
  return event.type === 'status_changed' || hasTrait(event, 'told');
}

/** *, turn 5*; empty for an event outside a turn. */
function turnOf(event: DesignEvent, { turns }: Design): Line {
  const index = 'turnId' in event ? turns.findIndex(({ id }) => id === event.turnId) : -1;
  return index === -1 ? [] : line`, ${turnReference(index + 1)}`;
}
