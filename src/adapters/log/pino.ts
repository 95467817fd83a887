import { type DestinationStream, pino } from 'pino';
import type { Log } from '../../runtime/ports/log.ts';

/** Operator's log as JSON lines on standard error. `redact` goes over every line before it is written (D6). */
export function createLog(options: {
  readonly level: string;
  readonly redact: (text: string) => string;
  readonly write: (line: string) => void;
}): Log {
  const destination: DestinationStream = { write: (line) => options.write(options.redact(line)) };
  const logger = pino({ level: options.level, base: null }, destination);
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
