import { readConfiguration } from '../config.ts';
import { serve as runDaemon } from '../serve.ts';

/** The daemon, with the operator's log as it is configured. Resolves with the exit code once it was told to stop. */
export function serve(): Promise<number> {
  return runDaemon(readConfiguration());
}
