import { checkEvents } from './check-events.ts';
import { checkMessages } from './check-messages.ts';
import { checkPromises } from './check-promises.ts';
import { checkBundles, checkEffects, checkOwnership, checkProcesses } from './check-remains.ts';
import { checkTurns } from './check-turns.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/**
 * Says everything that is not as it must be after a run has come to rest. It goes by the database,
 * the chat platform's record, the data folders, the list of processes and the answers that people
 * got, and uses nothing of the code that made them but the vocabulary of events.
 */
export function check(evidence: Evidence): Finding[] {
  return [
    checkEvents,
    checkTurns,
    checkPromises,
    checkMessages,
    checkEffects,
    checkOwnership,
    checkBundles,
    checkProcesses,
  ].flatMap((each) => each(evidence));
}
