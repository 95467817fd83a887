import { lastChangeOf } from '../../core/outcome/working-time.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { isParked } from '../../core/vocabulary/status.ts';

/** Milliseconds to gather changes into one edit. */
const SETTLE_MS = 150;
/** Milliseconds between urgent edits. Slack allows about one a second. */
export const URGENT_MS = 1_100;
/**
 * Other edits wait a tenth of the design's age, within these milliseconds, for fewer calls and less
 * noise.
 */
const MIN_REDRAW_MS = 2_000;
const MAX_REDRAW_MS = 60_000;
const AGE_DIVISOR = 10;
/** The next attempt waits as long as the design has stood still, within these milliseconds. */
const MIN_RETRY_MS = 60_000;
const MAX_RETRY_MS = 600_000;
/** Milliseconds after the end, or the last act on the decision, after which retries stop. */
const RETRIED_MS = 3 * 86_400_000;

/** Time of the next edit after these events: soon for urgent ones, later for the rest. */
export function editDueAt(
  design: Design,
  events: readonly DesignEvent[],
  editedAt: number,
  now: number,
): number {
  const isSoon = events.some((event) => hasTrait(event, 'urgent')) || isParked(design);
  const calmMs = clamp((now - design.startedAt) / AGE_DIVISOR, MIN_REDRAW_MS, MAX_REDRAW_MS);
  return Math.max(now + SETTLE_MS, editedAt + (isSoon ? URGENT_MS : calmMs));
}

export function retryDueAt(design: Design, now: number): number {
  return now + clamp(now - lastChangeOf(design), MIN_RETRY_MS, MAX_RETRY_MS);
}

/** True if the design has stood still for so long that the post was already tried. */
export function hasStoodStill(design: Design, now: number): boolean {
  return now - lastChangeOf(design) > MIN_RETRY_MS;
}

export function isTooLate({ end, followUps: afterwards }: Design, now: number): boolean {
  return end !== null && now - Math.max(end.at, afterwards.at(-1)?.at ?? 0) > RETRIED_MS;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
