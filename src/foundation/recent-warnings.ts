import type { Clock } from './clock.ts';
import { cutText } from './cut-text.ts';
import { isStoreUnavailable, messageWithCauseOf } from './fault.ts';
import type { Log } from './log.ts';
import { warnRepeatedly } from './repeated-line.ts';

const MOST = 50;
const CAUSE_CHARACTERS = 300;
/** Facts that say what failed, and why. */
const TELLING = [
  'platform',
  'model',
  'repository',
  'name',
  'fault',
  'class',
  'refused',
  'error',
  'cause',
  'reason',
  'said',
  'what',
  'role',
];

const STORE_UNAVAILABLE = 'store_away';

/** A name of ours, like `refused_input`. */
const CODE = /^[a-z]+(?:_[a-z]+)+$/;

interface Warning {
  readonly at: number;
  readonly event: string;
  readonly designId: string | null;
  /** The facts that say why, without secrets; may be empty. */
  readonly cause: string;
  /** An operator's next step, for a person. */
  readonly toDo: string;
}

/** The last warnings and errors of a log that somebody can do something about. */
export class RecentWarnings {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #redact: (text: string) => string;
  #warnings: readonly Warning[] = [];

  constructor(clock: Pick<Clock, 'now'>, redact: (text: string) => string) {
    this.#clock = clock;
    this.#redact = redact;
  }

  /** Newest first. */
  get all(): readonly Warning[] {
    return this.#warnings;
  }

  /**
   * Returns a log that remembers its warnings and errors here. Whatever fails because the store is
   * unavailable is told as that, so that it is one repeated line.
   */
  watched(log: Log): Log {
    const at =
      (level: 'warn' | 'error'): Log['warn'] =>
      (event, facts = {}) => {
        if (event !== STORE_UNAVAILABLE && isStoreUnavailable(facts.error))
          return warnRepeatedly(watchingLog, this.#clock, STORE_UNAVAILABLE, {
            what: event,
            ...facts,
            toDo: '',
          });
        this.#add(event, facts);
        log[level](event, facts);
      };
    const watchingLog: Log = {
      debug: (event, facts) => log.debug(event, facts),
      info: (event, facts) => log.info(event, facts),
      warn: at('warn'),
      error: at('error'),
    };
    return watchingLog;
  }

  #add(event: string, facts: Readonly<Record<string, unknown>>): void {
    const { toDo } = facts;
    if (typeof toDo !== 'string' || toDo === '') return;
    const [last, ...others] = this.#warnings;
    const designId = typeof facts.designId === 'string' ? facts.designId : null;
    const isAgain = last?.event === event && last.designId === designId;
    const next: Warning = {
      at: this.#clock.now(),
      event,
      designId,
      cause: this.#causeIn(facts),
      toDo,
    };
    this.#warnings = [next, ...(isAgain ? others : this.#warnings)].slice(0, MOST);
  }

  #causeIn(facts: Readonly<Record<string, unknown>>): string {
    const telling = TELLING.flatMap((name) => {
      const fact = facts[name];
      if (fact instanceof Error) return [this.#redact(messageWithCauseOf(fact, this.#redact))];
      if (typeof fact !== 'string') return [];
      return [CODE.test(fact) ? fact.replaceAll('_', ' ') : this.#redact(fact)];
    });
    return cutText(telling.join(': '), CAUSE_CHARACTERS);
  }
}
