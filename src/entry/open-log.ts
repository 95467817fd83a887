import { createLog } from '../adapters/log/pino.ts';
import type { Log } from '../runtime/ports/log.ts';
import type { Configuration } from './config.ts';

/** The operator's log of this process, on standard error. */
export function openLog(configuration: Configuration, redact: (text: string) => string): Log {
  const { logLevel: level } = configuration;
  const isForPeople = process.stderr.isTTY === true;
  return createLog({ level, redact, isForPeople, write: (line) => process.stderr.write(line) });
}
