import type { Call } from '../../acts/call.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { Fault } from '../../foundation/fault.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { serveMcp } from '../../surfaces/mcp/server.ts';
import { type CliContext, createCliContext } from '../cli/cli-context.ts';
import { useApi } from '../cli/designs.ts';
import { findDaemon, isFound } from '../cli/find-daemon.ts';

/**
 * Serves until the agent closes its end. Without a daemon, designs run in this process, and
 * continue in the next one.
 */
export async function run() {
  const context = createCliContext();
  const { agentBudgetUsd } = context.configuration;
  const closing = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => closing.abort());
  await useApi(context, ({ url, call: callHere }) => {
    const call = url === null ? callHere : callOfDaemon(context);
    return serveMcp(
      {
        call,
        clock: systemClock,
        agentBudgetUsd,
        closing: closing.signal,
        program: context.program,
        person: context.person,
        version: CHARRETTE_VERSION,
      },
      process.stdin,
    );
  });
}

/** Calls the daemon that runs now: it may be restarted while an agent stays. */
function callOfDaemon({ configuration }: CliContext): Call {
  return async (...request) => {
    const daemon = await findDaemon(configuration);
    if (!isFound(daemon))
      throw new Fault(
        'store_unavailable',
        'The daemon has stopped. Start it, then repeat this call.',
      );
    return daemon.call(...request);
  };
}
