import { lastChangeAt } from '../../core/presentation/run/waiting.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { isParked } from '../../core/vocabulary/status.ts';

/** Milliseconds in which several changes become one edit. */
const SETTLE_MS = 150;
/** Milliseconds between two edits when there is something that people wait for. Slack takes about one a second. */
export const URGENT_MS = 1_100;
/** Bounds of the wait for all other edits: a tenth of the time that the design has taken so far. Fewer calls, less noise. */
const [MIN_REDRAW_MS, MAX_REDRAW_MS, AGE_DIVISOR] = [2_000, 60_000, 10];
/** Bounds of the milliseconds until the next attempt, which comes after as many as the design has stood still. */
const [MIN_RETRY_MS, MAX_RETRY_MS] = [60_000, 600_000];
/** Milliseconds from the end, or from what was done last with the decision, after which it is not tried again. */
const RETRIED_MS = 3 * 86_400_000;

/** Returns the time to edit messages after these events: soon for what people wait for, later for the rest. */
export function editDueAt(
  design: Design,
  events: readonly DesignEvent[],
  editedAt: number,
  now: number,
): number {
  const isSoon = events.some((event) => hasTrait(event, 'urgent')) || isParked(design);
  const calmMs = bounded((now - design.startedAt) / AGE_DIVISOR, MIN_REDRAW_MS, MAX_REDRAW_MS);
  return Math.max(now + SETTLE_MS, editedAt + (isSoon ? URGENT_MS : calmMs));
}

/** Returns the time of the next try in a thread to which nobody can write. */
export function retryDueAt(design: Design, now: number): number {
  return now + bounded(now - lastChangeAt(design), MIN_RETRY_MS, MAX_RETRY_MS);
}

/** The design has stood still for so long that what could not be said was tried before. */
export function hasStoodStill(design: Design, now: number): boolean {
  return now - lastChangeAt(design) > MIN_RETRY_MS;
}

export function isTooLate({ end, followUps: afterwards }: Design, now: number): boolean {
  return end !== null && now - Math.max(end.at, afterwards.at(-1)?.at ?? 0) > RETRIED_MS;
}

function bounded(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
