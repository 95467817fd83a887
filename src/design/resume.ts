import type { Change } from './change.ts';
import type { CommandOf } from './commands.ts';
import { settleWithWhatThereIs } from './ending.ts';
import { hasProcesses, park, wake } from './sessions.ts';

/** Of our own process, without a submission, reply or decision between. */
const MAX_CRASHES = 5;

/**
 * Another process goes on (C18). What the one before ran is gone with it, which uses up no retry;
 * `flow.ts` wakes whoever owes something, and while sessions start, all do again.
 */
export function resume(change: Change, command: CommandOf<'resume'>): void {
  const { design } = change;
  if (design.end !== null) return;
  change.record({ type: 'design_resumed', crashed: command.crashed && hasProcesses(design) });
  if (design.settled !== null) return;
  park(change, 'restart');
  if (change.design.crashesInRow >= MAX_CRASHES) {
    const detail = `Charrette crashed ${MAX_CRASHES} times in a row while it was at work.`;
    settleWithWhatThereIs(change, 'crashed_repeatedly', detail);
  } else if (design.step === 'spawning' || design.step === 'framing') {
    for (const { id } of design.participants) wake(change, id);
  }
}
