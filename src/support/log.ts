/**
 * The operator's log: JSON lines on standard error, a constant event name plus facts. Never prompts,
 * answers or secrets.
 *
 * @example log.warn('session_lost', { designId, sessionId, cause });
 */

import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import { isFault, messageOf } from './fault.ts';
import type { Redact } from './redact.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Facts = Readonly<Record<string, unknown>>;
export interface Log {
  debug(event: string, facts?: Facts): void;
  info(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  error(event: string, facts?: Facts): void;
}

export function createLog(options: {
  readonly level: LogLevel;
  readonly redact: Redact;
  /** A whole line; by default to standard error. */
  readonly write?: (line: string) => void;
}): Log {
  const { level, redact, write = (line) => process.stderr.write(line) } = options;
  const lowest = LOG_LEVELS.indexOf(level);
  let logger: Logger | undefined;
  /** Loaded with the first line: a short command writes none. */
  const open = (): Logger => {
    const { pino }: typeof import('pino') = createRequire(import.meta.url)('pino');
    return pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        messageKey: 'event',
      },
      // The whole line, so that a secret is found wherever it stands.
      { write: (line: string) => write(redact(line)) },
    );
  };
  const at =
    (each: Exclude<LogLevel, 'silent'>) =>
    (event: string, facts: Facts = {}): void => {
      if (LOG_LEVELS.indexOf(each) < lowest) return;
      logger ??= open();
      logger[each](readable(facts), event);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** An error says nothing as JSON; a fault's code is a fact of its own, so that an alert can ask for it. */
function readable(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]): [string, unknown][] => {
      if (!(fact instanceof Error)) return [[name, fact]];
      const words: [string, string] = [name, describeError(fact)];
      return isFault(fact) ? [['code', fact.code], words] : [words];
    }),
  );
}

/** A fault is logged by its message and causes; any other error is a bug, and logged with its stack. */
function describeError(error: Error): string {
  const words = isFault(error) ? messageOf(error) : (error.stack ?? messageOf(error));
  return error.cause === undefined ? words : `${words}; because: ${messageOf(error.cause)}`;
}
