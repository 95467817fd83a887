import type { StoredEvent } from '../../runtime/ports/store.ts';
import type { Progress } from './progress.ts';

/** How a running design is shown. */
export interface Show {
  /** The state as the event left it. */
  changed(stored: StoredEvent, progress: Progress): void;
  /** A line that stays. */
  say(text: string): void;
  /** Leaves the terminal to somebody else, and takes it back. */
  pause(): void;
  resume(): void;
  /** Leaves the terminal as it should be found, whatever happened before. */
  end(): void;
}
