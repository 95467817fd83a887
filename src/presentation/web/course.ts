import { turnRows } from '../../core/outcome/turn-rows.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { bullets, type Line, line, lines, moment, type Section, turnReference } from '../format/document.ts';
import { eventsInOrder, tellEvent } from '../record/tell-event.ts';
import { firstFailureLine } from '../turn.ts';

/**
 * A design's course and what people did since: a line for each event with its time and turn, below the first turn that failed. `null`
 * before the first turn. `events`: those `design` is made of.
 */
export function coursePaper(design: Design, events: readonly DesignEvent[]): Section[] | null {
  if (design.turns.length === 0) return null;
  const failure = firstFailureLine(turnRows(design));
  const items = eventsInOrder(events).flatMap(([event, left]): Line[] => {
    const told = isInCourse(event) ? tellEvent(event, left) : null;
    if (told === null) return [];
    return [line`${moment(event.at, design.startedAt)}${turnOf(event, design)}: ${told.line}`];
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
