import { changeLines } from './change-lines.ts';
import { clockTime } from './format.ts';
import type { Show } from './show.ts';

/** One line per change, with the time since the start: for logs and for screen readers. */
export function plainShow(write: (text: string) => void): Show {
  let startedAt: number | null = null;
  return {
    changed({ event }, { design }) {
      startedAt ??= design.startedAt;
      const time = clockTime(event.at - startedAt).padStart(6);
      for (const line of changeLines(event, design)) write(`${time}  ${line}\n`);
    },
    say: (text) => write(`${text}\n`),
    pause: nothing,
    resume: nothing,
    end: nothing,
  };
}

/** Lines stand where they are; there is nothing to take away or to restore. */
function nothing(): void {
  return;
}
