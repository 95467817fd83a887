import { createRequire } from 'node:module';
import type { DestinationStream } from 'pino';
import type { Log } from '../../runtime/ports/log.ts';
import { readable } from './readable.ts';

const require = createRequire(import.meta.url);
const ignore = (): void => undefined;
/** What a command in a terminal has, which is done before the library would be loaded. */
const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Operator's log on standard error: JSON lines, or for people at a terminal (`isForPeople`) the same in words. `redact`
 * goes over every line before it is written (D6).
 */
export function createLog(options: {
  readonly level: string;
  readonly redact: (text: string) => string;
  readonly write: (line: string) => void;
  readonly isForPeople?: boolean;
}): Log {
  const { level, redact, write, isForPeople = false } = options;
  if (level === 'silent') return SILENT;
  const { pino } = require('pino') as typeof import('pino');
  const destination: DestinationStream = {
    write: (line) => write(redact(isForPeople ? readable(line) : line)),
  };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (name) => ({ level: name }) },
    },
    destination,
  );
  return {
    debug: (event, facts) => logger.debug(plain(facts), event),
    info: (event, facts) => logger.info(plain(facts), event),
    warn: (event, facts) => logger.warn(plain(facts), event),
    error: (event, facts) => logger.error(plain(facts), event),
  };
}

/** An error inside the facts becomes its name and message; a stack is of no use to an operator's query. */
function plain(facts: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [
      key,
      value instanceof Error ? `${value.name}: ${value.message}` : value,
    ]),
  );
}
