import type { DesignEvent, EventOf } from '#core/vocabulary/events.ts';
import { drawFrame } from '#surfaces/terminal/frame.ts';
import { leaveUnpainted } from '#surfaces/terminal/markdown.ts';
import { follow, type Progress } from '#surfaces/terminal/progress.ts';
import type { World } from '../../support/designs/given.ts';

/** What a display knows after this history; the start may be given other words. */
export function progressOf(
  history: readonly DesignEvent[],
  start: Partial<EventOf<'design_started'>> = {},
): Progress {
  let progress: Progress | null = null;
  for (const event of history) {
    progress = follow(progress, event.type === 'design_started' ? { ...event, ...start } : event);
  }
  if (progress === null) throw new Error('nothing has happened');
  return progress;
}

/** The live display of this world, line by line. */
export function picture(
  world: World,
  {
    columns = 100,
    start = {},
  }: { columns?: number; start?: Partial<EventOf<'design_started'>> } = {},
): string[] {
  const size = { columns, now: world.now, paint: leaveUnpainted };
  return drawFrame(progressOf(world.history, start), size).split('\n');
}
