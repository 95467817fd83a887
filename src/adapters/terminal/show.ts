import { publicEvent } from '../../core/public-event.ts';
import type { StoredEvent } from '../../runtime/ports/store.ts';
import { changeLines } from './change-lines.ts';
import { clockTime } from './format.ts';
import type { Progress } from './progress.ts';

/** How a running design is shown. */
export interface Show {
  /** The state as the event left it. */
  changed(stored: StoredEvent, progress: Progress): void;
  /** A line that stays. */
  say(text: string): void;
  /** Leaves the terminal to a prompt, and takes it back. */
  pause(): void;
  resume(): void;
  /** Leaves the terminal as it should be found, whatever happened before. */
  end(): void;
}

/**
 * One line per change, with the time since the start: for logs and for screen readers. While a prompt is open, lines
 * wait: a prompt that redraws itself would erase them.
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

/** One JSON object per event for programs; words for people go elsewhere. There is nothing to erase or restore. */
export function jsonShow(write: (text: string) => void, sayToPeople: (text: string) => void): Show {
  return {
    changed: (stored) => write(`${JSON.stringify(publicEvent(stored))}\n`),
    say: (text) => sayToPeople(`${text}\n`),
    pause: () => undefined,
    resume: () => undefined,
    end: () => undefined,
  };
}
