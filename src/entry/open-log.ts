import { format } from 'node:util';
import { createLog } from '../adapters/log/pino.ts';
import type { Log } from '../foundation/log.ts';
import { createRedactor } from '../foundation/redaction.ts';
import type { Variables } from './config.ts';
import { reportUncaughtErrors } from './crash.ts';

export function openLog(
  configuration: Variables,
  redact = createRedactor(configuration.secrets),
): Log {
  const { logLevel: level } = configuration;
  const isForPeople = process.stderr.isTTY === true;
  return createLog({ level, redact, isForPeople, write: (line) => process.stderr.write(line) });
}

/**
 * Sends output of Node and libraries through the log: a daemon writes nothing but its log to
 * standard error.
 */
export function printThroughLog({ logLevel }: Variables, log: Log): void {
  if (logLevel === 'silent') return;
  reportUncaughtErrors((words) => log.error('uncaught_error', { error: words }));
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn('node_warning', { error: warning }));
  console.warn = (...words: readonly unknown[]) =>
    log.warn('library_warning', { what: format(...words) });
}
