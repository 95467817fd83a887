import { changeLines } from './change-lines.ts';
import { clockTime } from './format.ts';
import type { Show } from './show.ts';

/**
 * One line per change, with the time since the start: for logs and for screen readers. While somebody is asked, lines
 * wait: a prompt that draws itself anew would take them away.
 */
export function plainShow(write: (text: string) => void): Show {
  let startedAt: number | null = null;
  let isPaused = false;
  let waiting: string[] = [];
  const tell = () => {
    isPaused = false;
    for (const line of waiting) write(line);
    waiting = [];
  };
  return {
    changed({ event }, { design }) {
      startedAt ??= design.startedAt;
      const time = clockTime(event.at - startedAt).padStart(6);
      waiting.push(...changeLines(event, design).map((line) => `${time}  ${line}\n`));
      if (!isPaused) tell();
    },
    say: (text) => write(`${text}\n`),
    pause() {
      isPaused = true;
    },
    resume: tell,
    end: tell,
  };
}
