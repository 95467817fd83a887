import { firstImpossible } from '../../core/course/follows/course-of.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import type { StoredEvent } from '../ports/store.ts';
import { type Check, verdict } from './check.ts';
import type { Chain } from './contents.ts';

/** Milliseconds by which the clock of the machine that made an id may have been ahead of the one that used it. */
const TOLERANCE_MS = 10 * 60_000;

/**
 * Runs the rules by which events follow one another again (P8): nothing happens before what precedes it, or before its own id
 * was made; each event is possible where it stands; and what code alone decides is what it decides from that state. A chain that
 * is made anew over dropped, swapped, repeated or changed events is found by this alone.
 */
export function courseCheck({ events }: Chain, passed: Check): Check {
  // Earlier versions kept texts in the events, and decided some things otherwise.
  const isEarlier = events[0]?.words === undefined;
  const isWhole = !isEarlier && !events.some(({ words = [] }) => words.some((word) => 'removed' in word));
  const impossible = firstImpossible(
    events.map(({ event }) => event),
    { isWhole },
  );
  const problems = [
    ...(impossible === null ? [] : [problemOf(events, impossible.index, impossible.why)]),
    ...events.filter(({ event }) => isBeforeItsId(event)).map(({ seq }) => earlyWords(seq)),
  ];
  if (problems.length > 0) return verdict('events', problems, '');
  return isWhole ? passed : { ...passed, words: `${passed.words}; ${NOT_DECIDED_AGAIN}` };
}

const NOT_DECIDED_AGAIN =
  'what code decided was not decided again, since texts are redacted or an earlier version began it';

function problemOf(events: readonly StoredEvent[], index: number, why: string): string {
  const event = events[index]?.event;
  return `event ${index + 1} (${event?.type ?? 'none'}) cannot have happened there: ${why}`;
}

function earlyWords(seq: number): string {
  return `event ${seq} is dated before the id that it names was made`;
}

function isBeforeItsId(event: DesignEvent): boolean {
  const id = newIdIn(event);
  return id !== null && event.at + TOLERANCE_MS < timeOf(id);
}

/** Returns the id that comes into being with an event; `null` for most. */
function newIdIn(event: DesignEvent): string | null {
  switch (event.type) {
    case 'design_started':
      return event.designId;
    case 'session_started':
      return event.sessionId;
    case 'turn_started':
      return event.turnId;
    default:
      return null;
  }
}

/** Returns the moment at which an id with a UUIDv7 was made, in milliseconds since the epoch: its first 48 bits. */
function timeOf(id: string): number {
  const [, uuid = ''] = id.split('_');
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
}
