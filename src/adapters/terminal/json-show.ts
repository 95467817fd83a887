import { publicEvent } from '../../core/public-event.ts';
import type { Show } from './show.ts';

/** One JSON object per event for programs; words for people go elsewhere. */
export function jsonShow(write: (text: string) => void, sayToPeople: (text: string) => void): Show {
  return {
    changed: (stored) => write(`${JSON.stringify(publicEvent(stored))}\n`),
    say: (text) => sayToPeople(`${text}\n`),
    pause: nothing,
    resume: nothing,
    end: nothing,
  };
}

/** Lines stand where they are; there is nothing to take away or to restore. */
function nothing(): void {
  return;
}
