import type { Silence } from '../../core/vocabulary/design.ts';
import type { StoredEvent } from '../../ports/store.ts';
import { withholdSecrets } from '../../presentation/words/withhold-secrets.ts';
import { changeLinesOf } from './change-lines.ts';
import { clockTimeOf } from './format.ts';
import type { Progress } from './progress.ts';
import { cleanLine, escapeJson } from './safe.ts';

export interface Show {
  /** `progress`: after the event. */
  changed(stored: StoredEvent, progress: Progress): void;
  say(text: string): void;
  /** The model has sent nothing for a while; `null` once it answers again. */
  silent(silence: Silence | null, words: string): void;
  /** Hands the terminal to a prompt, or takes it back. */
  pause(): void;
  resume(): void;
  /** Prints waiting lines between two prompts. */
  tell(): void;
  /** Restores the terminal, whatever happened before. */
  end(): void;
}

const UNDRAWN = {
  pause: () => undefined,
  resume: () => undefined,
  tell: () => undefined,
  end: () => undefined,
};

/** One line per change with the time since the start, for logs and screen readers. */
export function createPlainShow(write: (text: string) => void, linesOf = changeLinesOf): Show {
  let startedAt: number | null = null;
  return {
    changed({ event }, { design }) {
      startedAt ??= design.startedAt;
      const time = clockTimeOf(event.at - startedAt).padStart(6);
      for (const line of linesOf(event, design)) write(`${time}  ${line}\n`);
    },
    say: (text) => write(`${text}\n`),
    silent: (_silence, words) => words === '' || write(`${cleanLine(words)}\n`),
    ...UNDRAWN,
  };
}

/** One JSON object per event, for programs. Words for people go to `sayToPeople`. */
export function createJsonShow(
  write: (text: string) => void,
  sayToPeople: (text: string) => void,
): Show {
  return {
    changed: (stored) => write(`${escapeJson(withholdSecrets(stored))}\n`),
    say: (text) => sayToPeople(`${text}\n`),
    silent: (_silence, words) => words === '' || sayToPeople(`${cleanLine(words)}\n`),
    ...UNDRAWN,
  };
}
