import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

const MOST = 50;

interface Warning {
  readonly at: number;
  readonly event: string;
  /** Times it was logged in a row. */
  readonly times: number;
}

/** The last warnings and errors of a log: event names only, without their facts. */
export class RecentWarnings {
  readonly #clock: Pick<Clock, 'now'>;
  #warnings: readonly Warning[] = [];

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Newest first. */
  get all(): readonly Warning[] {
    return this.#warnings;
  }

  /** Returns a log that remembers its warnings and errors here. */
  watched(log: Log): Log {
    return {
      debug: (event, facts) => log.debug(event, facts),
      info: (event, facts) => log.info(event, facts),
      warn: (event, facts) => {
        this.#add(event);
        log.warn(event, facts);
      },
      error: (event, facts) => {
        this.#add(event);
        log.error(event, facts);
      },
    };
  }

  #add(event: string): void {
    const [last, ...others] = this.#warnings;
    const at = this.#clock.now();
    const isAgain = last?.event === event;
    const next = { at, event, times: isAgain ? last.times + 1 : 1 };
    this.#warnings = [next, ...(isAgain ? others : this.#warnings)].slice(0, MOST);
  }
}
