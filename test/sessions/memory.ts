import { measureResidentBytes } from '../../src/sessions/proc.ts';
import { until } from '../entry/waiting.ts';
import {
  ada,
  type Loss,
  misbehaving,
  newSessionId,
  openSessions,
  Witness,
} from '../support/processes/child-sessions.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';

/** Nobody looks at a session between two beats, and these do not come by themselves. */
const HEARTBEAT_MS = 3_600_000;

/**
 * The loss of a session that takes memory until it gets no more, and is then looked at. How long
 * the system takes to give it that much depends on what else runs, so that is waited for, and no
 * time.
 */
export async function untilTooMuchTaken(
  changes: Parameters<typeof openSessions>[0] & { readonly memoryBytes: number },
): Promise<Loss> {
  const { clock, pass } = createMovedClock();
  const program = misbehaving('takes-memory');
  const witness = new Witness();
  openSessions({ ...changes, program, clock, heartbeatMs: HEARTBEAT_MS }).start(
    newSessionId(),
    ada,
    witness,
  );
  const pid = await witness.untilReady();
  let bytes: number | null = null;
  await until('a process that gets no more memory', () => {
    // Where its readiness was heard late, the first look has ended it.
    if (witness.losses.length > 0) return true;
    const before = bytes;
    bytes = measureResidentBytes(pid);
    return bytes !== null && bytes > changes.memoryBytes && bytes === before;
  });
  pass(HEARTBEAT_MS);
  return witness.untilLost();
}
