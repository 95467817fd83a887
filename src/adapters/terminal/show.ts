import { publicEvent } from '../../core/public-event.ts';
import type { StoredEvent } from '../../runtime/ports/store.ts';
import { changeLines } from './change-lines.ts';
import { clockTime } from './format.ts';
import type { Progress } from './progress.ts';
import { safeJson } from './safe.ts';

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

/** Lines that wait while a prompt is open. What the prompt has said itself meanwhile is not said again. */
export class WaitingLines {
  readonly #said = new Set<string>();
  #lines: { readonly line: string; readonly time: string }[] = [];

  add(lines: readonly string[], time = ''): void {
    this.#lines.push(...lines.map((line) => ({ line, time })));
  }
  said(line: string): void {
    this.#said.add(line);
  }
  take(): string[] {
    const lines = this.#lines.filter(({ line }) => !this.#said.delete(line));
    this.#lines = [];
    return lines.map(({ line, time }) => `${time}${line}`);
  }
}

/**
 * One line per change, with the time since the start: for logs and for screen readers. While a prompt is open, lines
 * wait: a prompt that redraws itself would erase them.
 */
export function plainShow(write: (text: string) => void): Show {
  let startedAt: number | null = null;
  let isPaused = false;
  const waiting = new WaitingLines();
  const tell = () => {
    isPaused = false;
    for (const line of waiting.take()) write(`${line}\n`);
  };
  return {
    changed({ event }, { design }) {
      startedAt ??= design.startedAt;
      const time = clockTime(event.at - startedAt).padStart(6);
      waiting.add(changeLines(event, design), `${time}  `);
      if (!isPaused) tell();
    },
    say(text) {
      if (isPaused) waiting.said(text);
      write(`${text}\n`);
    },
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
    changed: (stored) => write(`${safeJson(publicEvent(stored))}\n`),
    say: (text) => sayToPeople(`${text}\n`),
    pause: () => undefined,
    resume: () => undefined,
    end: () => undefined,
  };
}
